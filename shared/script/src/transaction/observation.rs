//! Observation/Measurement: what was measured on the patient.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::medication::write_when;
use crate::opaque::opaque;
use crate::{Decimal, Element, Text, When};

#[derive(Clone, PartialEq, Eq)]
pub struct Measurement {
    /// LOINC: 8302-2 body height, 29463-7 body weight.
    pub vital_sign: Text,
    pub loinc_version: Option<Text>,
    pub value: Decimal,
    /// UCUM.
    pub unit: Option<Text>,
    pub ucum_version: Option<Text>,
    pub observed: Option<When>,
    pub other: Vec<Element>,
}

opaque!(Measurement);

impl Measurement {
    pub const HEIGHT: &str = "8302-2";
    pub const WEIGHT: &str = "29463-7";

    /// By LOINC code, or by the word one network wants instead.
    pub fn is_height(&self) -> bool {
        [Self::HEIGHT, "8301-4", "8306-3", "Height"].contains(&self.vital_sign.as_str())
    }

    pub fn is_weight(&self) -> bool {
        [Self::WEIGHT, "3141-9", "3142-7", "Weight"].contains(&self.vital_sign.as_str())
    }
}

impl Part for Measurement {
    fn read(fields: &mut Fields) -> Result<Self> {
        let value = fields.value("Value", "a decimal number without a sign")?;
        Ok(Self {
            vital_sign: fields.required_text("VitalSign")?,
            loinc_version: fields.text("LOINCVersion")?,
            value: fields.require("Value", value)?,
            unit: fields.code("UnitOfMeasure")?,
            ucum_version: fields.text("UCUMVersion")?,
            observed: fields.when("ObservationDate")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("VitalSign", &self.vital_sign);
        into.put("LOINCVersion", &self.loinc_version);
        into.must("Value", &self.value);
        into.put("UnitOfMeasure", &self.unit);
        into.put("UCUMVersion", &self.ucum_version);
        write_when("ObservationDate", self.observed, into);
        into.preserve(&self.other);
    }
}
