//! Calendar links and the feed they open, over HTTP.

use super::store::{self, Place};
use super::{CalendarLink, CreateCalendarLink, Refusal, Window, frame, written};
use crate::practitioner;
use actix_web::http::header::{ETAG, IF_NONE_MATCH};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse, get, post};
use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use model::{CalendarLinkId, LinkKey, PractitionerId};
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Context, Db, Id, IfMatch, Listing, Problem, Query, Reply, cut_key, mint};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_calendar_link)
        .service(list_calendar_links)
        .service(revoke_calendar_link)
        .service(get_calendar);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::conflict("already-revoked", refusal.to_string()).next_step("Nothing is left to do.")
    }
}

/// The link with the address that opens it.
#[derive(Serialize, ToSchema)]
pub struct CreatedCalendarLink {
    #[serde(flatten)]
    pub link: CalendarLink,
    /// Relative to the address of this API. Shown this once: whoever has it reads the calendar until the link is revoked.
    pub url: String,
}

#[utoipa::path(request_body = CreateCalendarLink, params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 201, description = "The link and, this once, its secret address.", body = CreatedCalendarLink)))]
#[post("/v1/practitioners/{id}/calendar-links")]
/// Makes a link by which a calendar program reads a practitioner's appointments without a token.
///
/// Only a hash of the key is kept. A replay by idempotency key comes without `url`: revoke the link and make another.
pub async fn create_calendar_link(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    body: Body<CreateCalendarLink>,
) -> Result<Reply, Problem> {
    let (practitioner, practice) = (id.0, caller.practice);
    let link = CalendarLink::create(mint(), practitioner, &body.value, platform::now());
    once(&db, &caller, body.digest, async move |tx| {
        practitioner::store::find(tx, practitioner).await?.ok_or_else(|| Problem::missing("practitioner"))?;
        let key = cut_key(practice);
        store::insert(tx, &link, &key.hash()).await?;
        let place = format!("/v1/practitioners/{practitioner}");
        let url = format!("{place}/calendar.ics?key={}", key.expose());
        let reply = Reply::created(format!("{place}/calendar-links"), &link)?;
        Ok(reply.version(link.version).shown_once("url", url))
    })
    .await
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner."), Page),
    responses((status = 200, description = "A page of links, without what opens them.", body = Listing<CalendarLink>)))]
#[get("/v1/practitioners/{id}/calendar-links")]
/// Lists the links to a practitioner's calendar, revoked ones too.
pub async fn list_calendar_links(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        practitioner::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("practitioner"))?;
        Ok::<_, Problem>(store::list(tx, id.0, cursor, limit).await?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |link| link.id.0))?)
}

/// The link a path names.
#[derive(Clone, Copy, Deserialize)]
pub struct Named {
    id: PractitionerId,
    link_id: CalendarLinkId,
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner."), ("link_id" = CalendarLinkId, Path, description = "The link.")),
    responses((status = 200, description = "Revoked: its key opens nothing any more.", body = CalendarLink)))]
#[post("/v1/practitioners/{id}/calendar-links/{link_id}/revoke")]
/// Revokes a link to a calendar.
pub async fn revoke_calendar_link(
    caller: Caller,
    db: web::Data<Db>,
    named: Option<web::Path<Named>>,
    seen: IfMatch,
    body: Body<crate::appointment::routes::Nothing>,
) -> Result<Reply, Problem> {
    let Named { id, link_id } = *named.ok_or_else(|| Problem::missing("link"))?;
    let now = platform::now();
    once(&db, &caller, body.digest, async move |tx| {
        let before =
            store::find_for_change(tx, link_id, id).await?.ok_or_else(|| Problem::missing("link"))?;
        seen.require(before.version)?;
        let after = before.revoke(now)?;
        store::update(tx, &after).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OpenCalendar {
    /// As in the link's `url`.
    #[param(value_type = String, min_length = 48, max_length = 48)]
    key: LinkKey,
}

#[utoipa::path(
    params(("id" = PractitionerId, Path, description = "The practitioner."), OpenCalendar,
           ("If-None-Match" = Option<String>, Header, description = "The ETag of the last answer.")),
    responses((status = 200, description = "The calendar.", body = String, content_type = "text/calendar"),
              (status = 304, description = "Nothing has changed.")))]
#[get("/v1/practitioners/{id}/calendar.ics")]
/// The practitioner's appointments from 30 days back to a year ahead, for calendar programs; opened by a link's key.
///
/// Patients are named only if the link allows it. Cancelled appointments stay, marked as such.
pub async fn get_calendar(
    http: HttpRequest,
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    query: Query<OpenCalendar>,
) -> Result<HttpResponse, Problem> {
    let (key, window) = (query.0.key.hash(), Window::around(platform::now()));
    let context = caller.context();
    let opened = db.read(&context, async move |tx| {
        let link = store::opened_by(tx, &key, id.0).await?.ok_or_else(|| Problem::missing("link"))?;
        let practitioner = practitioner::store::find(tx, id.0).await?;
        let practitioner = practitioner.ok_or_else(|| Problem::missing("practitioner"))?;
        let tag = format!("\"{}\"", store::tag(tx, &link, window).await?);
        let name = format!("{} {}", practitioner.given_name, practitioner.family_name);
        Ok::<_, Problem>((link, tag, name))
    });
    let (link, tag, name) = opened.await?;
    if is_known(&http, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let (opening, closing) = frame(&name);
    let events = pages(db, context, link, window);
    let whole = stream::once(async { Ok(Bytes::from(opening)) })
        .chain(events)
        .chain(stream::once(async { Ok(Bytes::from_static(closing.as_bytes())) }));
    let whole = whole.map_err(actix_web::Error::from);
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((ETAG, tag))
        .streaming(whole))
}

fn is_known(http: &HttpRequest, tag: &str) -> bool {
    let known = http.headers().get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|value| value.split(',')).map(|one| one.trim());
    known.any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// The events page by page: a feed of any length takes the memory of one page.
fn pages(
    db: web::Data<Db>,
    context: Context,
    link: CalendarLink,
    window: Window,
) -> impl Stream<Item = Result<Bytes, Problem>> {
    stream::try_unfold(Some(Place::beginning(window)), move |place| {
        let (db, context, link) = (db.clone(), context.clone(), link.clone());
        async move {
            let Some(place) = place else { return Ok(None) };
            let read =
                async move |tx: &mut _| Ok::<_, Problem>(store::entries(tx, &link, window, place).await?);
            let entries = db.read(&context, read).await?;
            let next = entries.last().filter(|_| entries.len() == store::PAGE).map(Place::after);
            Ok(Some((Bytes::from(written(&entries).map_err(anyhow::Error::from)?), next)))
        }
    })
}
