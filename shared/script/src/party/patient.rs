//! Patient/HumanPatient.

use chrono::NaiveDate;

use super::{PersonName, Phones, PostalAddress};
use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, Gender, Text, Versions};

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

    fn write(&self, into: &mut Draft) {
        into.nest("HumanPatient", |human| {
            self.name.write_into(human);
            write_gender(&self.gender, human);
            if let Some(date) = &self.date_of_birth {
                human.nest("DateOfBirth", |birth| birth.must("Date", date));
            }
            self.address.write(human);
            self.phones.write(human);
        });
        into.preserve(&self.other);
    }
}

/// Gender, or the GenderAndSex/AdministrativeGender of 2023011.
fn gender(human: &mut Fields) -> Result<Option<Text>> {
    human.at_most_one_group("GenderAndSex")?;
    let later = human.holds("GenderAndSex", "AdministrativeGender");
    human.refuse_both("Gender, GenderAndSex", later && human.has("Gender"))?;
    match human.text("Gender")? {
        None => Ok(human.inside("GenderAndSex", |both| both.text("AdministrativeGender"))?.flatten()),
        gender => Ok(gender),
    }
}

fn write_gender(gender: &Option<Gender>, human: &mut Draft) {
    match human.versions() {
        Versions::V2017071 => human.put("Gender", gender),
        Versions::V2023011 => human.nest("GenderAndSex", |both| both.put("AdministrativeGender", gender)),
    }
}
