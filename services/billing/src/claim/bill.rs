//! Everything a claim says, as it stood when it was last checked.

use crate::encounter::{Diagnoses, Encounter, Lines};
use crate::parties::Parties;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::event::{
    AuthorizationKind, AuthorizationSnapshot, AuthorizationStatus, CoverageSnapshot, LocationSnapshot,
    PatientSnapshot, PractitionerSnapshot,
};
use model::{AppointmentId, AuthorizationId, AuthorizationNumber};
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
    /// What the visit uses of that plan's authorizations and referrals, one of a kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorizations: Vec<Authorized>,
}

/// The number under which the payer allowed the visit, or the referring provider sent the patient (REF G1, REF 9F).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BillAuthorization)]
pub struct Authorized {
    pub authorization_id: AuthorizationId,
    pub kind: AuthorizationKind,
    pub number: AuthorizationNumber,
}
model::jsonb!(Bill);
model::redacted!(Bill);

impl Bill {
    pub fn of(encounter: &Encounter, parties: Parties, plans: Plans) -> Self {
        let coverage = first_to_pay(plans.coverages, encounter.service_date);
        let under = coverage.as_ref().map(|coverage| coverage.coverage_id);
        let of_plan = |one: &&AuthorizationSnapshot| Some(one.coverage_id) == under;
        let authorizations = encounter
            .appointment_id
            .map_or_else(Vec::new, |visit| allowed(plans.authorizations.iter().filter(of_plan), visit));
        Self {
            service_date: encounter.service_date,
            diagnoses: encounter.diagnoses.clone(),
            lines: encounter.lines.clone(),
            patient: parties.patient,
            practitioner: parties.practitioner,
            location: parties.location,
            coverage,
            authorizations,
        }
    }
}

/// What a patient has of payers.
#[derive(Default)]
pub struct Plans {
    pub coverages: Vec<CoverageSnapshot>,
    pub authorizations: Vec<AuthorizationSnapshot>,
}

/// What a visit has used comes before what is only kept for it: the news of its completion may still be on its way.
fn allowed<'a>(
    authorizations: impl Iterator<Item = &'a AuthorizationSnapshot> + Clone,
    visit: AppointmentId,
) -> Vec<Authorized> {
    let approved = authorizations.filter(|one| one.status == AuthorizationStatus::Approved);
    let used = approved.clone().filter(|one| one.used_for.contains(&visit));
    let kept = approved.filter(|one| one.reserved_for.contains(&visit));
    let mut allowed: Vec<Authorized> = Vec::new();
    for one in used.chain(kept) {
        let (authorization_id, kind) = (one.authorization_id, one.kind);
        if let Some(number) = one.number.clone().filter(|_| allowed.iter().all(|known| known.kind != kind)) {
            allowed.push(Authorized { authorization_id, kind, number });
        }
    }
    allowed
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
