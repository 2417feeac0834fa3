//! A practitioner's appointments as an iCalendar feed (RFC 5545), read by whoever holds the key of a link.

pub mod routes;
pub mod store;

use crate::appointment::Status;
use crate::schema::calendar_links;
use chrono::{DateTime, Duration, Timelike as _, Utc};
use diesel::prelude::*;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};
use model::{Address, AppointmentId, CalendarLinkId, Name, PractitionerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A link to a practitioner's calendar, without the key that opens it.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = calendar_links)]
pub struct CalendarLink {
    pub id: CalendarLinkId,
    pub version: i64,
    pub practitioner_id: PractitionerId,
    /// Whether the feed names the patients.
    pub show_patients: bool,
    pub created_at: DateTime<Utc>,
    /// Since then it opens nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCalendarLink {
    /// Names the patients in the feed, which then is health data wherever the calendar is kept.
    #[serde(default)]
    pub show_patients: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The link is revoked already.")]
    Revoked,
}

impl CalendarLink {
    pub fn create(
        id: CalendarLinkId,
        practitioner_id: PractitionerId,
        said: &CreateCalendarLink,
        now: DateTime<Utc>,
    ) -> Self {
        let show_patients = said.show_patients;
        Self { id, version: 1, practitioner_id, show_patients, created_at: now, revoked_at: None }
    }

    pub fn revoke(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.revoked_at {
            Some(_) => Err(Refusal::Revoked),
            None => Ok(Self { version: self.version + 1, revoked_at: Some(now), ..self }),
        }
    }
}

/// What a feed shows: from 30 days back to a year ahead, in whole days, so that it stays the same all day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Window {
    pub fn around(now: DateTime<Utc>) -> Self {
        let today = now - Duration::seconds(now.num_seconds_from_midnight().into());
        let today = today - Duration::nanoseconds(now.nanosecond().into());
        Self { from: today - Duration::days(30), to: today + Duration::days(366) }
    }
}

/// An appointment as the feed needs it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: AppointmentId,
    pub version: i64,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub status: Status,
    pub visit_type: Name,
    pub location: Name,
    pub address: Address,
    /// Only for links that may show it.
    pub patient: Option<String>,
    pub changed_at: DateTime<Utc>,
}

impl Entry {
    /// The appointment's own id and version, so that a reader replaces what it has.
    pub fn event(&self) -> Event {
        let status = match self.status {
            Status::Cancelled => EventStatus::Cancelled,
            _ => EventStatus::Confirmed,
        };
        let summary = match &self.patient {
            Some(patient) => format!("{}: {patient}", self.visit_type),
            None => self.visit_type.to_string(),
        };
        Event::new()
            .uid(&self.id.to_string())
            .sequence(u32::try_from(self.version).unwrap_or(u32::MAX))
            .timestamp(self.changed_at)
            .last_modified(self.changed_at)
            .starts(self.start)
            .ends(self.end)
            .status(status)
            .summary(&summary)
            .location(&self.place())
            .done()
    }

    fn place(&self) -> String {
        let Address { line1, city, state, .. } = &self.address;
        format!("{}, {line1}, {city}, {state}", self.location)
    }
}

/// The events as they stand in the feed.
pub fn written(entries: &[Entry]) -> Result<String, std::fmt::Error> {
    let mut text = String::with_capacity(entries.len() * 512);
    for entry in entries {
        refold(&entry.event().try_into_string()?, &mut text);
    }
    Ok(text)
}

/// The library's folding can leave a last line of 76 octets, where RFC 5545, 3.1 wants 75 at most.
fn refold(event: &str, text: &mut String) {
    const LONGEST: usize = 75;
    for line in event.split_terminator("\r\n") {
        let (most, rest) = line.split_at(line.floor_char_boundary(LONGEST));
        text.push_str(most);
        if !rest.is_empty() {
            text.push_str("\r\n ");
            text.push_str(rest);
        }
        text.push_str("\r\n");
    }
}

/// The lines before the first event, and those after the last.
pub fn frame(name: &str) -> (String, &'static str) {
    const END: &str = "END:VCALENDAR\r\n";
    let mut calendar = Calendar::empty();
    let fixed = [
        ("VERSION", "2.0"),
        ("PRODID", "-//Praxis//Scheduling//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ];
    for (key, value) in fixed {
        calendar.append_property(Property::new(key, value));
    }
    let calendar = calendar.name(name).to_string();
    (calendar.strip_suffix(END).unwrap_or_default().to_owned(), END)
}

#[cfg(test)]
mod tests;
