//! An estimate: what a visit will cost the patient, as far as it can be known, with every step that leads there.

pub mod answer;
pub mod good_faith;
mod percent;
mod printed;
pub mod reckon;
mod request;
pub mod routes;
pub mod share;
pub mod store;

pub use good_faith::{Bill, GoodFaith, RecordBill};
pub use percent::Percent;
pub use reckon::{Explanation, Outcome};
pub use request::{Asked, RequestEstimate};

use crate::authorization::Units;
use crate::schema::estimates;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{
    AppointmentId, CoverageId, EstimateId, Icd10, Money, Name, PatientId, PayerId, ProcedureCode, VisitTypeId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = estimates)]
pub struct Estimate {
    pub id: EstimateId,
    pub patient_id: PatientId,
    /// Absent when the patient pays alone.
    pub coverage_id: Option<CoverageId>,
    pub payer_id: Option<PayerId>,
    pub appointment_id: Option<AppointmentId>,
    pub visit_type_id: Option<VisitTypeId>,
    pub service_date: NaiveDate,
    pub made_at: DateTime<Utc>,
    pub lines: Lines,
    /// What the practice charges for all of it; absent where a price is not known.
    pub charge: Option<Money>,
    /// What payer and patient pay together; absent where a price is not known, or without insurance.
    pub allowed: Option<Money>,
    #[serde(flatten)]
    pub result: Outcome,
    pub explanation: Explanation,
    /// The good-faith estimate of whoever pays alone (45 CFR 149.610).
    pub good_faith: Option<GoodFaith>,
    /// What was billed in the end.
    pub bill: Option<Bill>,
    /// The estimate of the same appointment before this one.
    pub supersedes: Option<EstimateId>,
    pub version: i64,
}
model::redacted!(Estimate);

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
#[schema(as = EstimateLines)]
pub struct Lines(pub Vec<Line>);
model::jsonb!(Lines);
model::redacted!(Lines);

/// A procedure with what is expected for all its units.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EstimateLine)]
pub struct Line {
    pub procedure_code: ProcedureCode,
    pub units: Units,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Name>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnosis_codes: Vec<Icd10>,
    /// What the practice charges, where a fee schedule lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<Money>,
    /// What the payer's contract allows, where one lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("List 1 to 50 procedures.")]
    Count,
    #[error("There is no such coverage in this practice.")]
    UnknownCoverage,
    #[error("The coverage is another patient's.")]
    OtherPatient,
    #[error("The coverage is not active on that day.")]
    NotActive,
    #[error("The appointment is another patient's.")]
    OtherPatientsAppointment,
    #[error("The appointment is on another day.")]
    OtherDay,
    #[error("So many units cost more than can be written.")]
    TooMuch { item: usize },
    #[error(
        "No fee schedule lists this procedure on that day, and a good-faith estimate names every expected charge."
    )]
    PriceUnknown { item: usize },
    #[error(
        "Say in plain words what the first procedure is: a good-faith estimate describes the primary service."
    )]
    DescriptionMissing,
    #[error("Say who treats the patient: a good-faith estimate names the provider.")]
    PractitionerMissing,
    #[error("Say where the patient is treated: a good-faith estimate names the place.")]
    LocationMissing,
    #[error("The estimate was asked for later than it is made.")]
    AskedLater,
    #[error("Only a good-faith estimate is compared with a bill; with insurance the payer's decision is.")]
    NotGoodFaith,
    #[error("What was billed is not negative.")]
    NegativeBill,
}

impl Line {
    /// The lesser of charge and contract: a payer never allows more than is charged.
    fn expected(&self) -> Option<Money> {
        match (self.allowed, self.charge) {
            (Some(allowed), Some(charge)) => Some(allowed.min(charge)),
            (allowed, charge) => allowed.or(charge),
        }
    }
}

impl Lines {
    pub fn charge(&self) -> Option<Money> {
        self.0.iter().map(|line| line.charge).sum()
    }

    pub fn allowed(&self) -> Option<Money> {
        self.0.iter().map(Line::expected).sum()
    }
}
