//! The waitlist: who wants a visit sooner than one is free, and how time that others give up finds its way to them.

pub mod due;
pub mod freed;
pub mod link;
pub mod look;
pub mod offer;
pub mod rank;
pub mod routes;
pub mod settings;
pub mod store;
pub mod telling;
pub mod window;

use crate::schema::waitlist_entries;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{
    AppointmentId, LocationId, Note, PatientId, PractitionerId, VisitTypeId, WaitlistEntryId,
    WaitlistOfferId, word_enum,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use window::Windows;

word_enum! {
    /// How badly the visit is needed.
    Priority { Routine = "routine", Soon = "soon", Urgent = "urgent" }

    /// The states of an entry by name, for filters.
    Status {
        Waiting = "waiting",
        Offered = "offered",
        Booked = "booked",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    Waiting,
    /// A start is kept for the patient until the offer's deadline.
    Offered {
        offer_id: WaitlistOfferId,
    },
    Booked {
        appointment_id: AppointmentId,
    },
    Withdrawn,
    /// The latest date has passed.
    Expired,
}
model::jsonb!(State);

impl State {
    pub fn status(&self) -> Status {
        match self {
            State::Waiting => Status::Waiting,
            State::Offered { .. } => Status::Offered,
            State::Booked { .. } => Status::Booked,
            State::Withdrawn => Status::Withdrawn,
            State::Expired => Status::Expired,
        }
    }
}

/// A patient who waits for one kind of visit.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = waitlist_entries)]
pub struct Entry {
    pub id: WaitlistEntryId,
    pub version: i64,
    pub patient_id: PatientId,
    pub visit_type_id: VisitTypeId,
    /// With one of these; with anybody, when empty.
    pub practitioner_ids: Vec<PractitionerId>,
    /// At one of these; anywhere, when empty.
    pub location_ids: Vec<LocationId>,
    /// On the wall of the location.
    pub earliest: NaiveDate,
    pub latest: NaiveDate,
    /// When the patient can come; at any time, when empty.
    pub windows: Windows,
    pub priority: Priority,
    /// How long before the start the patient has to know.
    pub minimum_notice_minutes: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Waiting since.
    pub since: DateTime<Utc>,
    pub offers_had: i32,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWaitlistEntry {
    pub patient_id: PatientId,
    pub visit_type_id: VisitTypeId,
    /// With one of these; with anybody, when empty.
    #[serde(default)]
    pub practitioner_ids: Vec<PractitionerId>,
    /// At one of these; anywhere, when empty.
    #[serde(default)]
    pub location_ids: Vec<LocationId>,
    /// Not before this date; today, when absent.
    pub earliest: Option<NaiveDate>,
    /// Not after this date; the entry expires when it has passed.
    pub latest: NaiveDate,
    /// When the patient can come; at any time, when empty.
    #[serde(default)]
    pub windows: Windows,
    /// `routine`, when absent.
    #[schema(inline)]
    pub priority: Option<Priority>,
    /// How long before the start the patient has to know; 0 to 43,200.
    #[serde(default)]
    pub minimum_notice_minutes: i32,
    /// For the staff.
    pub note: Option<Note>,
}

/// The fields to change; those absent stay.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateWaitlistEntry {
    pub practitioner_ids: Option<Vec<PractitionerId>>,
    pub location_ids: Option<Vec<LocationId>>,
    pub earliest: Option<NaiveDate>,
    pub latest: Option<NaiveDate>,
    pub windows: Option<Windows>,
    #[schema(inline)]
    pub priority: Option<Priority>,
    pub minimum_notice_minutes: Option<i32>,
    pub note: Option<Note>,
}

/// Why an entry cannot be as wished, in the client's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("An entry that is {0} cannot be {1}.")]
    WrongStatus(Status, &'static str),
    #[error("{1}")]
    Field(String, &'static str),
}

/// A day has passed when it has passed everywhere on earth.
pub fn last_day_gone(now: DateTime<Utc>) -> NaiveDate {
    (now - Duration::hours(12)).date_naive()
}

impl Entry {
    pub fn add(id: WaitlistEntryId, said: AddWaitlistEntry, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let today = last_day_gone(now);
        let entry = Self {
            id,
            version: 1,
            patient_id: said.patient_id,
            visit_type_id: said.visit_type_id,
            practitioner_ids: said.practitioner_ids,
            location_ids: said.location_ids,
            earliest: said.earliest.unwrap_or(today.min(said.latest)),
            latest: said.latest,
            windows: said.windows,
            priority: said.priority.unwrap_or(Priority::Routine),
            minimum_notice_minutes: said.minimum_notice_minutes,
            note: said.note,
            since: now,
            offers_had: 0,
            state: State::Waiting,
        };
        entry.checked(today)
    }

    /// What is offered already stays offered.
    pub fn update(self, said: UpdateWaitlistEntry, now: DateTime<Utc>) -> Result<Self, Refusal> {
        self.require_live("changed")?;
        let entry = Self {
            version: self.version + 1,
            practitioner_ids: said.practitioner_ids.unwrap_or(self.practitioner_ids),
            location_ids: said.location_ids.unwrap_or(self.location_ids),
            earliest: said.earliest.unwrap_or(self.earliest),
            latest: said.latest.unwrap_or(self.latest),
            windows: said.windows.unwrap_or(self.windows),
            priority: said.priority.unwrap_or(self.priority),
            minimum_notice_minutes: said.minimum_notice_minutes.unwrap_or(self.minimum_notice_minutes),
            note: said.note.or(self.note),
            ..self
        };
        entry.checked(last_day_gone(now))
    }

    fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        let refuse = |field: &str, must| Err(Refusal::Field(field.to_owned(), must));
        if self.latest < today {
            return refuse("/latest", "must not lie in the past");
        }
        if self.latest < self.earliest {
            return refuse("/latest", "must not be before earliest");
        }
        if self.practitioner_ids.len() > 50 {
            return refuse("/practitioner_ids", "must be at most 50");
        }
        if self.location_ids.len() > 50 {
            return refuse("/location_ids", "must be at most 50");
        }
        if !(0..=43_200).contains(&self.minimum_notice_minutes) {
            return refuse("/minimum_notice_minutes", "must be 0 to 43,200");
        }
        match self.windows.fault() {
            Some((field, must)) => Err(Refusal::Field(field, must)),
            None => Ok(self),
        }
    }

    fn require_live(&self, done: &'static str) -> Result<(), Refusal> {
        match self.state.status() {
            Status::Waiting | Status::Offered => Ok(()),
            other => Err(Refusal::WrongStatus(other, done)),
        }
    }

    /// A start is kept for the patient; nobody is asked about two at once.
    pub fn offer(self, offer_id: WaitlistOfferId) -> Result<Self, Refusal> {
        match self.state.status() {
            Status::Waiting => {
                Ok(Self { offers_had: self.offers_had + 1, ..self.pass(State::Offered { offer_id }) })
            }
            other => Err(Refusal::WrongStatus(other, "offered a start")),
        }
    }

    /// The offer came to nothing: the patient waits on.
    pub fn wait_on(self) -> Self {
        match self.state {
            State::Offered { .. } => self.pass(State::Waiting),
            _ => self,
        }
    }

    pub fn book(self, appointment_id: AppointmentId) -> Self {
        self.pass(State::Booked { appointment_id })
    }

    pub fn withdraw(self) -> Result<Self, Refusal> {
        self.require_live("withdrawn")?;
        Ok(self.pass(State::Withdrawn))
    }

    fn pass(self, to: State) -> Self {
        Self { state: to, version: self.version + 1, ..self }
    }
}

#[cfg(test)]
mod tests;
