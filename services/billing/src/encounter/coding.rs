//! Coding a visit: diagnoses, and lines that point to them; each fault names its field.

#[cfg(test)]
mod tests;

use super::Diagnoses;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Icd10, Modifier, Money, ProcedureCode};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use utoipa::ToSchema;

/// 837P: HI takes twelve diagnoses, a claim fifty lines, a line four modifiers and four pointers.
const MOST_DIAGNOSES: usize = 12;
const MOST_LINES: usize = 50;
const MOST_OF_A_LINE: usize = 4;
const MOST_UNITS: u32 = 9_999;

/// A coded service line.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Line {
    pub procedure_code: ProcedureCode,
    pub modifiers: Vec<Modifier>,
    pub units: u32,
    /// For all units together.
    pub charge: Money,
    /// Positions in the encounter's diagnoses from 1, the primary one first.
    pub diagnosis_pointers: Vec<u8>,
    /// Where it differs from the encounter's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_date: Option<NaiveDate>,
}

#[derive(Clone, Default, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct Lines(pub Vec<Line>);
model::jsonb!(Lines);
model::redacted!(Lines);

impl Lines {
    pub fn total(&self) -> Money {
        self.0.iter().map(|line| line.charge).sum()
    }
}

/// A line as a client sends it: without a charge the fee schedule's price is taken.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineRequest {
    pub procedure_code: ProcedureCode,
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// 1 to 9999.
    pub units: u32,
    /// For all units together; the fee schedule's price times the units when it is left out.
    #[serde(default)]
    pub charge: Option<Money>,
    /// Positions in `diagnoses` from 1, the primary one first; one to four.
    pub diagnosis_pointers: Vec<u8>,
    #[serde(default)]
    pub service_date: Option<NaiveDate>,
}

/// One thing to mend and where, as a JSON Pointer.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub pointer: String,
    pub advice: &'static str,
}

/// A coding that is sound in itself.
pub struct Coding {
    pub diagnoses: Diagnoses,
    pub lines: Lines,
}

/// What a coding is held against.
pub struct Frame<'a> {
    pub service_date: NaiveDate,
    /// From the patient's birth to today at the location.
    pub days: RangeInclusive<NaiveDate>,
    /// Prices of one unit.
    pub prices: &'a HashMap<ProcedureCode, Money>,
}

impl Coding {
    pub fn check(
        diagnoses: Vec<Icd10>,
        lines: &[LineRequest],
        frame: &Frame<'_>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        faults.unless(frame.days.contains(&frame.service_date), "/service_date", DATE);
        faults.unless(diagnoses.len() <= MOST_DIAGNOSES, "/diagnoses", "a claim has at most 12 diagnoses");
        faults.unless(
            lines.len() <= MOST_LINES,
            "/lines",
            "a claim has at most 50 lines: open another encounter",
        );
        let coded = lines
            .iter()
            .enumerate()
            .filter_map(|(n, line)| check_line(n, line, diagnoses.len(), frame, &mut faults));
        let lines = Lines(coded.collect());
        if faults.0.is_empty() { Ok(Self { diagnoses: Diagnoses(diagnoses), lines }) } else { Err(faults.0) }
    }
}

/// What is still missing when an encounter is signed.
pub fn faults_of_signing(diagnoses: &Diagnoses, lines: &Lines) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.unless(!diagnoses.0.is_empty(), "/diagnoses", "code at least one diagnosis before signing");
    faults.unless(!lines.0.is_empty(), "/lines", "code at least one line before signing");
    faults.unless(
        lines.0.is_empty() || !lines.total().is_zero(),
        "/lines",
        "the lines must charge something together",
    );
    faults.0
}

const DATE: &str = "must not lie in the future, nor before the patient's birth";

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn unless(&mut self, sound: bool, pointer: impl Into<String>, advice: &'static str) {
        if !sound {
            self.0.push(Fault { pointer: pointer.into(), advice });
        }
    }
}

fn check_line(
    n: usize,
    line: &LineRequest,
    diagnoses: usize,
    frame: &Frame<'_>,
    faults: &mut Faults,
) -> Option<Line> {
    let at = |field: &str| format!("/lines/{n}/{field}");
    let pointers = &line.diagnosis_pointers;
    let within = |pointer: &u8| (1..=diagnoses).contains(&usize::from(*pointer));
    let date = line.service_date.is_none_or(|date| frame.days.contains(&date));
    faults.unless((1..=MOST_UNITS).contains(&line.units), at("units"), "must be 1 to 9999");
    faults.unless(
        line.modifiers.len() <= MOST_OF_A_LINE,
        at("modifiers"),
        "a line takes at most four modifiers",
    );
    faults.unless(
        (1..=MOST_OF_A_LINE).contains(&pointers.len()),
        at("diagnosis_pointers"),
        "point to one to four diagnoses",
    );
    for (position, _) in pointers.iter().enumerate().filter(|(_, pointer)| !within(pointer)) {
        faults.unless(
            false,
            at(&format!("diagnosis_pointers/{position}")),
            "must be the position of a diagnosis, from 1",
        );
    }
    faults.unless(date, at("service_date"), DATE);
    let charge = charge_of(line, frame.prices);
    faults.unless(charge.is_ok(), at("charge"), charge.err().unwrap_or_default());
    Some(Line {
        procedure_code: line.procedure_code.clone(),
        modifiers: line.modifiers.clone(),
        units: line.units,
        charge: charge.ok()?,
        diagnosis_pointers: pointers.clone(),
        service_date: line.service_date.filter(|date| *date != frame.service_date),
    })
}

fn charge_of(line: &LineRequest, prices: &HashMap<ProcedureCode, Money>) -> Result<Money, &'static str> {
    match (line.charge, prices.get(&line.procedure_code)) {
        (Some(charge), _) if charge.is_negative() => Err("must not be negative"),
        (Some(charge), _) => Ok(charge),
        (None, Some(price)) => {
            price.times(line.units).ok_or("price times units is more than a claim can carry")
        }
        (None, None) => Err("no fee schedule prices this procedure on this date: give the charge"),
    }
}
