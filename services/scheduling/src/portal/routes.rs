//! The portal over HTTP: a patient's key instead of a client's token.

mod change;

pub use change::*;

use super::{BookableVisitType, OwnAppointment, Refusal, may_book, store};
use crate::appointment::routes::{Order, Parties, book};
use crate::appointment::{self, store::Filter};
use crate::slot::offer::Asked;
use crate::slot::routes::{Slots, window};
use crate::slot::search::{Cursor as SlotCursor, DayPart, Search, search};
use crate::visit_type::VisitType;
use crate::{patient, portal_key, visit_type};
use actix_web::http::StatusCode;
use actix_web::{get, post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::{AppointmentId, KeyHash, LocationId, Note, PatientId, PractitionerId, VisitTypeId};
use platform::idempotency::once;
use platform::page::{Limit, Page};
use platform::{Body, Caller, Db, Listing, Problem, Query, Reply, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_bookable_visit_types)
        .service(list_bookable_slots)
        .service(list_own_appointments)
        .service(book_own_appointment)
        .service(reschedule_own_appointment)
        .service(cancel_own_appointment);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::NotForPatients => Problem::invalid("/visit_type_id", detail),
            Refusal::TooSoon => Problem::conflict("too-soon", detail).next_step("Choose a later start."),
            Refusal::TooLate => Problem::conflict("too-late", detail).next_step("Call the practice."),
        }
    }
}

/// Whose portal it is: the gateway signs the hash of the key as the caller's name, and only here is it known whose it is.
async fn owner(tx: &mut Tx, caller: &Caller, now: DateTime<Utc>) -> Result<PatientId, Problem> {
    let closed = || {
        let detail = "The key opens nothing, or nothing any more.";
        Problem::new(StatusCode::UNAUTHORIZED, "no-caller", detail)
            .next_step("Ask the practice for a new one.")
    };
    let hash = caller.client.strip_prefix(KeyHash::CLIENT).and_then(|text| text.parse::<KeyHash>().ok());
    let hash = hash.ok_or_else(closed)?;
    let patient = portal_key::store::opened_by(tx, &hash, now).await?.ok_or_else(closed)?;
    Ok(patient::store::person(tx, patient).await?.unwrap_or(patient))
}

/// In the history it is the patient who did it.
fn in_person(caller: &Caller) -> Caller {
    let mut person = caller.clone();
    "patient".clone_into(&mut person.client);
    person
}

/// A visit type named by a patient; what patients may not book does not exist for them.
async fn bookable(tx: &mut Tx, id: VisitTypeId, field: &str) -> Result<VisitType, Problem> {
    let visit = visit_type::store::find(tx, id).await?.filter(|visit| visit.patient_can_book);
    visit.ok_or_else(|| Problem::invalid(field, Refusal::NotForPatients.to_string()))
}

#[derive(Serialize, ToSchema)]
pub struct BookableVisitTypes {
    pub items: Vec<BookableVisitType>,
}

#[utoipa::path(responses((status = 200, description = "What patients may book.", body = BookableVisitTypes)))]
#[get("/v1/portal/visit-types")]
/// Lists the kinds of visit patients may book for themselves.
pub async fn list_bookable_visit_types(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let (now, patient) = (platform::now(), caller.clone());
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        owner(tx, &patient, now).await?;
        Ok::<_, Problem>(store::bookable(tx).await?)
    });
    let items = items.await?.into_iter().map(BookableVisitType::from).collect();
    Ok(Reply::ok(&BookableVisitTypes { items })?)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListBookableSlots {
    visit_type_id: VisitTypeId,
    practitioner_id: Option<PractitionerId>,
    location_id: Option<LocationId>,
    /// Starts at or after; RFC 3339 with offset. Now, when absent.
    from: Option<DateTime<FixedOffset>>,
    /// Starts before; at most 92 days after `from`. Two weeks after it, when absent.
    to: Option<DateTime<FixedOffset>>,
    /// Only in this part of the day on the wall of the location.
    #[param(inline)]
    part: Option<DayPart>,
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<SlotCursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListBookableSlots), responses((status = 200, description = "Free starts, earliest first.", body = Slots)))]
#[get("/v1/portal/slots")]
/// Searches free starts the patient may book: of telehealth visits with practitioners licensed where the patient lives.
pub async fn list_bookable_slots(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListBookableSlots>,
) -> Result<Reply, Problem> {
    let (now, asked, person) = (platform::now(), query.0, caller.clone());
    let (from, to) = window(asked.from, asked.to, now)?;
    let context = caller.context();
    let found = db.read(&context, async move |tx| {
        let owner = owner(tx, &person, now).await?;
        let visit = bookable(tx, asked.visit_type_id, "?visit_type_id").await?;
        let address = patient::store::find(tx, owner).await?.and_then(|patient| patient.address);
        let licensed_in = address.map(|address| address.state).filter(|_| visit.telehealth);
        let (practitioner, location) = (asked.practitioner_id, asked.location_id);
        let asked_for = Asked { visit, practitioner, location, licensed_in };
        let wanted = Search { asked: asked_for, from, to, part: asked.part, after: asked.cursor };
        search(tx, &wanted, asked.limit.size(), now).await
    });
    let found = found.await?;
    Ok(Reply::ok(&Slots { items: found.slots, next: found.next.map(String::from) })?)
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of the patient's appointments.", body = Listing<OwnAppointment>)))]
#[get("/v1/portal/appointments")]
/// Lists the patient's own appointments, oldest booking first.
pub async fn list_own_appointments(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let (Page { cursor, limit }, now, person) = (query.0, platform::now(), caller.clone());
    let context = caller.context();
    let page = db.read(&context, async move |tx| {
        let owner = owner(tx, &person, now).await?;
        let filter = Filter { patient: Some(owner), cursor, limit, ..Filter::default() };
        let Listing { items, next } =
            Listing::cut(appointment::store::list(tx, &filter).await?, limit, |one| one.id.0);
        Ok::<_, Problem>(Listing { items: store::named(tx, items).await?, next })
    });
    Ok(Reply::ok(&page.await?)?)
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookOwnAppointment {
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
    pub reason: Option<Note>,
}

#[utoipa::path(request_body = BookOwnAppointment, responses((status = 201, description = "Booked.", body = OwnAppointment)))]
#[post("/v1/portal/appointments")]
/// Books a visit for the patient: of a kind patients may book, with the notice it asks for (else 409 `too-soon`).
pub async fn book_own_appointment(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<BookOwnAppointment>,
) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<AppointmentId>(), platform::now(), body.value);
    let person = caller.clone();
    once(&db, &caller, body.digest, async move |tx| {
        let owner = owner(tx, &person, now).await?;
        let visit = bookable(tx, wish.visit_type_id, "/visit_type_id").await?;
        may_book(&visit, wish.start.to_utc(), now)?;
        let order = Order {
            who: Parties {
                patient: owner,
                practitioner: wish.practitioner_id,
                location: wish.location_id,
                visit_type: wish.visit_type_id,
            },
            start: wish.start.to_utc(),
            room: None,
            device: None,
            hold: None,
            reason: wish.reason.clone(),
            overbook_reason: None,
        };
        let booked = book(tx, &in_person(&person), id, order, now).await?;
        let version = booked.version;
        let own = store::named(tx, vec![booked]).await?;
        Ok(Reply::created("/v1/portal/appointments".to_owned(), &own.first())?.version(version))
    })
    .await
}
