//! A coverage: by which payer a patient is insured, under whose membership, in which order, from when to when.

mod change;
pub mod holder;
pub mod routes;
pub mod store;

pub use change::{RecordCoverage, UpdateCoverage};
pub use holder::Holder;

use crate::payer::Payer;
use crate::schema::coverages;
use chrono::NaiveDate;
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
    /// As printed on the card.
    pub member_id: MemberId,
    pub group_number: Option<Name>,
    pub rank: Rank,
    #[serde(flatten)]
    pub holder: Holder,
    /// The first day.
    pub effective: NaiveDate,
    /// The last day; none while it goes on.
    pub terminates: Option<NaiveDate>,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such payer in this practice.")]
    UnknownPayer,
    #[error("The coverage would end before it begins.")]
    EndsBeforeItBegins,
    #[error("Someone else holds this coverage: say who, as the payer knows them.")]
    SubscriberMissing,
    #[error("The patient holds this coverage: leave the subscriber out, or correct the relationship.")]
    SubscriberNotNeeded,
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

    fn in_order(self) -> Result<Self, Refusal> {
        if self.terminates.is_some_and(|last| last < self.effective) {
            return Err(Refusal::EndsBeforeItBegins);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests;
