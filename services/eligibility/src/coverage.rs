//! A coverage: by which payer a patient is insured, under whose membership, in which order, from when to when.

pub mod card;
mod change;
pub mod history;
pub mod holder;
pub mod kind;
pub mod member_id;
pub mod order;
pub mod routes;
pub mod store;

pub use change::{RecordCoverage, RenewCoverage, UpdateCoverage};
pub use holder::Holder;
pub use kind::{Coordination, Custody, EmployerSize, Employment, MedicareReason, PlanKind};

use crate::payer::Payer;
use crate::schema::coverages;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use model::event::CoverageSnapshot;
use model::{CoverageId, MemberId, Name, PatientId, PayerId, Rank};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = coverages, treat_none_as_null = true)]
pub struct Coverage {
    pub id: CoverageId,
    pub patient_id: PatientId,
    pub payer_id: PayerId,
    /// As printed on the card, without blanks; a Medicare number without its dashes.
    pub member_id: MemberId,
    pub group_number: Option<Name>,
    pub rank: Rank,
    #[serde(flatten)]
    pub holder: Holder,
    /// The first day.
    pub effective: NaiveDate,
    /// The last day; none while it goes on.
    pub terminates: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_kind: Option<PlanKind>,
    #[serde(skip_serializing_if = "Coordination::is_empty")]
    pub coordination: Coordination,
    /// Answers to what was asked before are about another member, and serve no more.
    #[serde(skip)]
    pub identity_since: DateTime<Utc>,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such payer in this practice.")]
    UnknownPayer,
    #[error("The coverage would end before it begins.")]
    EndsBeforeItBegins,
    #[error("Someone else holds this coverage: say who, as the payer knows them.")]
    SubscriberMissing,
    #[error("The patient holds this coverage: leave the subscriber out, or correct the relationship.")]
    SubscriberNotNeeded,
    #[error("{0}")]
    MemberId(member_id::Misshapen),
    #[error("must lie after the first day of the coverage it renews")]
    RenewsTooEarly,
    #[error("Another coverage of the patient has this rank in the same time.")]
    Overlaps(Option<CoverageId>),
}

impl Coverage {
    pub fn is_active_on(&self, day: NaiveDate) -> bool {
        self.effective <= day && self.terminates.is_none_or(|last| day <= last)
    }

    /// What is announced: the coverage with its payer, as a claim needs it.
    pub fn snapshot(&self, payer: &Payer) -> CoverageSnapshot {
        CoverageSnapshot {
            coverage_id: self.id,
            patient_id: self.patient_id,
            payer_id: payer.id,
            payer_name: payer.name.clone(),
            payer_code: payer.payer_id.clone(),
            member_id: self.member_id.clone(),
            group_number: self.group_number.clone(),
            rank: self.rank,
            relationship: self.holder.relationship(),
            subscriber: self.holder.subscriber().cloned(),
            effective: self.effective,
            terminates: self.terminates,
        }
    }

    /// The same, changed just now from what it was: whether earlier answers still are about this member.
    pub fn changed_from(self, before: &Coverage, now: DateTime<Utc>) -> Self {
        let same = (self.payer_id, &self.member_id, &self.holder)
            == (before.payer_id, &before.member_id, &before.holder);
        if same { self } else { Self { identity_since: now, ..self } }
    }

    fn in_order(self) -> Result<Self, Refusal> {
        if self.terminates.is_some_and(|last| last < self.effective) {
            return Err(Refusal::EndsBeforeItBegins);
        }
        let member_id = member_id::normal(self.member_id, self.plan_kind);
        member_id::medicare(&member_id, self.plan_kind).map_err(Refusal::MemberId)?;
        Ok(Self { member_id, ..self })
    }
}

impl std::fmt::Debug for Coverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Coverage({}, {}, [phi])", self.id, self.rank)
    }
}

#[cfg(test)]
mod tests;
