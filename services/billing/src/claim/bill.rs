//! Everything a claim says, as it stood when it was last checked.

use crate::encounter::{Diagnoses, Encounter, Lines};
use crate::parties::Parties;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::event::{CoverageSnapshot, LocationSnapshot, PatientSnapshot, PractitionerSnapshot};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A frozen copy: what is sent is what was checked, whatever changes meanwhile.
#[derive(Clone, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Bill {
    pub service_date: NaiveDate,
    pub diagnoses: Diagnoses,
    pub lines: Lines,
    pub patient: PatientSnapshot,
    /// The rendering provider.
    pub practitioner: PractitionerSnapshot,
    /// The billing provider.
    pub location: LocationSnapshot,
    /// The plan that is billed; none where the patient has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<CoverageSnapshot>,
}
model::jsonb!(Bill);
model::redacted!(Bill);

impl Bill {
    pub fn of(encounter: &Encounter, parties: Parties, coverages: Vec<CoverageSnapshot>) -> Self {
        Self {
            service_date: encounter.service_date,
            diagnoses: encounter.diagnoses.clone(),
            lines: encounter.lines.clone(),
            patient: parties.patient,
            practitioner: parties.practitioner,
            location: parties.location,
            coverage: first_to_pay(coverages, encounter.service_date),
        }
    }
}

/// In force on the date of service.
pub fn is_active(coverage: &CoverageSnapshot, on: NaiveDate) -> bool {
    coverage.effective <= on && coverage.terminates.is_none_or(|last| on <= last)
}

/// The first in rank that is in force; else the first in rank, so that the edit can name it.
fn first_to_pay(mut coverages: Vec<CoverageSnapshot>, on: NaiveDate) -> Option<CoverageSnapshot> {
    coverages.sort_by_key(|coverage| (!is_active(coverage, on), coverage.rank));
    coverages.into_iter().next()
}
