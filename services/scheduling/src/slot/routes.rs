//! Slots over HTTP.

use super::Slot;
use super::explain::{Explanation, Moment, explain, skipped};
use super::offer::{Asked, Offer};
use super::search::{Cursor, DayPart, Search, search};
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Span, Visit, store as occupancy};
use crate::visit_type::VisitType;
use crate::{location, patient, practitioner, visit_type};
use actix_web::{get, web};
use chrono::{DateTime, Duration, FixedOffset, Utc};
use model::{LocationId, PatientId, PractitionerId, StateCode, VisitTypeId};
use platform::page::Limit;
use platform::{Caller, Db, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_slots).service(explain_slot);
}

/// No search looks further than this.
const LONGEST: Duration = Duration::days(92);

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListSlots {
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
    /// Of telehealth visits only those with practitioners licensed where this patient lives.
    patient_id: Option<PatientId>,
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

/// Free starts, earliest first; of several practitioners at one start, another is first each time.
#[derive(Serialize, ToSchema)]
pub struct Slots {
    pub items: Vec<Slot>,
    /// Give it as `cursor` for the next page; null where no more is free before `to`.
    pub next: Option<String>,
}

#[utoipa::path(params(ListSlots), responses((status = 200, description = "Free starts, earliest first.", body = Slots)))]
#[get("/v1/slots")]
/// Searches free starts across practitioners, locations, rooms and devices.
///
/// A start is free where a practitioner offers it and practitioner, room and device have the time, buffers and the way from
/// other locations included. Nothing is kept: take one with `POST /v1/holds` or `POST /v1/appointments`.
pub async fn list_slots(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListSlots>,
) -> Result<Reply, Problem> {
    let (now, asked) = (platform::now(), query.0);
    let (from, to) = window(asked.from, asked.to, now)?;
    let context = caller.context();
    let found = db.read(&context, async move |tx| {
        let visit = named_visit_type(tx, asked.visit_type_id).await?;
        let licensed_in = state_of(tx, &visit, asked.patient_id).await?;
        let (practitioner, location) = (asked.practitioner_id, asked.location_id);
        let wanted = Search {
            asked: Asked { visit, practitioner, location, licensed_in },
            from,
            to,
            part: asked.part,
            after: asked.cursor,
        };
        search(tx, &wanted, asked.limit.size(), now).await
    });
    let found = found.await?;
    Ok(Reply::ok(&Slots { items: found.slots, next: found.next.map(String::from) })?)
}

/// Two weeks from now on, unless told.
pub(crate) fn window(
    from: Option<DateTime<FixedOffset>>,
    to: Option<DateTime<FixedOffset>>,
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Problem> {
    let from = from.map_or(now, |from| from.to_utc());
    let to = to.map_or(from + Duration::days(14), |to| to.to_utc());
    if to <= from || to - from > LONGEST {
        return Err(Problem::invalid("?to", "must be after from, by at most 92 days"));
    }
    Ok((from, to))
}

async fn named_visit_type(tx: &mut Tx, id: VisitTypeId) -> Result<VisitType, Problem> {
    let found = visit_type::store::find(tx, id).await?;
    found.ok_or_else(|| Problem::invalid("?visit_type_id", "names nothing in this practice"))
}

/// Where a practitioner has to be licensed for a patient to be seen from afar.
async fn state_of(
    tx: &mut Tx,
    visit: &VisitType,
    patient: Option<PatientId>,
) -> Result<Option<StateCode>, Problem> {
    let Some(patient) = patient else { return Ok(None) };
    let found = patient::store::find(tx, patient).await?;
    let found = found.ok_or_else(|| Problem::invalid("?patient_id", "names nothing in this practice"))?;
    Ok(found.address.map(|address| address.state).filter(|_| visit.telehealth))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplainSlot {
    practitioner_id: PractitionerId,
    visit_type_id: VisitTypeId,
    /// Only rules of this location; of all, when absent.
    location_id: Option<LocationId>,
    /// RFC 3339 with offset, or without one as a time on the wall of the location, which is then needed.
    #[param(value_type = String)]
    start: Moment,
}

/// One start, or two where the clocks show it twice.
#[derive(Serialize, ToSchema)]
pub struct Explanations {
    pub items: Vec<Explanation>,
}

#[utoipa::path(params(ExplainSlot), responses((status = 200, description = "Every rule, and everything that has the time.", body = Explanations)))]
#[get("/v1/slots/explain")]
/// Says why a start can or cannot be had.
pub async fn explain_slot(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ExplainSlot>,
) -> Result<Reply, Problem> {
    let (now, asked) = (platform::now(), query.0);
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        let visit = named_visit_type(tx, asked.visit_type_id).await?;
        let practitioner = practitioner::store::find(tx, asked.practitioner_id).await?;
        practitioner.ok_or_else(|| Problem::invalid("?practitioner_id", "names nothing in this practice"))?;
        let places = location::store::all(tx, asked.location_id).await?;
        if asked.location_id.is_some() && places.is_empty() {
            return Err(Problem::invalid("?location_id", "names nothing in this practice"));
        }
        if asked.location_id.is_none() && matches!(asked.start, Moment::Wall(_)) {
            let must = "must name the location whose wall start is on";
            return Err(Problem::invalid("?location_id", must));
        }
        let starts: Vec<_> =
            places.iter().flat_map(|place| asked.start.instants(place.time_zone.0)).collect();
        let (Some(first), Some(last)) = (starts.iter().min(), starts.iter().max()) else {
            return Ok(places.iter().map(|place| skipped(place.id)).collect());
        };
        let span = Span { start: *first, end: *last + Duration::minutes(visit.minutes.into()) };
        let (offer, busy) = around(tx, &visit, asked.practitioner_id, asked.location_id, span, now).await?;
        let mut items: Vec<Explanation> = Vec::new();
        for place in &places {
            for start in asked.start.instants(place.time_zone.0) {
                let visit = Visit { kind: &visit, place, start };
                items.push(explain(&offer, &busy, &visit, asked.practitioner_id, now));
            }
        }
        // Where no location is named, those the practitioner never is at have nothing to say.
        let says = |one: &Explanation| !one.rules.is_empty() || !one.exceptions.is_empty();
        if asked.location_id.is_none() && items.iter().any(says) {
            items.retain(says);
        }
        Ok::<_, Problem>(items)
    });
    Ok(Reply::ok(&Explanations { items: items.await? })?)
}

/// What the rules say and what is taken around a start, also where the visit type rules the practitioner or place out.
async fn around(
    tx: &mut Tx,
    visit: &VisitType,
    practitioner: PractitionerId,
    location: Option<LocationId>,
    span: Span,
    now: DateTime<Utc>,
) -> Result<(Offer, Busy), Problem> {
    let visit = VisitType { practitioner_ids: Vec::new(), location_ids: Vec::new(), ..visit.clone() };
    let asked = Asked { visit, practitioner: Some(practitioner), location, licensed_in: None };
    let offer = Offer::find(tx, &asked, span).await?;
    let mut resources = offer.resources();
    if offer.availability.is_empty() {
        resources.push(practitioner.0);
    }
    let busy = occupancy::taken(tx, &resources, span.widened(Duration::hours(4)), now).await?;
    Ok((offer, busy.into_iter().collect()))
}
