//! Who waits.

use crate::appointment::routes::Nothing;
use crate::waitlist::offer::Offer;
use crate::waitlist::store::{self, Filter};
use crate::waitlist::{AddWaitlistEntry, Entry, State, Status, UpdateWaitlistEntry};
use crate::{location, patient, practitioner, visit_type};
use actix_web::{get, patch, post, web};
use model::{LocationId, PatientId, PractitionerId, VisitTypeId, WaitlistEntryId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[utoipa::path(request_body = AddWaitlistEntry, responses((status = 201, description = "Waiting.", body = Entry)))]
#[post("/v1/waitlist")]
/// Puts a patient on the waitlist for a kind of visit.
///
/// When such a time is given up, it is offered by itself: to one patient after the other, each alone until a deadline. A
/// patient who waits for this kind of visit already answers 409 `waits-already` with the entry's id.
pub async fn add_waitlist_entry(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<AddWaitlistEntry>,
) -> Result<Reply, Problem> {
    let (id, now, said) = (mint::<WaitlistEntryId>(), platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let unknown = |field: &str| Problem::invalid(field, "names nothing in this practice");
        patient::store::find(tx, said.patient_id).await?.ok_or_else(|| unknown("/patient_id"))?;
        let visit = visit_type::store::find(tx, said.visit_type_id).await?;
        visit.ok_or_else(|| unknown("/visit_type_id"))?;
        require_known(tx, &said.practitioner_ids, &said.location_ids).await?;
        let entry = Entry::add(id, said.clone(), now)?;
        store::enter(tx).await?;
        if store::insert(tx, &entry).await?.is_none() {
            let problem =
                Problem::conflict("waits-already", "The patient waits for this kind of visit already.")
                    .next_step("Change the entry that is there.");
            let there = store::live(tx, entry.patient_id, entry.visit_type_id).await?;
            return Err(match there {
                Some(id) => problem.blocked_by(id.0),
                None => problem,
            });
        }
        store::wake(tx, &entry, None, now).await?;
        Ok(Reply::created(format!("/v1/waitlist/{id}"), &entry)?.version(entry.version))
    })
    .await
}

async fn require_known(
    tx: &mut Tx,
    practitioners: &[PractitionerId],
    locations: &[LocationId],
) -> Result<(), Problem> {
    let known = practitioner::store::known(tx, practitioners).await?;
    if let Some(n) = practitioners.iter().position(|id| !known.contains(id)) {
        return Err(Problem::invalid(format!("/practitioner_ids/{n}"), "names nothing in this practice"));
    }
    let known = location::store::known(tx, locations).await?;
    match locations.iter().position(|id| !known.contains(id)) {
        Some(n) => Err(Problem::invalid(format!("/location_ids/{n}"), "names nothing in this practice")),
        None => Ok(()),
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListWaitlistEntries {
    #[param(inline)]
    status: Option<Status>,
    visit_type_id: Option<VisitTypeId>,
    patient_id: Option<PatientId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListWaitlistEntries), responses((status = 200, description = "A page of entries.", body = Listing<Entry>)))]
#[get("/v1/waitlist")]
/// Lists the waitlist, the oldest entry first.
pub async fn list_waitlist_entries(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListWaitlistEntries>,
) -> Result<Reply, Problem> {
    let ListWaitlistEntries { status, visit_type_id, patient_id, cursor, limit } = query.0;
    let filter = Filter { status, visit_type: visit_type_id, patient: patient_id, cursor, limit };
    let items =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &filter).await?)).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |entry| entry.id.0))?)
}

/// An entry, and what the patient was offered.
#[derive(Serialize, ToSchema)]
pub struct EntryWithOffers {
    #[serde(flatten)]
    pub entry: Entry,
    /// The latest first; at most fifty.
    pub offers: Vec<Offer>,
}

#[utoipa::path(params(("id" = WaitlistEntryId, Path, description = "The entry.")),
    responses((status = 200, description = "The entry and its offers.", body = EntryWithOffers)))]
#[get("/v1/waitlist/{id}")]
/// Reads who waits for what, and what was offered.
pub async fn get_waitlist_entry(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<WaitlistEntryId>,
) -> Result<Reply, Problem> {
    let context = caller.context();
    let found = db.read(&context, async move |tx| {
        let Some(entry) = store::find(tx, id.0).await? else { return Ok(None) };
        let offers = store::offer::of_entry(tx, id.0).await?;
        Ok::<_, Problem>(Some(EntryWithOffers { entry, offers }))
    });
    let found = found.await?.ok_or_else(|| Problem::missing("waitlist entry"))?;
    Ok(Reply::ok(&found)?.version(found.entry.version))
}

#[utoipa::path(request_body = UpdateWaitlistEntry, params(("id" = WaitlistEntryId, Path, description = "The entry.")),
    responses((status = 200, description = "The entry as changed.", body = Entry)))]
#[patch("/v1/waitlist/{id}")]
/// Changes what a patient waits for; fields that are absent stay, and so does an open offer.
pub async fn update_waitlist_entry(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<WaitlistEntryId>,
    seen: IfMatch,
    body: Body<UpdateWaitlistEntry>,
) -> Result<Reply, Problem> {
    let (now, said) = (platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let before = read(tx, id.0, seen).await?;
        let named = (said.practitioner_ids.as_deref(), said.location_ids.as_deref());
        require_known(tx, named.0.unwrap_or_default(), named.1.unwrap_or_default()).await?;
        let entry = before.update(said.clone(), now)?;
        store::update(tx, &entry).await?;
        store::wake(tx, &entry, None, now).await?;
        Ok(Reply::ok(&entry)?.version(entry.version))
    })
    .await
}

#[utoipa::path(request_body = Nothing, params(("id" = WaitlistEntryId, Path, description = "The entry.")),
    responses((status = 200, description = "Withdrawn; what was kept for the patient goes to the next.", body = Entry)))]
#[post("/v1/waitlist/{id}/withdraw")]
/// Takes a patient off the waitlist; an open offer is withdrawn, too.
pub async fn withdraw_waitlist_entry(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<WaitlistEntryId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let now = platform::now();
    once(&db, &caller, body.digest, async move |tx| {
        let before = read(tx, id.0, seen).await?;
        let offered = match before.state {
            State::Offered { offer_id } => store::offer::find_for_change(tx, offer_id).await?,
            _ => None,
        };
        let entry = before.withdraw()?;
        store::update(tx, &entry).await?;
        if let Some((hold, offer)) = offered.and_then(|offer| Some((offer.state.hold()?, offer))) {
            store::offer::end_hold(tx, hold).await?;
            store::freed::put_off(tx, offer.freed_time_id, Some(now)).await?;
            store::offer::update(tx, &offer.withdraw(now)).await?;
        }
        Ok(Reply::ok(&entry)?.version(entry.version))
    })
    .await
}

async fn read(tx: &mut Tx, id: WaitlistEntryId, seen: IfMatch) -> Result<Entry, Problem> {
    store::enter(tx).await?;
    let entry = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("waitlist entry"))?;
    seen.require(entry.version)?;
    Ok(entry)
}
