//! Slots over HTTP.

use super::explain::{Explanation, Moment, Placed, explain, skipped};
use super::{Search, Slot, search};
use crate::appointment::occupancy::{self, Span, Taken};
use crate::availability::Rule;
use crate::{availability, location, practitioner, visit_type};
use actix_web::{get, web};
use chrono::{DateTime, Duration, FixedOffset};
use model::{LocationId, PractitionerId, VisitTypeId};
use platform::page::Limit;
use platform::{Caller, Db, Problem, Query, Reply};
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
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

/// Free starts, earliest first; ask again with a later `from` for more.
#[derive(Serialize, ToSchema)]
pub struct Slots {
    pub items: Vec<Slot>,
    /// Always null: `from` moves the window.
    pub next: Option<String>,
}

#[utoipa::path(params(ListSlots), responses((status = 200, description = "Free starts, earliest first.", body = Slots)))]
#[get("/v1/slots")]
/// Searches free starts across practitioners and locations.
pub async fn list_slots(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListSlots>,
) -> Result<Reply, Problem> {
    let (now, asked) = (platform::now(), query.0);
    let from = asked.from.map_or(now, |from| from.to_utc());
    let to = asked.to.map_or(from + Duration::days(14), |to| to.to_utc());
    if to <= from || to - from > LONGEST {
        return Err(Problem::invalid("?to", "must be after from, by at most 92 days"));
    }
    let (visit, practitioner, place, limit) =
        (asked.visit_type_id, asked.practitioner_id, asked.location_id, asked.limit);
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        let visit = visit_type::store::find(tx, visit).await?;
        let visit =
            visit.ok_or_else(|| Problem::invalid("?visit_type_id", "names nothing in this practice"))?;
        let locations = location::store::all(tx, place).await?;
        let locations = locations.into_iter().map(|place| (place.id, place)).collect();
        let mut slots = search(tx, &Search { visit, practitioner, locations, from, to }, now).await?;
        slots.truncate(limit.and_one() as usize - 1);
        Ok::<_, Problem>(slots)
    });
    Ok(Reply::ok(&Slots { items: items.await?, next: None })?)
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
        let visit = visit_type::store::find(tx, asked.visit_type_id).await?;
        let visit =
            visit.ok_or_else(|| Problem::invalid("?visit_type_id", "names nothing in this practice"))?;
        let practitioner = practitioner::store::find(tx, asked.practitioner_id).await?;
        practitioner.ok_or_else(|| Problem::invalid("?practitioner_id", "names nothing in this practice"))?;
        let places = location::store::all(tx, asked.location_id).await?;
        if asked.location_id.is_some() && places.is_empty() {
            return Err(Problem::invalid("?location_id", "names nothing in this practice"));
        }
        let starts = match (asked.start, asked.location_id, places.as_slice()) {
            (Moment::Instant(start), ..) => vec![start],
            (wall, Some(_), [place]) => wall.instants(place.time_zone.0),
            _ => {
                return Err(Problem::invalid(
                    "?location_id",
                    "must name the location whose wall start is on",
                ));
            }
        };
        let availability = availability::store::find(tx, asked.practitioner_id).await?;
        let rules = availability.map_or_else(Vec::new, |availability| availability.rules.0);
        let zone = |rule: &Rule| places.iter().find(|place| place.id == rule.location_id);
        let placed = rules.iter().enumerate();
        let placed: Vec<Placed<'_>> =
            placed.filter_map(|(n, rule)| zone(rule).map(|place| (n, rule, place.time_zone.0))).collect();
        let mut items = Vec::new();
        for start in starts {
            let span = Span::with_buffers(start, &visit);
            let taken = occupancy::taken(tx, &[asked.practitioner_id.0], span, now).await?;
            let taken: Vec<Taken> = taken.into_iter().map(|(_, taken)| taken).collect();
            items.push(explain(start, &visit, &placed, &taken, now));
        }
        if items.is_empty() {
            items.push(skipped());
        }
        Ok::<_, Problem>(items)
    });
    Ok(Reply::ok(&Explanations { items: items.await? })?)
}
