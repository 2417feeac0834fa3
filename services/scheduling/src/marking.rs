//! Marking what nobody marked: a practice's policy for visits whose end is long past, and the tick that follows it.

pub mod routes;
pub mod store;
pub mod tick;

use crate::appointment::step::Step;
use crate::appointment::{Appointment, Status};
use crate::schema::marking_policies;
use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In whose name the history has what the policy marked.
pub const CLIENT: &str = "marking-policy";

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema,
)]
#[diesel(table_name = marking_policies)]
pub struct MarkingPolicy {
    /// 0 until one is set.
    pub version: i64,
    /// So long after its end a booked visit is a no-show; absent means never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show_after_minutes: Option<i32>,
    /// So long after its end a visit that arrived or began is completed; absent means never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_after_minutes: Option<i32>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMarkingPolicy {
    /// 0 to 10080; absent means never.
    pub no_show_after_minutes: Option<i32>,
    /// 0 to 10080; absent means never.
    pub complete_after_minutes: Option<i32>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: &'static str,
    pub must: &'static str,
}

impl MarkingPolicy {
    pub fn replaced_by(self, said: SetMarkingPolicy) -> Result<Self, Refusal> {
        let SetMarkingPolicy { no_show_after_minutes, complete_after_minutes } = said;
        let limits = [
            ("no_show_after_minutes", no_show_after_minutes),
            ("complete_after_minutes", complete_after_minutes),
        ];
        for (field, minutes) in limits {
            if minutes.is_some_and(|minutes| !(0..=10_080).contains(&minutes)) {
                return Err(Refusal { field, must: "must be 0 to 10080" });
            }
        }
        Ok(Self { version: self.version + 1, no_show_after_minutes, complete_after_minutes })
    }

    /// What is due for an appointment; nothing where somebody marked it, or may still.
    pub fn step(&self, appointment: &Appointment, now: DateTime<Utc>) -> Option<Step> {
        let (after, step) = match appointment.state.status() {
            Status::Booked => (self.no_show_after_minutes?, Step::Miss),
            Status::Arrived | Status::InProgress => (self.complete_after_minutes?, Step::Complete),
            Status::Completed | Status::Cancelled | Status::NoShow => return None,
        };
        (appointment.end <= due_before(now, after)).then_some(step)
    }
}

/// Visits that ended by then are due.
fn due_before(now: DateTime<Utc>, after_minutes: i32) -> DateTime<Utc> {
    now - Duration::minutes(after_minutes.into())
}

#[cfg(test)]
mod tests;
