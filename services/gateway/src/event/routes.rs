//! The feed and the timeline over HTTP.

use super::{Feed, Happening, store};
use crate::access::Access;
use crate::state::State;
use actix_web::get;
use actix_web::web::{Data, Json};
use model::{EventId, PatientId};
use platform::page::{Cursor, Limit};
use platform::{Id, Listing, Problem, Query};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use utoipa::IntoParams;

/// How long a timeline is waited for that was begun a moment ago.
const PATIENCE: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(100);

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FeedQuery {
    /// The id of the last event you have; from the beginning without it.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<EventId>,
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
}

/// Everything that happened in the practice, oldest first; poll it with the last id to miss nothing.
#[utoipa::path(
    params(FeedQuery),
    responses((status = 200, description = "A page of the feed.", body = Feed))
)]
#[get("/v1/events")]
pub async fn list_events(
    access: Access,
    query: Query<FeedQuery>,
    state: Data<State>,
) -> Result<Json<Feed>, Problem> {
    let FeedQuery { after, limit } = query.0;
    let mut rows = state
        .db
        .read(&access.context(), async move |tx| {
            let position = match after {
                None => 0,
                Some(id) => store::position_of(tx, id).await?.ok_or_else(no_such_event)?,
            };
            Ok::<_, Problem>(store::after(tx, position, limit).await?)
        })
        .await?;
    let more = rows.len() == usize::try_from(limit.and_one()).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|(id, _)| *id);
    Ok(Json(Feed { items: rows.into_iter().map(|(_, envelope)| envelope).collect(), next }))
}

fn no_such_event() -> Problem {
    Problem::invalid("?after", "must be the id of an event of this feed")
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TimelineQuery {
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
}

/// What happened to a patient across all services, in order of time.
#[utoipa::path(
    params(("id" = uuid::Uuid, Path, description = "The patient."), TimelineQuery),
    responses((status = 200, description = "A page of the timeline.", body = Listing<Happening>))
)]
#[get("/v1/patients/{id}/timeline")]
pub async fn get_patient_timeline(
    access: Access,
    patient: Id<PatientId>,
    query: Query<TimelineQuery>,
    state: Data<State>,
) -> Result<Json<Listing<Happening>>, Problem> {
    let (patient, TimelineQuery { cursor, limit }) = (patient.0, query.0);
    let after = cursor.map(|cursor| cursor.0);
    let deadline = Instant::now() + PATIENCE;
    loop {
        let look = async move |tx: &mut platform::Tx| {
            let found = store::of_patient(tx, patient, after, limit).await;
            found.map_err(|error| if error == diesel::NotFound { foreign_cursor() } else { error.into() })
        };
        let rows = state.db.read(&access.context(), look).await?;
        if !rows.is_empty() || after.is_some() {
            return Ok(Json(Listing::cut(rows, limit, |happening| happening.event_id.0)));
        }
        if Instant::now() >= deadline {
            return Err(Problem::missing("patient"));
        }
        sleep(LOOK_EVERY).await;
    }
}

fn foreign_cursor() -> Problem {
    Problem::invalid("?cursor", "must be the `next` of an earlier page of this timeline, unchanged")
}
