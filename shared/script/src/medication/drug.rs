//! DrugCoded and Quantity: which drug, in which codes, and how much of it.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::Fields;
use crate::{DeaSchedule, Decimal, QuantityUnit, Text};

/// A code with the list it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    pub code: Text,
    pub qualifier: Option<Text>,
}

/// Units and forms are NCI Thesaurus codes: C28253 mg, C42998 tablet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strength {
    pub value: Option<Text>,
    pub form: Option<Text>,
    pub unit: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrugCoded {
    /// ProductCode: qualifier ND with an NDC of 11 digits.
    pub product: Option<Coded>,
    pub strength: Strength,
    /// DrugDBCode: an RxNorm code with its term type SCD, SBD, GPK or BPK.
    pub database: Option<Coded>,
    pub schedule: Option<DeaSchedule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub value: Decimal,
    /// CodeListQualifier: 38 is the original quantity, 40 the remaining one, QT the transferred one.
    pub qualifier: Option<Text>,
    pub unit: Option<QuantityUnit>,
}

impl DrugCoded {
    pub(super) fn read_from(fields: &mut Fields) -> Result<Self> {
        let read = |drug: &mut Fields| {
            Ok(Self {
                product: Coded::read_from(drug, "ProductCode")?,
                strength: Strength::read_from(drug)?,
                database: Coded::read_from(drug, "DrugDBCode")?,
                schedule: drug.code("DEASchedule")?.map(DeaSchedule::from),
            })
        };
        let mut drug = fields.inside("DrugCoded", read)?.unwrap_or_default();
        if drug.strength == Strength::default() {
            drug.strength = Strength::read_from(fields)?;
        }
        Ok(drug)
    }

    pub(super) fn write(&self, into: &mut Draft) {
        into.nest("DrugCoded", |drug| {
            drug.nest("ProductCode", |e| self.product.iter().for_each(|coded| coded.write(e)));
            drug.nest("Strength", |e| self.strength.write(e));
            drug.nest("DrugDBCode", |e| self.database.iter().for_each(|coded| coded.write(e)));
            drug.nest("DEASchedule", |e| e.put("Code", &self.schedule));
        });
    }
}

impl Strength {
    fn read_from(fields: &mut Fields) -> Result<Self> {
        let read = |strength: &mut Fields| {
            Ok(Self {
                value: strength.text("StrengthValue")?,
                form: strength.code("StrengthForm")?,
                unit: strength.code("StrengthUnitOfMeasure")?,
            })
        };
        Ok(fields.inside("Strength", read)?.unwrap_or_default())
    }

    fn write(&self, into: &mut Draft) {
        into.put("StrengthValue", &self.value);
        into.nest("StrengthForm", |e| e.put("Code", &self.form));
        into.nest("StrengthUnitOfMeasure", |e| e.put("Code", &self.unit));
    }
}

impl Coded {
    /// `<X Qualifier="Q">code</X>` and `<X><Code>code</Code><Qualifier>Q</Qualifier></X>` are the same.
    fn read_from(fields: &mut Fields, name: &str) -> Result<Option<Self>> {
        let Some(qualifier) = fields.qualifier_of_leaf(name) else {
            return Ok(fields.inside(name, Self::read_parts)?.flatten());
        };
        Ok(fields.text(name)?.map(|code| Self { code, qualifier }))
    }

    fn read_parts(fields: &mut Fields) -> Result<Option<Self>> {
        match (fields.text("Code")?, fields.text("Qualifier")?) {
            (Some(code), qualifier) => Ok(Some(Self { code, qualifier })),
            (None, None) => Ok(None),
            (None, Some(_)) => fields.require("Code", None),
        }
    }

    fn write(&self, into: &mut Draft) {
        into.must("Code", &self.code);
        into.put("Qualifier", &self.qualifier);
    }
}

impl Quantity {
    pub(super) fn read_from(fields: &mut Fields) -> Result<Option<Self>> {
        let read = |quantity: &mut Fields| {
            let value = quantity.value("Value", "a decimal number without a sign")?;
            Ok(Self {
                value: quantity.require("Value", value)?,
                qualifier: quantity.text("CodeListQualifier")?,
                unit: quantity.code("QuantityUnitOfMeasure")?.map(QuantityUnit::from),
            })
        };
        fields.inside("Quantity", read)
    }

    pub(super) fn write(&self, into: &mut Draft) {
        into.must("Value", &self.value);
        into.put("CodeListQualifier", &self.qualifier);
        into.nest("QuantityUnitOfMeasure", |e| e.put("Code", &self.unit));
    }
}
