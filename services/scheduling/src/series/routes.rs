//! Series over HTTP.

mod book;
mod cancel;
mod read;
mod reschedule;

pub use book::*;
pub use cancel::*;
pub use read::*;
pub use reschedule::*;

use super::plan::{Because, Block, Calendar, NEAR, Rooms, Setting};
use super::{Occurrence, Refusal, Series, store};
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::store::{self as occupancy, Want};
use crate::appointment::occupancy::{Span, Taker, Whose};
use crate::appointment::{self, Appointment, Status};
use crate::location::Location;
use crate::slot::Slot;
use crate::slot::offer::{Asked, Offer};
use crate::visit_type::VisitType;
use crate::{location, patient, room, visit_type};
use actix_web::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use model::{AppointmentId, PatientId, SeriesId};
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

/// What is offered and taken from a week before the first to a week after the last occurrence.
async fn calendar<'s>(
    tx: &mut Tx,
    setting: Setting<'s>,
    occurrences: &[Occurrence],
    now: DateTime<Utc>,
) -> Result<Calendar<'s>, Problem> {
    let starts = || occurrences.iter().map(|occurrence| occurrence.start);
    let (first, last) = (starts().min().unwrap_or(now), starts().max().unwrap_or(now));
    let span = Span { start: (first - NEAR).max(now), end: last + NEAR };
    let asked = Asked {
        visit: setting.visit.clone(),
        practitioner: Some(setting.practitioner),
        location: Some(setting.place.id),
        licensed_in: None,
    };
    let mut offer = Offer::find(tx, &asked, span).await?;
    let starts = offer.availability.iter().flat_map(|one| offer.starts(one, setting.visit, span, now));
    let mut offered: Vec<DateTime<Utc>> = starts.map(|(_, start)| start).collect();
    offered.sort_unstable();
    offered.dedup();
    let choice = offer.choices.remove(&setting.place.id).unwrap_or_default();
    let mut resources = vec![setting.practitioner.0, setting.patient.0];
    resources.extend(choice.all().map(|room| room.0));
    let busy: Busy = occupancy::taken(tx, &resources, span, now).await?.into_iter().collect();
    Ok(Calendar { setting, offered, choice, busy })
}

impl Calendar<'_> {
    /// Whose time decides.
    fn resources(&self) -> Vec<Uuid> {
        let people = [self.setting.practitioner.0, self.setting.patient.0];
        people.into_iter().chain(self.choice.all().map(|room| room.0)).collect()
    }
}

/// What an occurrence takes.
struct Goal {
    id: AppointmentId,
    start: DateTime<Utc>,
    rooms: Rooms,
    overbooked: bool,
}

/// Takes the time of all of them at once; answers who lost it to somebody else since the calendar was read. Those keep
/// nothing.
async fn occupy(
    tx: &mut Tx,
    setting: &Setting<'_>,
    goals: &[Goal],
    now: DateTime<Utc>,
) -> Result<HashMap<AppointmentId, Block>, Problem> {
    let wants = goals.iter().flat_map(|goal| {
        let needs = setting.visit_at(goal.start).needs(goal.id.0, &setting.party(goal.rooms));
        needs.into_iter().map(|mut need| -> Want {
            need.overbooked = goal.overbooked && need.whose == Whose::Practitioner;
            (Taker::Appointment(goal.id), need)
        })
    });
    let lost = occupancy::take(tx, &wants.collect::<Vec<Want>>(), now).await?;
    let lost: HashMap<AppointmentId, Block> =
        lost.into_iter().map(|lost| (AppointmentId(lost.taker.id()), lost.blocker.into())).collect();
    let losers: Vec<AppointmentId> = lost.keys().copied().collect();
    if !losers.is_empty() {
        occupancy::free(tx, &losers).await?;
    }
    Ok(lost)
}

/// What blocks an occurrence, with the start nearest to it.
fn blocked(
    calendar: &Calendar<'_>,
    to: &Occurrence,
    block: Block,
    appointment_id: Option<AppointmentId>,
) -> Outcome {
    let nearest = calendar.nearest(to.start);
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
    /// Whose time it is: the patient's, or that of the one the record was merged into.
    person: PatientId,
}

impl Whole {
    async fn find(tx: &mut Tx, id: SeriesId, seen: IfMatch) -> Result<Self, Problem> {
        let series = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("series"))?;
        seen.require(series.version)?;
        let occurrences = appointment::store::of_series_for_change(tx, id).await?;
        let visit = visit_type::store::find(tx, series.visit_type_id).await?;
        let place = location::store::find(tx, series.location_id).await?;
        let person = patient::store::person(tx, series.patient_id).await?.unwrap_or(series.patient_id);
        Ok(Self {
            person,
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

    /// Whether it is still with the practitioner and at the location of the series.
    fn is_of_the_series(&self, one: &Appointment) -> bool {
        one.practitioner_id == self.series.practitioner_id && one.location_id == self.series.location_id
    }

    /// Whose time a change may touch.
    async fn resources(&self, tx: &mut Tx) -> Result<Vec<Uuid>, Problem> {
        let choice = room::store::choices(tx, &self.visit).await?.remove(&self.place.id).unwrap_or_default();
        let people = [self.series.practitioner_id.0, self.person.0];
        Ok(people.into_iter().chain(choice.all().map(|room| room.0)).collect())
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            practitioner: self.series.practitioner_id,
            patient: self.person,
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
