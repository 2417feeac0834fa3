//! Series over HTTP.

mod book;
mod cancel;
mod read;
mod reschedule;

pub use book::*;
pub use cancel::*;
pub use read::*;
pub use reschedule::*;

use super::plan::{Because, Block, Calendar, NEAR};
use super::{Occurrence, Refusal, Series, store};
use crate::appointment::occupancy::{self, Span, Taken};
use crate::appointment::{self, Appointment, Status};
use crate::location::Location;
use crate::slot::{self, Search, Slot};
use crate::visit_type::VisitType;
use crate::{availability, location, visit_type};
use actix_web::http::StatusCode;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::{AppointmentId, PatientId, PractitionerId, SeriesId};
use platform::{IfMatch, Problem, Tx};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(book_series)
        .service(preview_series)
        .service(get_series)
        .service(reschedule_series)
        .service(cancel_series);
}

/// What became of one occurrence.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Outcome {
    /// On the wall of the location.
    pub date: NaiveDate,
    pub start: DateTime<Utc>,
    #[serde(flatten)]
    pub came: Came,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Came {
    /// It could be booked.
    Free,
    Booked {
        appointment_id: AppointmentId,
    },
    Rescheduled {
        appointment_id: AppointmentId,
    },
    Cancelled {
        appointment_id: AppointmentId,
    },
    /// It is no longer only booked, and stays as it is.
    Kept {
        appointment_id: AppointmentId,
        status: Status,
    },
    Blocked {
        because: Because,
        /// The appointment or hold that has the time.
        #[serde(skip_serializing_if = "Option::is_none")]
        blocked_by: Option<Uuid>,
        /// The free start nearest to it, a week away at most.
        #[serde(skip_serializing_if = "Option::is_none")]
        nearest: Option<Slot>,
        /// The appointment that stays where it was.
        #[serde(skip_serializing_if = "Option::is_none")]
        appointment_id: Option<AppointmentId>,
    },
}

/// A series, and what became of each occurrence asked for.
#[derive(Serialize, ToSchema)]
pub struct SeriesOutcomes {
    #[serde(flatten)]
    pub series: Series,
    pub outcomes: Vec<Outcome>,
}

impl Outcome {
    fn of(appointment: &Appointment, came: Came) -> Self {
        Self { date: appointment.service_date, start: appointment.start, came }
    }

    /// Of one that is no longer only booked.
    fn kept(appointment: &Appointment) -> Self {
        let (appointment_id, status) = (appointment.id, appointment.state.status());
        Self::of(appointment, Came::Kept { appointment_id, status })
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let field = if refusal == Refusal::NotItsFirstDay { "/start" } else { "/rrule" };
        Problem::invalid(field, refusal.to_string())
    }
}

/// What a series is for: with whom, of whom, where.
struct Setting<'s> {
    practitioner: PractitionerId,
    patient: PatientId,
    visit: &'s VisitType,
    place: &'s Location,
}

impl Setting<'_> {
    fn resources(&self) -> [Uuid; 2] {
        [self.practitioner.0, self.patient.0]
    }

    /// What is offered and taken from a week before the first to a week after the last occurrence.
    async fn calendar(
        &self,
        tx: &mut Tx,
        occurrences: &[Occurrence],
        now: DateTime<Utc>,
    ) -> Result<Calendar<'_>, Problem> {
        let starts = || occurrences.iter().map(|occurrence| occurrence.start);
        let (first, last) = (starts().min().unwrap_or(now), starts().max().unwrap_or(now));
        let search = Search {
            visit: self.visit.clone(),
            practitioner: Some(self.practitioner),
            locations: HashMap::from([(self.place.id, self.place.clone())]),
            from: (first - NEAR).max(now),
            to: last + NEAR,
        };
        let rules = availability::store::find(tx, self.practitioner).await?;
        let mut offered = rules.map_or_else(Vec::new, |rules| slot::offered(&search, &rules, search.from));
        offered.sort_by_key(|slot| slot.start);
        offered.dedup();
        let margin = Duration::hours(12);
        let span = Span { start: search.from - margin, end: search.to + margin };
        let both = self.resources();
        let taken = occupancy::taken(tx, &both, span, now).await?;
        let of = |resource: Uuid| -> Vec<Taken> {
            taken.iter().filter(|(one, _)| *one == resource).map(|(_, taken)| *taken).collect()
        };
        Ok(Calendar::new(self.visit, offered, of(both[0]), of(both[1])))
    }

    /// Takes the time of all of them, of one resource after the other in the order of their ids; answers who lost it to
    /// somebody else since the calendar was read. Those keep nothing.
    async fn occupy(
        &self,
        tx: &mut Tx,
        wanted: &[(AppointmentId, DateTime<Utc>)],
        now: DateTime<Utc>,
    ) -> Result<HashMap<AppointmentId, Block>, Problem> {
        type Shape = fn(DateTime<Utc>, &VisitType) -> Span;
        let mut resources: [(Uuid, Shape, Because); 2] = [
            (self.practitioner.0, Span::with_buffers, Because::PractitionerTaken),
            (self.patient.0, Span::of_patient, Because::PatientTaken),
        ];
        resources.sort_by_key(|(resource, ..)| *resource);
        let mut lost: HashMap<AppointmentId, Block> = HashMap::new();
        for (resource, shape, because) in resources {
            let left = wanted.iter().filter(|(id, _)| !lost.contains_key(id));
            let spans: Vec<_> = left.map(|(id, start)| (*id, shape(*start, self.visit))).collect();
            let losers = occupancy::take_all(tx, resource, &spans, now).await?;
            lost.extend(losers.into_iter().map(|(id, by)| (id, Block { because, by })));
        }
        let losers: Vec<AppointmentId> = lost.keys().copied().collect();
        if !losers.is_empty() {
            occupancy::free(tx, &losers).await?;
        }
        Ok(lost)
    }
}

/// What blocks an occurrence, with the start nearest to it.
fn blocked(
    calendar: &Calendar<'_>,
    to: &Occurrence,
    block: Block,
    appointment_id: Option<AppointmentId>,
) -> Outcome {
    let nearest = calendar.nearest(to.start).cloned();
    let came = Came::Blocked { because: block.because, blocked_by: block.by, nearest, appointment_id };
    Outcome { date: to.date, start: to.start, came }
}

/// 409 that names every date that cannot be had, and books or moves nothing.
fn refused(outcomes: &[Outcome]) -> Problem {
    let problem = Problem::new(StatusCode::CONFLICT, "series-blocked", "Not every occurrence can be had.")
        .next_step(
            "Look at the dates with POST /v1/appointment-series/preview, or send on_conflict accept_free.",
        );
    outcomes.iter().fold(problem, |problem, outcome| match &outcome.came {
        Came::Blocked { because, blocked_by, .. } => {
            let by = blocked_by.map_or_else(String::new, |id| format!(" by {id}"));
            problem.field(format!("/occurrences/{}", outcome.date), format!("{because}{by}"))
        }
        _ => problem,
    })
}

fn any_blocked(outcomes: &[Outcome]) -> bool {
    outcomes.iter().any(|outcome| matches!(outcome.came, Came::Blocked { .. }))
}

/// A series to be changed, with its occurrences and what they are.
struct Whole {
    series: Series,
    occurrences: Vec<Appointment>,
    visit: VisitType,
    place: Location,
}

impl Whole {
    async fn find(tx: &mut Tx, id: SeriesId, seen: IfMatch) -> Result<Self, Problem> {
        let series = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("series"))?;
        seen.require(series.version)?;
        let occurrences = appointment::store::of_series_for_change(tx, id).await?;
        let visit = visit_type::store::find(tx, series.visit_type_id).await?;
        let place = location::store::find(tx, series.location_id).await?;
        Ok(Self {
            occurrences,
            visit: visit.ok_or_else(|| Problem::missing("visit type"))?,
            place: place.ok_or_else(|| Problem::missing("location"))?,
            series,
        })
    }

    fn occurrence(&self, id: AppointmentId) -> Result<&Appointment, Problem> {
        let found = self.occurrences.iter().find(|one| one.id == id);
        found.ok_or_else(|| Problem::invalid("/appointment_id", "names no occurrence of this series"))
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            practitioner: self.series.practitioner_id,
            patient: self.series.patient_id,
            visit: &self.visit,
            place: &self.place,
        }
    }

    /// Another version of the series, and what became of its occurrences.
    async fn answer(self, tx: &mut Tx, outcomes: Vec<Outcome>) -> Result<platform::Reply, Problem> {
        let series = Series { version: self.series.version + 1, ..self.series };
        store::update_version(tx, &series).await?;
        let version = series.version;
        Ok(platform::Reply::ok(&SeriesOutcomes { series, outcomes })?.version(version))
    }
}
