//! A kind of visit: how long it takes, and by which rules it is booked and called off.

pub mod routes;
pub mod store;

use crate::schema::visit_types;
use chrono::Duration;
use diesel::prelude::*;
use model::event::VisitTypeSnapshot;
use model::{LocationId, Name, PractitionerId, RoomId, ServiceType, VisitTypeId};
use platform::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = visit_types, treat_none_as_null = true)]
pub struct VisitType {
    pub id: VisitTypeId,
    pub version: i64,
    pub name: Name,
    pub minutes: i32,
    /// The practitioner's time before the patient's.
    pub buffer_before_minutes: i32,
    pub buffer_after_minutes: i32,
    pub patient_can_book: bool,
    /// A start nearer than this is not offered.
    pub minimum_notice_minutes: i32,
    /// Calling off with less notice is marked as late.
    pub cancel_notice_minutes: i32,
    /// The practitioner has to be licensed where the patient is.
    pub telehealth: bool,
    /// How many patients share one start: 1, or a group's.
    pub capacity: i32,
    /// Starts follow each other by so much, counted from midnight of the location's wall. The largest number that divides
    /// both `minutes` and an hour, when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_every_minutes: Option<i32>,
    /// Only with these; with all, when empty.
    pub practitioner_ids: Vec<PractitionerId>,
    /// Only there; everywhere, when empty.
    pub location_ids: Vec<LocationId>,
    /// It takes one of these; none, when empty. Where none of them is, it is not offered.
    pub room_ids: Vec<RoomId>,
    pub device_ids: Vec<RoomId>,
    /// What the patient's payer is asked about before such a visit, besides the plan as a whole: X12 service type codes (EQ01).
    pub service_types: Vec<ServiceType>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateVisitType {
    pub name: Name,
    pub minutes: i32,
    #[serde(default)]
    pub buffer_before_minutes: i32,
    #[serde(default)]
    pub buffer_after_minutes: i32,
    #[serde(default)]
    pub patient_can_book: bool,
    #[serde(default)]
    pub minimum_notice_minutes: i32,
    #[serde(default)]
    pub cancel_notice_minutes: i32,
    #[serde(default)]
    pub telehealth: bool,
    /// 1 to 100; 1 when absent.
    pub capacity: Option<i32>,
    /// 5 to 480, dividing a day.
    pub start_every_minutes: Option<i32>,
    #[serde(default)]
    pub practitioner_ids: Vec<PractitionerId>,
    #[serde(default)]
    pub location_ids: Vec<LocationId>,
    #[serde(default)]
    pub room_ids: Vec<RoomId>,
    #[serde(default)]
    pub device_ids: Vec<RoomId>,
    /// X12 service type codes such as `98`; at most 20.
    #[serde(default)]
    pub service_types: Vec<ServiceType>,
}

/// The fields to change; those absent stay. How long a visit takes never changes: add another visit type.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateVisitType {
    pub name: Option<Name>,
    pub buffer_before_minutes: Option<i32>,
    pub buffer_after_minutes: Option<i32>,
    pub patient_can_book: Option<bool>,
    pub minimum_notice_minutes: Option<i32>,
    pub cancel_notice_minutes: Option<i32>,
    pub telehealth: Option<bool>,
    pub capacity: Option<i32>,
    /// Null takes it away.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub start_every_minutes: Patch<i32>,
    pub practitioner_ids: Option<Vec<PractitionerId>>,
    pub location_ids: Option<Vec<LocationId>>,
    pub room_ids: Option<Vec<RoomId>>,
    pub device_ids: Option<Vec<RoomId>>,
    pub service_types: Option<Vec<ServiceType>>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: &'static str,
    pub must: &'static str,
}

impl VisitType {
    pub fn create(id: VisitTypeId, said: CreateVisitType) -> Result<Self, Refusal> {
        let visit = Self {
            id,
            version: 1,
            name: said.name,
            minutes: said.minutes,
            buffer_before_minutes: said.buffer_before_minutes,
            buffer_after_minutes: said.buffer_after_minutes,
            patient_can_book: said.patient_can_book,
            minimum_notice_minutes: said.minimum_notice_minutes,
            cancel_notice_minutes: said.cancel_notice_minutes,
            telehealth: said.telehealth,
            capacity: said.capacity.unwrap_or(1),
            start_every_minutes: said.start_every_minutes,
            practitioner_ids: said.practitioner_ids,
            location_ids: said.location_ids,
            room_ids: said.room_ids,
            device_ids: said.device_ids,
            service_types: said.service_types,
        };
        visit.checked()
    }

    /// What is booked stays as it is; its length never changes, so that every appointment takes the time it says.
    pub fn update(self, said: UpdateVisitType) -> Result<Self, Refusal> {
        let visit = Self {
            version: self.version + 1,
            name: said.name.unwrap_or(self.name),
            buffer_before_minutes: said.buffer_before_minutes.unwrap_or(self.buffer_before_minutes),
            buffer_after_minutes: said.buffer_after_minutes.unwrap_or(self.buffer_after_minutes),
            patient_can_book: said.patient_can_book.unwrap_or(self.patient_can_book),
            minimum_notice_minutes: said.minimum_notice_minutes.unwrap_or(self.minimum_notice_minutes),
            cancel_notice_minutes: said.cancel_notice_minutes.unwrap_or(self.cancel_notice_minutes),
            telehealth: said.telehealth.unwrap_or(self.telehealth),
            capacity: said.capacity.unwrap_or(self.capacity),
            start_every_minutes: said.start_every_minutes.apply(self.start_every_minutes),
            practitioner_ids: said.practitioner_ids.unwrap_or(self.practitioner_ids),
            location_ids: said.location_ids.unwrap_or(self.location_ids),
            room_ids: said.room_ids.unwrap_or(self.room_ids),
            device_ids: said.device_ids.unwrap_or(self.device_ids),
            service_types: said.service_types.unwrap_or(self.service_types),
            ..self
        };
        visit.checked()
    }

    fn checked(mut self) -> Result<Self, Refusal> {
        const YEAR: i32 = 366 * 24 * 60;
        let every = self.start_every_minutes.unwrap_or(5);
        let limits = [
            ("minutes", self.minutes, 5..=480, "must be 5 to 480"),
            ("buffer_before_minutes", self.buffer_before_minutes, 0..=120, "must be 0 to 120"),
            ("buffer_after_minutes", self.buffer_after_minutes, 0..=120, "must be 0 to 120"),
            ("minimum_notice_minutes", self.minimum_notice_minutes, 0..=YEAR, "must be 0 to a year"),
            ("cancel_notice_minutes", self.cancel_notice_minutes, 0..=YEAR, "must be 0 to a year"),
            ("capacity", self.capacity, 1..=100, "must be 1 to 100"),
            ("start_every_minutes", every, 5..=480, EVERY),
        ];
        let beyond = limits.into_iter().find(|(_, value, range, _)| !range.contains(value));
        if let Some((field, .., must)) = beyond {
            return Err(Refusal { field, must });
        }
        if 1440 % every != 0 {
            return Err(Refusal { field: "start_every_minutes", must: EVERY });
        }
        let named = [
            ("practitioner_ids", self.practitioner_ids.len()),
            ("location_ids", self.location_ids.len()),
            ("room_ids", self.room_ids.len()),
            ("device_ids", self.device_ids.len()),
        ];
        self.service_types.sort_unstable();
        self.service_types.dedup();
        if self.service_types.len() > 20 {
            return Err(Refusal { field: "service_types", must: "must be at most 20" });
        }
        match named.into_iter().find(|(_, number)| *number > 200) {
            Some((field, _)) => Err(Refusal { field, must: "must be at most 200" }),
            None => Ok(self),
        }
    }

    /// How starts follow each other.
    pub fn step(&self) -> Duration {
        let step = self.start_every_minutes.unwrap_or_else(|| greatest_common_divisor(self.minutes, 60));
        Duration::minutes(step.max(1).into())
    }

    pub fn snapshot(&self) -> VisitTypeSnapshot {
        VisitTypeSnapshot {
            visit_type_id: self.id,
            name: self.name.clone(),
            minutes: self.minutes,
            telehealth: self.telehealth,
            service_types: self.service_types.clone(),
        }
    }

    pub fn is_with(&self, practitioner: PractitionerId) -> bool {
        self.practitioner_ids.is_empty() || self.practitioner_ids.contains(&practitioner)
    }

    pub fn is_at(&self, location: LocationId) -> bool {
        self.location_ids.is_empty() || self.location_ids.contains(&location)
    }

    /// Half an hour, a day's notice to call off.
    #[cfg(test)]
    pub fn sample() -> Self {
        Self {
            id: VisitTypeId(uuid::Uuid::from_u128(9)),
            version: 1,
            name: "Office visit".parse().expect("a name"),
            minutes: 30,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            patient_can_book: true,
            minimum_notice_minutes: 0,
            cancel_notice_minutes: 24 * 60,
            telehealth: false,
            capacity: 1,
            start_every_minutes: None,
            practitioner_ids: Vec::new(),
            location_ids: Vec::new(),
            room_ids: Vec::new(),
            device_ids: Vec::new(),
            service_types: Vec::new(),
        }
    }
}

const EVERY: &str = "must be 5 to 480 and divide a day, such as 5, 10, 15, 20, 30 or 60";

fn greatest_common_divisor(a: i32, b: i32) -> i32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
