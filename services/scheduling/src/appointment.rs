//! An appointment: a patient with a practitioner at a place and time, and what became of it.

pub mod arrange;
pub mod occupancy;
pub mod routes;
pub mod step;
pub mod store;

use crate::schema::appointments;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::AppointmentSnapshot;
use model::{
    AppointmentId, LocationId, Note, PatientId, PractitionerId, RoomId, SeriesId, VisitTypeId, word_enum,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use occupancy::Party;

word_enum! {
    /// Why an appointment was called off.
    CancelReason {
        PatientRequest = "patient_request",
        PatientIll = "patient_ill",
        PractitionerAway = "practitioner_away",
        Weather = "weather",
        Other = "other",
    }

    /// The states by name, for filters.
    Status {
        Booked = "booked",
        Arrived = "arrived",
        InProgress = "in_progress",
        Completed = "completed",
        Cancelled = "cancelled",
        NoShow = "no_show",
    }
}

/// Where an appointment stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    Booked,
    Arrived,
    InProgress,
    Completed,
    Cancelled {
        reason_code: CancelReason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Note>,
        /// Called off with less notice than the visit type asks.
        late: bool,
    },
    NoShow,
}
model::jsonb!(State);

impl State {
    pub fn status(&self) -> Status {
        match self {
            State::Booked => Status::Booked,
            State::Arrived => Status::Arrived,
            State::InProgress => Status::InProgress,
            State::Completed => Status::Completed,
            State::Cancelled { .. } => Status::Cancelled,
            State::NoShow => Status::NoShow,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = appointments)]
pub struct Appointment {
    pub id: AppointmentId,
    pub version: i64,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    #[diesel(column_name = start_at)]
    pub start: DateTime<Utc>,
    #[diesel(column_name = end_at)]
    pub end: DateTime<Utc>,
    /// The date on the wall of the location.
    pub service_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Note>,
    /// The series it is an occurrence of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series_id: Option<SeriesId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<RoomId>,
    /// Booked on purpose beside what has the practitioner's time, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overbook_reason: Option<Note>,
    /// When the patient confirmed this very time and place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    pub state: State,
}

/// Why an appointment cannot be as wished, in the client's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("An appointment that is {0} cannot be {1}.")]
    WrongStatus(Status, &'static str),
    #[error("The start lies in the past.")]
    InThePast,
    #[error("The appointment has not begun yet: it starts later.")]
    NotYet,
}

/// Who is to come, and why.
pub struct Wish {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub reason: Option<Note>,
    pub series: Option<SeriesId>,
    pub overbook_reason: Option<Note>,
}

/// Where, when and with whom an appointment is to be; the time is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub practitioner: PractitionerId,
    pub location: LocationId,
    pub start: DateTime<Utc>,
    /// The date on the wall of the location.
    pub service_date: NaiveDate,
    pub room: Option<RoomId>,
    pub device: Option<RoomId>,
}

impl Appointment {
    /// Whether the time is free is decided by the occupancy constraints, not here.
    pub fn book(wish: Wish, to: &Move, visit: &VisitType, now: DateTime<Utc>) -> Result<Self, Refusal> {
        if to.start < now {
            return Err(Refusal::InThePast);
        }
        Ok(Self {
            id: wish.id,
            version: 1,
            patient_id: wish.patient,
            practitioner_id: to.practitioner,
            location_id: to.location,
            visit_type_id: visit.id,
            start: to.start,
            end: to.start + Duration::minutes(visit.minutes.into()),
            service_date: to.service_date,
            reason: wish.reason,
            series_id: wish.series,
            room_id: to.room,
            device_id: to.device,
            overbook_reason: wish.overbook_reason,
            confirmed_at: None,
            state: State::Booked,
        })
    }

    /// Keeps the id; only what is still booked can move. What was overbooked before is booked like any other then, and
    /// another time or place is to be confirmed anew.
    pub fn reschedule(self, to: &Move, now: DateTime<Utc>) -> Result<Self, Refusal> {
        if to.start < now {
            return Err(Refusal::InThePast);
        }
        let end = to.start + (self.end - self.start);
        let moved = self.pass(&[Status::Booked], State::Booked, "rescheduled")?;
        let confirmed_at =
            moved.confirmed_at.filter(|_| moved.start == to.start && moved.location_id == to.location);
        Ok(Self {
            practitioner_id: to.practitioner,
            location_id: to.location,
            start: to.start,
            end,
            service_date: to.service_date,
            room_id: to.room,
            device_id: to.device,
            overbook_reason: None,
            confirmed_at,
            ..moved
        })
    }

    /// Again is the same.
    pub fn confirm(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        if self.state.status() == Status::Booked && self.confirmed_at.is_some() {
            return Ok(self);
        }
        let confirmed = self.pass(&[Status::Booked], State::Booked, "confirmed")?;
        Ok(Self { confirmed_at: Some(now), ..confirmed })
    }

    /// Takes a cancellation or a no-show back, as long as the visit can still be: in the rooms that are free now.
    pub fn reinstate(
        self,
        room: Option<RoomId>,
        device: Option<RoomId>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        if self.start < now {
            return Err(Refusal::InThePast);
        }
        let back = self.pass(&[Status::Cancelled, Status::NoShow], State::Booked, "reinstated")?;
        Ok(Self { room_id: room, device_id: device, overbook_reason: None, confirmed_at: None, ..back })
    }

    pub fn cancel(
        self,
        reason_code: CancelReason,
        note: Option<Note>,
        visit: &VisitType,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let late = self.start - now < Duration::minutes(visit.cancel_notice_minutes.into());
        self.pass(&[Status::Booked], State::Cancelled { reason_code, note, late }, "cancelled")
    }

    pub fn arrive(self) -> Result<Self, Refusal> {
        self.pass(&[Status::Booked], State::Arrived, "marked as arrived")
    }

    pub fn begin(self) -> Result<Self, Refusal> {
        self.pass(&[Status::Arrived], State::InProgress, "begun")
    }

    pub fn complete(self) -> Result<Self, Refusal> {
        self.pass(&[Status::Arrived, Status::InProgress], State::Completed, "completed")
    }

    /// Nobody can have missed what has not started.
    pub fn miss(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        if now < self.start {
            return Err(Refusal::NotYet);
        }
        self.pass(&[Status::Booked], State::NoShow, "marked as no-show")
    }

    fn pass(self, from: &[Status], to: State, done: &'static str) -> Result<Self, Refusal> {
        let status = self.state.status();
        if from.contains(&status) {
            Ok(Self { state: to, version: self.version + 1, ..self })
        } else {
            Err(Refusal::WrongStatus(status, done))
        }
    }

    /// Whose time it takes.
    pub fn party(&self) -> Party {
        Party {
            practitioner: self.practitioner_id,
            patient: Some(self.patient_id),
            room: self.room_id,
            device: self.device_id,
        }
    }

    pub fn snapshot(&self) -> AppointmentSnapshot {
        AppointmentSnapshot {
            appointment_id: self.id,
            patient_id: self.patient_id,
            practitioner_id: self.practitioner_id,
            location_id: self.location_id,
            visit_type_id: self.visit_type_id,
            start: self.start,
            end: self.end,
            service_date: self.service_date,
        }
    }
}

#[cfg(test)]
mod tests;
