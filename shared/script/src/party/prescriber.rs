//! Prescriber/NonVeterinarian.

use super::{PersonName, Phones, PostalAddress};
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prescriber {
    pub state_license: Option<Text>,
    pub dea: Option<Text>,
    pub npi: Option<Text>,
    pub name: PersonName,
    pub address: PostalAddress,
    pub phones: Phones,
    pub other: Vec<Element>,
}

impl Part for Prescriber {
    fn read(fields: &mut Fields) -> Result<Self> {
        let prescriber = fields.required("NonVeterinarian", read)?;
        Ok(Self { other: fields.rest(), ..prescriber })
    }

    fn write(&self, into: &mut Element) {
        into.nest("NonVeterinarian", |person| {
            person.nest("Identification", |ids| {
                ids.put("StateLicenseNumber", &self.state_license);
                ids.put("DEANumber", &self.dea);
                ids.put("NPI", &self.npi);
            });
            person.part("Name", &self.name);
            self.address.write(person);
            self.phones.write(person);
        });
        into.preserve(&self.other);
    }
}

fn read(person: &mut Fields) -> Result<Prescriber> {
    let ids =
        |ids: &mut Fields| Ok((ids.text("StateLicenseNumber")?, ids.text("DEANumber")?, ids.text("NPI")?));
    let (state_license, dea, npi) = person.inside("Identification", ids)?.unwrap_or_default();
    Ok(Prescriber {
        state_license,
        dea,
        npi,
        name: PersonName::read_from(person)?,
        address: PostalAddress::read_from(person)?,
        phones: Phones::read_from(person)?,
        other: Vec::new(),
    })
}
