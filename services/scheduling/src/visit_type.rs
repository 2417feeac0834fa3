//! A kind of visit: how long it takes, and by which rules it is booked and called off.

pub mod routes;
pub mod store;

use crate::schema::visit_types;
use diesel::prelude::*;
use model::{Name, VisitTypeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = visit_types)]
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
    pub telehealth: bool,
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
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: &'static str,
    pub must: &'static str,
}

impl VisitType {
    pub fn create(id: VisitTypeId, said: CreateVisitType) -> Result<Self, Refusal> {
        const YEAR: i32 = 366 * 24 * 60;
        let limits = [
            ("minutes", said.minutes, 5..=480, "must be 5 to 480"),
            ("buffer_before_minutes", said.buffer_before_minutes, 0..=120, "must be 0 to 120"),
            ("buffer_after_minutes", said.buffer_after_minutes, 0..=120, "must be 0 to 120"),
            ("minimum_notice_minutes", said.minimum_notice_minutes, 0..=YEAR, "must be 0 to a year"),
            ("cancel_notice_minutes", said.cancel_notice_minutes, 0..=YEAR, "must be 0 to a year"),
        ];
        if let Some((field, .., must)) =
            limits.into_iter().find(|(_, value, range, _)| !range.contains(value))
        {
            return Err(Refusal { field, must });
        }
        Ok(Self {
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
        })
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
        }
    }
}
