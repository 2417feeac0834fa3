//! A day on one sheet: each practitioner's visits in the order of time, to be read on a screen or on paper.

pub mod routes;

use crate::appointment::Status;
use crate::readiness::store::Case;
use crate::readiness::{ActionCode, NextAction};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use diesel::QueryResult;
use model::{AppointmentId, LocationId, Name, Note, PatientId, Phone, PractitionerId};
use platform::print::{Html, page};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DaySheet {
    pub date: NaiveDate,
    /// By name.
    pub practitioners: Vec<PractitionerDay>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PractitionerDay {
    pub practitioner_id: PractitionerId,
    /// Given and family name.
    pub practitioner: String,
    /// Earliest first.
    pub visits: Vec<SheetVisit>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SheetVisit {
    pub appointment_id: AppointmentId,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    /// On the wall of the location, as `09:00:00`.
    pub wall_start: NaiveTime,
    pub wall_end: NaiveTime,
    pub location_id: LocationId,
    pub location: Name,
    pub visit_type: Name,
    #[schema(inline)]
    pub status: Status,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub birth_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Note>,
    /// Nothing is left to do before the visit, or it has begun.
    pub ready: bool,
    /// What is left to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_action: Option<NextAction>,
}

impl SheetVisit {
    fn of(case: &Case, now: DateTime<Utc>) -> QueryResult<Self> {
        let waits = matches!(case.status, Status::Booked | Status::Arrived);
        let next_action = case.findings(now)?.next_action();
        let next_action = Some(next_action).filter(|action| waits && action.code != ActionCode::Nothing);
        let wall = |time: DateTime<Utc>| time.with_timezone(&case.time_zone.0).time();
        Ok(Self {
            appointment_id: case.id,
            start: case.start_at,
            end: case.end_at,
            wall_start: wall(case.start_at),
            wall_end: wall(case.end_at),
            location_id: case.location_id,
            location: case.location.clone(),
            visit_type: case.visit_type.clone(),
            status: case.status,
            patient_id: case.patient_id,
            patient_name: case.patient_name.clone(),
            birth_date: case.birth_date,
            phone: case.phone.clone(),
            reason: case.reason.clone(),
            ready: next_action.is_none(),
            next_action,
        })
    }

    fn row(&self, several_places: bool) -> Html {
        let time = format!("{}–{}", self.wall_start.format("%H:%M"), self.wall_end.format("%H:%M"));
        let contact = self.phone.as_ref().map(ToString::to_string).unwrap_or_default();
        let reason = self.reason.as_ref().map(ToString::to_string).unwrap_or_default();
        let visit = match several_places {
            true => format!("{}, {}", self.visit_type, self.location),
            false => self.visit_type.to_string(),
        };
        let mark = self.next_action.as_ref().map_or("✓", |action| action.text.as_str());
        let cells = [time, self.patient_name.clone(), self.birth_date.to_string(), contact, visit];
        let status = self.status.as_str().replace('_', " ");
        Html::row("td", cells.into_iter().chain([status, reason, mark.to_owned()]))
    }
}

impl DaySheet {
    /// From cases in the order of their starts.
    pub fn of(date: NaiveDate, cases: &[Case], now: DateTime<Utc>) -> QueryResult<Self> {
        let mut days: BTreeMap<(&str, PractitionerId), Vec<SheetVisit>> = BTreeMap::new();
        for case in cases {
            let day = days.entry((&case.practitioner, case.practitioner_id)).or_default();
            day.push(SheetVisit::of(case, now)?);
        }
        let days = days.into_iter().map(|((name, practitioner_id), visits)| PractitionerDay {
            practitioner_id,
            practitioner: name.to_owned(),
            visits,
        });
        Ok(Self { date, practitioners: days.collect() })
    }

    /// A section a practitioner, each on paper of its own.
    pub fn printed(&self) -> String {
        const HEAD: [&str; 8] =
            ["Time", "Patient", "Born", "Phone", "Visit", "Status", "Reason", "Before the visit"];
        let sections = self.practitioners.iter().map(|day| {
            let several = day.visits.iter().any(|visit| visit.location_id != day.visits[0].location_id);
            let rows = day.visits.iter().map(|visit| visit.row(several));
            let heading = Html::tag("h2", [Html::text(&day.practitioner)]);
            Html::tag("section", [heading, Html::table(&HEAD, rows)])
        });
        let nobody = Html::tag("p", [Html::text("No visits.")]);
        let nobody = Some(nobody).filter(|_| self.practitioners.is_empty());
        page(&format!("Day sheet {}", self.date), sections.chain(nobody))
    }
}
