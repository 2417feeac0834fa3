//! The people and places a prescription names.

mod patient;
mod pharmacy;
mod prescriber;

pub use patient::Patient;
pub use pharmacy::Pharmacy;
pub use prescriber::Prescriber;

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Text, Versions};

/// Who a transaction is about; a CancelRx may leave the pharmacy to the header's To.
#[derive(Clone, PartialEq, Eq)]
pub struct Parties {
    pub patient: Patient,
    pub pharmacy: Option<Pharmacy>,
    pub prescriber: Prescriber,
    /// Supervisor: on whose authority the prescriber prescribes.
    pub supervisor: Option<Prescriber>,
    /// FollowUpPrescriber: to whom renewals and questions go.
    pub follow_up: Option<Prescriber>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    pub last: Text,
    pub first: Option<Text>,
    pub middle: Option<Text>,
    pub suffix: Option<Text>,
    pub prefix: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostalAddress {
    pub line1: Option<Text>,
    pub line2: Option<Text>,
    pub city: Option<Text>,
    pub state: Option<Text>,
    pub postal_code: Option<Text>,
    pub country: Option<Text>,
}

/// Numbers as sent, usually ten digits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phones {
    pub primary: Option<Text>,
    pub fax: Option<Text>,
}

opaque!(Parties);

impl Parties {
    /// Responses may leave the parties out altogether.
    pub(crate) fn read_if_any(fields: &mut Fields) -> Result<Option<Self>> {
        let any = ["Patient", "Pharmacy", "Prescriber"].iter().any(|name| fields.has(name));
        if any { Self::read(fields).map(Some) } else { Ok(None) }
    }
}

impl Part for Parties {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            patient: fields.required_part("Patient")?,
            pharmacy: fields.part("Pharmacy")?.filter(|pharmacy| *pharmacy != Pharmacy::default()),
            prescriber: fields.required_part("Prescriber")?,
            supervisor: fields.part("Supervisor")?,
            follow_up: fields.part("FollowUpPrescriber")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.part("Patient", &self.patient);
        into.parts("Pharmacy", &self.pharmacy);
        into.part("Prescriber", &self.prescriber);
        into.parts("Supervisor", &self.supervisor);
        into.parts("FollowUpPrescriber", &self.follow_up);
    }
}

impl Parties {
    pub fn new(patient: Patient, pharmacy: Pharmacy, prescriber: Prescriber) -> Self {
        Self { patient, pharmacy: Some(pharmacy), prescriber, supervisor: None, follow_up: None }
    }
}

impl PersonName {
    /// Name, or the Names/Name of 2023011.
    pub(crate) fn read_from(fields: &mut Fields) -> Result<Self> {
        fields.at_most_one_group("Name")?;
        fields.at_most_one_group("Names")?;
        let named = fields.holds("Names", "Name");
        fields.refuse_both("Name, Names", named && fields.holds("Name", "LastName"))?;
        if named {
            return fields.required("Names", |names| names.required("Name", Self::read));
        }
        fields.required("Name", Self::read)
    }

    pub(crate) fn write_into(&self, into: &mut Draft) {
        match into.versions() {
            Versions::V2017071 => into.part("Name", self),
            Versions::V2023011 => into.nest("Names", |names| names.part("Name", self)),
        }
    }
}

impl Part for PersonName {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            last: fields.required_text("LastName")?,
            first: fields.text("FirstName")?,
            middle: fields.text("MiddleName")?,
            suffix: fields.text("Suffix")?,
            prefix: fields.text("Prefix")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("LastName", &self.last);
        into.put("FirstName", &self.first);
        into.put("MiddleName", &self.middle);
        into.put("Suffix", &self.suffix);
        into.put("Prefix", &self.prefix);
    }
}

impl PostalAddress {
    pub(crate) fn read_from(fields: &mut Fields) -> Result<Self> {
        let read = |address: &mut Fields| {
            Ok(Self {
                line1: address.text("AddressLine1")?,
                line2: address.text("AddressLine2")?,
                city: address.text("City")?,
                state: address.text("StateProvince")?,
                postal_code: address.text("PostalCode")?,
                country: address.text("CountryCode")?,
            })
        };
        Ok(fields.inside("Address", read)?.unwrap_or_default())
    }

    pub(crate) fn write(&self, into: &mut Draft) {
        into.nest("Address", |address| {
            address.put("AddressLine1", &self.line1);
            address.put("AddressLine2", &self.line2);
            address.put("City", &self.city);
            address.put("StateProvince", &self.state);
            address.put("PostalCode", &self.postal_code);
            address.put("CountryCode", &self.country);
        });
    }
}

impl Phones {
    pub(crate) fn read_from(fields: &mut Fields) -> Result<Self> {
        let number = |fields: &mut Fields, name: &str| -> Result<Option<Text>> {
            Ok(fields.inside(name, |phone| phone.text("Number"))?.flatten())
        };
        let read = |numbers: &mut Fields| {
            Ok(Self { primary: number(numbers, "PrimaryTelephone")?, fax: number(numbers, "Fax")? })
        };
        Ok(fields.inside("CommunicationNumbers", read)?.unwrap_or_default())
    }

    pub(crate) fn write(&self, into: &mut Draft) {
        into.nest("CommunicationNumbers", |numbers| {
            numbers.nest("PrimaryTelephone", |phone| phone.put("Number", &self.primary));
            numbers.nest("Fax", |phone| phone.put("Number", &self.fax));
        });
    }
}
