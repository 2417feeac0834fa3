//! The queue in the database; every look by a pharmacy names the pharmacy, so that it sees its own and nothing else.

use super::shown::Filter;
use super::{AtCounter, Entry, Hold};
use crate::fill::{self, Measure};
use crate::prescription::{self, Prescription, State, Status};
use crate::schema::{prescriptions, queue_entries as entries};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Jsonb, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{PharmacyId, PrescriptionId};
use platform::Tx;
use platform::page::Cursor;
use uuid::Uuid;

/// Statuses in which somebody at the pharmacy has something to do.
const WAITING: [Status; 5] = [
    Status::AcceptedByNetwork,
    Status::AcceptedByPharmacy,
    Status::Verified,
    Status::PartiallyDispensed,
    Status::CancelPending,
];

/// Statuses of what nothing was handed out on yet.
const UNTOUCHED: [Status; 3] = [Status::AcceptedByNetwork, Status::AcceptedByPharmacy, Status::Verified];

pub async fn insert(tx: &mut Tx, counter: &AtCounter) -> QueryResult<()> {
    let entry = &counter.entry;
    let content = &counter.prescription.content;
    let allowed = Measure::from(content.quantity.value).times(content.refills.count() + 1);
    diesel::insert_into(entries::table)
        .values((
            entries::prescription_id.eq(entry.prescription_id),
            entries::pharmacy_id.eq(entry.pharmacy_id),
            entries::parties.eq(&entry.parties),
            entries::put_at.eq(entry.put_at),
            entries::due_at.eq(entry.due_at),
            entries::allowed.eq(allowed),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn update(tx: &mut Tx, entry: &Entry) -> QueryResult<()> {
    diesel::update(entries::table.find(entry.prescription_id))
        .set((
            entries::due_at.eq(entry.due_at),
            entries::hold.eq(&entry.hold),
            entries::held_until.eq(entry.hold.as_ref().map(|hold| hold.until)),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn extend(tx: &mut Tx, prescription: PrescriptionId, hold: &Hold) -> QueryResult<()> {
    diesel::update(entries::table.find(prescription))
        .set((entries::hold.eq(hold), entries::held_until.eq(hold.until)))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Sent to this pharmacy, or to nobody.
async fn entry(tx: &mut Tx, pharmacy: PharmacyId, id: PrescriptionId) -> QueryResult<Option<Entry>> {
    entries::table
        .filter(entries::prescription_id.eq(id))
        .filter(entries::pharmacy_id.eq(pharmacy))
        .select(Entry::as_select())
        .first(tx)
        .await
        .optional()
}

/// What a pharmacy sees of a prescription that was sent to it.
pub async fn find(tx: &mut Tx, pharmacy: PharmacyId, id: PrescriptionId) -> QueryResult<Option<AtCounter>> {
    let Some(entry) = entry(tx, pharmacy, id).await? else { return Ok(None) };
    let Some(prescription) = prescription::store::find(tx, id).await? else { return Ok(None) };
    Ok(Some(AtCounter { prescription, entry, fills: fill::store::list(tx, id).await? }))
}

/// The same, locked to the end of the transaction: two terminals act one after the other.
pub async fn find_for_change(
    tx: &mut Tx,
    pharmacy: PharmacyId,
    id: PrescriptionId,
) -> QueryResult<Option<AtCounter>> {
    let Some(prescription) = prescription::store::find_for_change(tx, id).await? else { return Ok(None) };
    let Some(entry) = entry(tx, pharmacy, id).await? else { return Ok(None) };
    Ok(Some(AtCounter { prescription, entry, fills: fill::store::list(tx, id).await? }))
}

/// A prescription that is locked already, if it is in any queue.
pub async fn of(tx: &mut Tx, prescription: Prescription) -> QueryResult<Option<AtCounter>> {
    let Some(entry) = entry(tx, prescription.pharmacy_id, prescription.id).await? else { return Ok(None) };
    let fills = fill::store::list(tx, prescription.id).await?;
    Ok(Some(AtCounter { prescription, entry, fills }))
}

/// Whether a prescription was put into a queue, so that its fills are counted there.
pub async fn has(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<bool> {
    let entry = entries::table.find(prescription).select(entries::prescription_id);
    diesel::select(diesel::dsl::exists(entry)).get_result(tx).await
}

pub async fn list(
    tx: &mut Tx,
    pharmacy: PharmacyId,
    filter: &Filter,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(Entry, Prescription)>> {
    let mut query = entries::table
        .inner_join(prescriptions::table)
        .filter(entries::pharmacy_id.eq(pharmacy))
        .filter(prescriptions::pharmacy_id.eq(pharmacy))
        .select((Entry::as_select(), Prescription::as_select()))
        .order(entries::prescription_id)
        .into_boxed();
    query = match filter.status {
        Some(status) => query.filter(prescriptions::status.eq(status)),
        None => query.filter(prescriptions::status.eq_any(WAITING)),
    };
    match filter.held {
        Some(true) => query = query.filter(entries::held_until.gt(now)),
        Some(false) => {
            query = query.filter(entries::held_until.is_null().or(entries::held_until.le(now)));
        }
        None => {}
    }
    match filter.overdue {
        Some(true) => query = query.filter(entries::due_at.lt(now)),
        Some(false) => query = query.filter(entries::due_at.is_null().or(entries::due_at.ge(now))),
        None => {}
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(entries::prescription_id.gt(PrescriptionId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}

/// The oldest that nothing was handed out on and nobody has in hand, locked; what others are just taking is left to them.
pub async fn next_free(
    tx: &mut Tx,
    pharmacy: PharmacyId,
    most: i64,
    now: DateTime<Utc>,
) -> QueryResult<Vec<AtCounter>> {
    let free: Vec<(Entry, Prescription)> = entries::table
        .inner_join(prescriptions::table)
        .filter(entries::pharmacy_id.eq(pharmacy))
        .filter(prescriptions::pharmacy_id.eq(pharmacy))
        .filter(prescriptions::status.eq_any(UNTOUCHED))
        .filter(entries::held_until.is_null().or(entries::held_until.le(now)))
        .order(entries::prescription_id)
        .limit(most)
        .select((Entry::as_select(), Prescription::as_select()))
        .for_update()
        .skip_locked()
        .load(tx)
        .await?;
    let at_counter = |(entry, prescription)| AtCounter { prescription, entry, fills: Vec::new() };
    Ok(free.into_iter().map(at_counter).collect())
}

/// Gives all of these into one hand, with the states they have by it.
pub async fn hold_all(tx: &mut Tx, taken: &[AtCounter]) -> QueryResult<()> {
    let Some(hold) = taken.first().and_then(|one| one.entry.hold.as_ref()) else { return Ok(()) };
    let ids: Vec<Uuid> = taken.iter().map(|one| one.prescription.id.0).collect();
    let states: Vec<&State> = taken.iter().map(|one| &one.prescription.state).collect();
    diesel::sql_query(
        "UPDATE prescriptions SET version = version + 1, state = taken.state \
         FROM unnest($1, $2) AS taken (prescription, state) WHERE id = prescription",
    )
    .bind::<Array<SqlUuid>, _>(&ids)
    .bind::<Array<Jsonb>, _>(states)
    .execute(tx)
    .await?;
    diesel::update(entries::table.filter(entries::prescription_id.eq_any(&ids)))
        .set((entries::hold.eq(hold), entries::held_until.eq(hold.until)))
        .execute(tx)
        .await
        .map(|_| ())
}
