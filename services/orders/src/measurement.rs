//! Height and weight, dated: what doses of the young go by, and what pharmacies ask for under 19.

pub mod routes;
pub mod store;

use crate::schema::measurements;
use crate::sig::Number;
use chrono::{DateTime, Months, NaiveDate, Utc};
use diesel::prelude::*;
use model::{MeasurementId, PatientId, word_enum};
use serde::Serialize;
use utoipa::ToSchema;

pub use {MeasurementKind as Kind, MeasurementUnit as Unit};

word_enum! {
    MeasurementKind { Height = "height", Weight = "weight" }

    /// UCUM.
    MeasurementUnit { Kilogram = "kg", Gram = "g", Pound = "[lb_av]", Centimeter = "cm", Inch = "[in_i]" }
}

impl Unit {
    pub fn measures(self) -> Kind {
        match self {
            Self::Kilogram | Self::Gram | Self::Pound => Kind::Weight,
            Self::Centimeter | Self::Inch => Kind::Height,
        }
    }

    /// Hundred-thousandths of a gram or of a centimeter: 1 lb is 453.59237 g, 1 in is 2.54 cm, both exactly.
    fn factor(self) -> u64 {
        match self {
            Self::Kilogram => 100_000_000,
            Self::Gram | Self::Centimeter => 100_000,
            Self::Pound => 45_359_237,
            Self::Inch => 254_000,
        }
    }
}

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = measurements)]
pub struct Measurement {
    pub id: MeasurementId,
    pub patient_id: PatientId,
    pub kind: Kind,
    pub value: Number,
    pub unit: Unit,
    pub measured_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: String,
}
model::redacted!(Measurement);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("is no unit of a {0}")]
    WrongUnit(Kind),
    #[error("is not possible for a person: check the number and its unit")]
    Impossible,
    #[error("lies in the future, or before the patient was born")]
    WrongDay,
}

impl Refusal {
    /// The field it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::WrongUnit(_) => "/unit",
            Self::Impossible => "/value",
            Self::WrongDay => "/measured_on",
        }
    }
}

impl Measurement {
    /// 200 g to 650 kg, 20 to 272 cm, on a day of the patient's life.
    pub fn admit(&self, born: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        if self.unit.measures() != self.kind {
            return Err(Refusal::WrongUnit(self.kind));
        }
        let (least, most) = match self.kind {
            Kind::Weight => (200, 650_000),
            Kind::Height => (20, 272),
        };
        if !(least..=most).contains(&self.base()) {
            return Err(Refusal::Impossible);
        }
        if (born..=today).contains(&self.measured_on) { Ok(()) } else { Err(Refusal::WrongDay) }
    }

    /// Whole grams or centimeters, rounded.
    fn base(&self) -> u64 {
        (self.value.thousandths() * self.unit.factor() + 50_000_000) / 100_000_000
    }

    pub fn grams(&self) -> Option<u64> {
        (self.kind == Kind::Weight).then(|| self.base())
    }
}

/// The last height and weight on record.
#[derive(Clone, Default)]
pub struct Growth {
    pub height: Option<Measurement>,
    pub weight: Option<Measurement>,
}

impl Growth {
    /// A child outgrows a measurement within a year.
    pub fn on(self, day: NaiveDate) -> Self {
        let oldest = day.checked_sub_months(Months::new(12)).unwrap_or(day);
        let fresh = |one: Option<Measurement>| one.filter(|measured| measured.measured_on >= oldest);
        Self { height: fresh(self.height), weight: fresh(self.weight) }
    }

    pub fn both(&self) -> impl Iterator<Item = &Measurement> {
        self.height.iter().chain(&self.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn measured(kind: Kind, value: &str, unit: Unit, on: &str) -> Measurement {
        Measurement {
            id: MeasurementId(Uuid::nil()),
            patient_id: PatientId(Uuid::nil()),
            kind,
            value: value.parse().expect("a number"),
            unit,
            measured_on: day(on),
            recorded_at: DateTime::UNIX_EPOCH,
            recorded_by: String::new(),
        }
    }

    #[test]
    fn only_what_a_person_can_measure_is_admitted() {
        use Kind::{Height, Weight};
        for (kind, value, unit, on, expected) in [
            (Weight, "70", Unit::Kilogram, "2026-01-01", Ok(())),
            (Weight, "3500", Unit::Gram, "2026-01-01", Ok(())),
            (Weight, "154.3", Unit::Pound, "2026-01-01", Ok(())),
            (Height, "180", Unit::Centimeter, "2026-01-01", Ok(())),
            (Height, "70", Unit::Inch, "2026-01-01", Ok(())),
            (Weight, "700", Unit::Kilogram, "2026-01-01", Err(Refusal::Impossible)),
            (Weight, "70", Unit::Gram, "2026-01-01", Err(Refusal::Impossible)),
            (Height, "1.8", Unit::Centimeter, "2026-01-01", Err(Refusal::Impossible)),
            (Height, "70", Unit::Kilogram, "2026-01-01", Err(Refusal::WrongUnit(Height))),
            (Weight, "70", Unit::Kilogram, "2026-06-02", Err(Refusal::WrongDay)),
            (Weight, "70", Unit::Kilogram, "1999-12-31", Err(Refusal::WrongDay)),
        ] {
            let one = measured(kind, value, unit, on);
            assert_eq!(one.admit(day("2000-01-01"), day("2026-06-01")), expected, "{value} {unit}");
        }
        assert_eq!(measured(Weight, "55.1", Unit::Pound, "2026-01-01").grams(), Some(24_993));
    }

    #[test]
    fn a_measurement_is_outgrown_within_a_year() {
        let weight = measured(Kind::Weight, "20", Unit::Kilogram, "2025-06-01");
        let growth = Growth { height: None, weight: Some(weight) };
        assert!(growth.clone().on(day("2026-06-01")).weight.is_some());
        assert!(growth.on(day("2026-06-02")).weight.is_none());
    }
}
