//! Booking a series in one transaction, or seeing first what would become of it.

use super::{Came, Goal, Outcome, SeriesOutcomes, any_blocked, blocked, calendar, occupy, refused};
use crate::appointment::occupancy::store::{self as occupancy, Beside};
use crate::appointment::routes::{Known, Parties, record};
use crate::appointment::{self, Appointment, Refusal, Wish};
use crate::series::plan::{Block, Calendar, Rooms, Setting};
use crate::series::{Occurrence, OnConflict, Recurrence, Series, occurrences, store};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::event::AppointmentBooked;
use model::{AppointmentId, LocationId, Note, PatientId, PractitionerId, SeriesId, VisitTypeId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx, mint, outbox};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookSeries {
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    /// The first occurrence, on a day of the rule; RFC 3339 with offset. All others have its time on the wall.
    pub start: DateTime<FixedOffset>,
    /// At most 104 occurrences within two years.
    pub rrule: Recurrence,
    pub reason: Option<Note>,
    /// A preview does not need it and takes it all the same, so that one body serves both.
    pub on_conflict: OnConflict,
}

/// What would become of each occurrence.
#[derive(Serialize, ToSchema)]
pub struct Preview {
    pub outcomes: Vec<Outcome>,
}

#[utoipa::path(request_body = BookSeries, responses((status = 200, description = "Each occurrence: free, or blocked by what, with the nearest free start.", body = Preview)))]
#[post("/v1/appointment-series/preview")]
/// Checks every occurrence of a series for its whole length, and books nothing.
pub async fn preview_series(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<BookSeries>,
) -> Result<Reply, Problem> {
    let (wish, now) = (body.value, platform::now());
    let context = caller.context();
    let outcomes = db.read(&context, async move |tx| {
        let Plan { known, occurrences } = Plan::make(tx, &wish, now).await?;
        let calendar = calendar(tx, wish.setting(&known), &occurrences, now).await?;
        let outcome = |occurrence: &Occurrence| match calendar.judge(occurrence) {
            Ok(_) => Outcome { date: occurrence.date, start: occurrence.start, came: Came::Free },
            Err(block) => blocked(&calendar, occurrence, block, None),
        };
        Ok::<_, Problem>(occurrences.iter().map(outcome).collect())
    });
    Ok(Reply::ok(&Preview { outcomes: outcomes.await? })?)
}

#[utoipa::path(request_body = BookSeries, responses((status = 201, description = "Booked, with what became of each occurrence.", body = SeriesOutcomes)))]
#[post("/v1/appointment-series")]
/// Books a series: every occurrence is checked for its whole length, in one transaction.
///
/// Where an occurrence cannot be had, `refuse_all` books nothing and answers 409 `series-blocked` with every such date;
/// `accept_free` books the others and answers what blocks it and the free start nearest to it.
pub async fn book_series(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<BookSeries>,
) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<SeriesId>(), platform::now(), body.value);
    let booker = caller.clone();
    once(&db, &caller, body.digest, async move |tx| {
        let (series, on_conflict) = (wish.series(id), wish.on_conflict);
        let Plan { known, occurrences } = Plan::make(tx, &wish, now).await?;
        let mut calendar = calendar(tx, wish.setting(&known), &occurrences, now).await?;
        let mut booking = Booking::new(&wish, id, &occurrences, &calendar, now)?;
        if booking.blocks.is_empty() || on_conflict == OnConflict::AcceptFree {
            store::insert(tx, &series).await?;
            booking.keep(tx, &calendar, &booker, now).await?;
        }
        booking.appointments.iter().for_each(|one| calendar.take(one.start, Rooms::of(one), one.id));
        let outcomes = booking.outcomes(&occurrences, &calendar);
        let nothing = booking.appointments.is_empty();
        if nothing || on_conflict == OnConflict::RefuseAll && any_blocked(&outcomes) {
            return Err(refused(&outcomes));
        }
        Ok(Reply::created(format!("/v1/appointment-series/{id}"), &SeriesOutcomes { series, outcomes })?
            .version(1))
    })
    .await
}

/// What is asked for, found out.
struct Plan {
    known: Known,
    occurrences: Vec<Occurrence>,
}

impl Plan {
    async fn make(tx: &mut Tx, wish: &BookSeries, now: DateTime<Utc>) -> Result<Self, Problem> {
        if wish.start < now {
            return Err(Refusal::InThePast.into());
        }
        let known = Known::find(tx, &wish.parties()).await?;
        let occurrences = occurrences(&wish.rrule, wish.start.to_utc(), known.place.time_zone.0)?;
        Ok(Self { known, occurrences })
    }
}

impl BookSeries {
    fn parties(&self) -> Parties {
        Parties {
            patient: self.patient_id,
            practitioner: self.practitioner_id,
            location: self.location_id,
            visit_type: self.visit_type_id,
        }
    }

    fn setting<'s>(&self, known: &'s Known) -> Setting<'s> {
        let (practitioner, patient) = (self.practitioner_id, known.person);
        Setting { practitioner, patient, visit: &known.visit, place: &known.place }
    }

    fn series(&self, id: SeriesId) -> Series {
        Series {
            id,
            version: 1,
            patient_id: self.patient_id,
            practitioner_id: self.practitioner_id,
            location_id: self.location_id,
            visit_type_id: self.visit_type_id,
            rrule: self.rrule.clone(),
            first_start: self.start.to_utc(),
        }
    }
}

/// The appointments of a series, and what blocks those it cannot have.
struct Booking {
    appointments: Vec<Appointment>,
    blocks: HashMap<DateTime<Utc>, Block>,
}

impl Booking {
    fn new(
        wish: &BookSeries,
        series: SeriesId,
        occurrences: &[Occurrence],
        calendar: &Calendar<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        let mut booking = Self { appointments: Vec::new(), blocks: HashMap::new() };
        let setting = &calendar.setting;
        for occurrence in occurrences {
            let rooms = match calendar.judge(occurrence) {
                Ok(rooms) => rooms,
                Err(block) => {
                    booking.blocks.insert(occurrence.start, block);
                    continue;
                }
            };
            let one = Wish {
                id: mint::<AppointmentId>(),
                patient: wish.patient_id,
                reason: wish.reason.clone(),
                series: Some(series),
                overbook_reason: None,
            };
            let to = setting.to(occurrence, rooms);
            booking.appointments.push(Appointment::book(one, &to, setting.visit, now)?);
        }
        Ok(booking)
    }

    /// Takes the time, which has the last word, and keeps and announces what got it.
    async fn keep(
        &mut self,
        tx: &mut Tx,
        calendar: &Calendar<'_>,
        booker: &Caller,
        now: DateTime<Utc>,
    ) -> Result<(), Problem> {
        let goal = |one: &Appointment| Goal {
            id: one.id,
            start: one.start,
            rooms: Rooms::of(one),
            overbooked: false,
        };
        let goals: Vec<Goal> = self.appointments.iter().map(goal).collect();
        occupancy::enter(tx, &calendar.resources(), Beside::Others).await?;
        let mut lost = occupy(tx, &calendar.setting, &goals, now).await?;
        for one in &self.appointments {
            self.blocks.extend(lost.get(&one.id).map(|block| (one.start, *block)));
        }
        self.appointments.retain(|one| lost.remove(&one.id).is_none());
        appointment::store::insert_all(tx, &self.appointments).await?;
        for one in &self.appointments {
            record(tx, booker, "booked", None, one, now).await?;
            outbox::put(tx, &AppointmentBooked(one.snapshot())).await?;
        }
        Ok(())
    }

    fn outcomes(&self, occurrences: &[Occurrence], calendar: &Calendar<'_>) -> Vec<Outcome> {
        let booked: HashMap<DateTime<Utc>, AppointmentId> =
            self.appointments.iter().map(|one| (one.start, one.id)).collect();
        let outcome = |occurrence: &Occurrence| {
            if let Some(&block) = self.blocks.get(&occurrence.start) {
                return blocked(calendar, occurrence, block, None);
            }
            let came = booked
                .get(&occurrence.start)
                .map_or(Came::Free, |&appointment_id| Came::Booked { appointment_id });
            Outcome { date: occurrence.date, start: occurrence.start, came }
        };
        occurrences.iter().map(outcome).collect()
    }
}
