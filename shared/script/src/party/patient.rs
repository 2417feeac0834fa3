//! Patient/HumanPatient.

use chrono::NaiveDate;

use super::{PersonName, Phones, PostalAddress};
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, Gender, Text};

#[derive(Clone, PartialEq, Eq)]
pub struct Patient {
    pub name: PersonName,
    pub gender: Option<Gender>,
    pub date_of_birth: Option<NaiveDate>,
    pub address: PostalAddress,
    pub phones: Phones,
    pub other: Vec<Element>,
}

opaque!(Patient);

impl Part for Patient {
    fn read(fields: &mut Fields) -> Result<Self> {
        let read = |human: &mut Fields| {
            Ok(Self {
                name: PersonName::read_from(human)?,
                gender: gender(human)?.map(Gender::from),
                date_of_birth: human.day("DateOfBirth")?,
                address: PostalAddress::read_from(human)?,
                phones: Phones::read_from(human)?,
                other: Vec::new(),
            })
        };
        let patient = fields.required("HumanPatient", read)?;
        Ok(Self { other: fields.rest(), ..patient })
    }

    fn write(&self, into: &mut Element) {
        into.nest("HumanPatient", |human| {
            human.part("Name", &self.name);
            human.put("Gender", &self.gender);
            if let Some(date) = &self.date_of_birth {
                human.nest("DateOfBirth", |birth| birth.must("Date", date));
            }
            self.address.write(human);
            self.phones.write(human);
        });
        into.preserve(&self.other);
    }
}

/// Gender, or the GenderAndSex of later versions.
fn gender(human: &mut Fields) -> Result<Option<Text>> {
    match human.text("Gender")? {
        None => Ok(human.inside("GenderAndSex", |both| both.code("AdministrativeGender"))?.flatten()),
        gender => Ok(gender),
    }
}
