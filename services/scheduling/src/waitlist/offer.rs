//! An offer: one freed start, kept for one patient alone until a deadline.

use super::Entry;
use super::rank::{Chance, Ranking};
use super::telling::Tellings;
use crate::schema::waitlist_offers;
use chrono::{DateTime, Duration, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::WaitlistOfferSnapshot;
use model::{
    AppointmentId, FreedTimeId, HoldId, LocationId, Note, PatientId, PractitionerId, VisitTypeId,
    WaitlistEntryId, WaitlistOfferId, word_enum,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The time stays kept a little longer than the deadline says, so that it goes to the next in rank and not to whoever
/// searches in between.
pub const HANDOVER: Duration = Duration::minutes(2);

word_enum! {
    /// The states of an offer by name, for filters.
    OfferStatus {
        Open = "open",
        Accepted = "accepted",
        Declined = "declined",
        Lapsed = "lapsed",
        Withdrawn = "withdrawn",
    }
}

/// What became of an offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum OfferState {
    Open {
        /// Keeps the time of practitioner, patient, room and device.
        hold_id: HoldId,
    },
    Accepted {
        at: DateTime<Utc>,
        appointment_id: AppointmentId,
    },
    Declined {
        at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Note>,
    },
    /// Nobody answered before the deadline.
    Lapsed {
        at: DateTime<Utc>,
    },
    /// The patient no longer waits.
    Withdrawn {
        at: DateTime<Utc>,
    },
}
model::jsonb!(OfferState);

impl OfferState {
    /// What keeps the time, while it is open.
    pub fn hold(&self) -> Option<HoldId> {
        match self {
            Self::Open { hold_id } => Some(*hold_id),
            _ => None,
        }
    }

    pub fn status(&self) -> OfferStatus {
        match self {
            Self::Open { .. } => OfferStatus::Open,
            Self::Accepted { .. } => OfferStatus::Accepted,
            Self::Declined { .. } => OfferStatus::Declined,
            Self::Lapsed { .. } => OfferStatus::Lapsed,
            Self::Withdrawn { .. } => OfferStatus::Withdrawn,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = waitlist_offers)]
pub struct Offer {
    pub id: WaitlistOfferId,
    pub version: i64,
    pub entry_id: WaitlistEntryId,
    /// The time somebody gave up.
    pub freed_time_id: FreedTimeId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    #[diesel(column_name = start_at)]
    pub start: DateTime<Utc>,
    #[diesel(column_name = end_at)]
    pub end: DateTime<Utc>,
    pub offered_at: DateTime<Utc>,
    /// Afterwards it is offered to the next.
    pub deadline: DateTime<Utc>,
    /// Everybody who could have wanted the time, best first, and why they were or were not offered it.
    pub ranking: Ranking,
    /// By which ways the patient was told, and what became of it. It leaves the version as it is.
    pub told: Tellings,
    #[serde(flatten)]
    pub state: OfferState,
}

/// Why an offer can no longer be answered.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The offer is {0}.")]
    Closed(OfferStatus, Option<AppointmentId>),
    #[error("The offer's deadline has passed.")]
    TooLate,
}

/// What an offer is of.
pub struct Ids {
    pub offer: WaitlistOfferId,
    pub freed_time: FreedTimeId,
    pub hold: HoldId,
}

impl Offer {
    pub fn make(ids: &Ids, entry: &Entry, chance: &Chance, ranking: Ranking, now: DateTime<Utc>) -> Self {
        let Chance { slot, deadline } = chance;
        Self {
            id: ids.offer,
            version: 1,
            entry_id: entry.id,
            freed_time_id: ids.freed_time,
            patient_id: entry.patient_id,
            practitioner_id: slot.practitioner_id,
            location_id: slot.location_id,
            visit_type_id: entry.visit_type_id,
            start: slot.start,
            end: slot.end,
            offered_at: now,
            deadline: *deadline,
            ranking,
            told: Tellings::default(),
            state: OfferState::Open { hold_id: ids.hold },
        }
    }

    /// The hold, as long as the patient can answer.
    pub fn answerable(&self, now: DateTime<Utc>) -> Result<HoldId, Refusal> {
        match &self.state {
            OfferState::Open { .. } if self.deadline <= now => Err(Refusal::TooLate),
            OfferState::Open { hold_id } => Ok(*hold_id),
            OfferState::Accepted { appointment_id, .. } => {
                Err(Refusal::Closed(OfferStatus::Accepted, Some(*appointment_id)))
            }
            other => Err(Refusal::Closed(other.status(), None)),
        }
    }

    pub fn accept(self, appointment_id: AppointmentId, now: DateTime<Utc>) -> Self {
        self.close(OfferState::Accepted { at: now, appointment_id })
    }

    pub fn decline(self, reason: Option<Note>, now: DateTime<Utc>) -> Self {
        self.close(OfferState::Declined { at: now, reason })
    }

    pub fn lapse(self, now: DateTime<Utc>) -> Self {
        self.close(OfferState::Lapsed { at: now })
    }

    pub fn withdraw(self, now: DateTime<Utc>) -> Self {
        self.close(OfferState::Withdrawn { at: now })
    }

    fn close(self, state: OfferState) -> Self {
        Self { state, version: self.version + 1, ..self }
    }

    pub fn snapshot(&self) -> WaitlistOfferSnapshot {
        WaitlistOfferSnapshot {
            entry_id: self.entry_id,
            offer_id: self.id,
            patient_id: self.patient_id,
            practitioner_id: self.practitioner_id,
            location_id: self.location_id,
            visit_type_id: self.visit_type_id,
            start: self.start,
            deadline: self.deadline,
        }
    }
}
