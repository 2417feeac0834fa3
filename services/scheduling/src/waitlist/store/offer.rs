//! Offers in the database.

use crate::appointment::occupancy::Span;
use crate::schema::holds;
use crate::schema::waitlist_offers::{self as offers, table};
use crate::waitlist::offer::{Offer, OfferStatus};
use crate::waitlist::telling::{Telling, Tellings};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Jsonb, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{HoldId, PatientId, PractitionerId, WaitlistEntryId, WaitlistOfferId};
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, offer: &Offer) -> QueryResult<()> {
    diesel::insert_into(table).values(offer).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: WaitlistOfferId) -> QueryResult<Option<Offer>> {
    table.find(id).select(Offer::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: WaitlistOfferId) -> QueryResult<Option<Offer>> {
    table.find(id).select(Offer::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, offer: &Offer) -> QueryResult<()> {
    let change = (offers::version.eq(offer.version), offers::state.eq(&offer.state));
    diesel::update(table.find(offer.id)).set(change).execute(tx).await.map(|_| ())
}

/// Keeps what became of a message beside what is known of the others.
pub async fn add_telling(tx: &mut Tx, id: WaitlistOfferId, telling: Telling) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE waitlist_offers SET told = told || $1 WHERE practice_id = practice() AND id = $2",
    )
    .bind::<Jsonb, _>(Tellings(vec![telling]))
    .bind::<SqlUuid, _>(id)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Gives the time back that was kept for an offer.
pub async fn end_hold(tx: &mut Tx, hold: HoldId) -> QueryResult<()> {
    diesel::delete(holds::table.find(hold)).execute(tx).await.map(|_| ())
}

/// The offers of an entry, the latest first, fifty at most.
pub async fn of_entry(tx: &mut Tx, entry: WaitlistEntryId) -> QueryResult<Vec<Offer>> {
    let all = table.filter(offers::entry_id.eq(entry)).order(offers::id.desc()).limit(50);
    all.select(Offer::as_select()).load(tx).await
}

/// Which of these patients are being asked now.
pub async fn open(tx: &mut Tx, patients: &[PatientId]) -> QueryResult<Vec<(PatientId, WaitlistOfferId)>> {
    let open = table.filter(offers::patient_id.eq_any(patients)).filter(is_open());
    open.select((offers::patient_id, offers::id)).load(tx).await
}

/// In words the partial indexes are known by.
fn is_open() -> SqlLiteral<Bool> {
    sql("waitlist_offers.status = 'open'")
}

fn has_status(status: &'static str) -> diesel::dsl::Eq<SqlLiteral<Text>, &'static str> {
    sql::<Text>("waitlist_offers.status").eq(status)
}

/// A start somebody was offered: by whom, when, and whether the answer is still open.
pub type Told = (PatientId, DateTime<Utc>, bool);

/// Who was offered which of a practitioner's starts.
pub async fn told(tx: &mut Tx, practitioner: PractitionerId, starts: Span) -> QueryResult<Vec<Told>> {
    table
        .filter(offers::practitioner_id.eq(practitioner))
        .filter(offers::start_at.ge(starts.start))
        .filter(offers::start_at.lt(starts.end))
        .select((offers::patient_id, offers::start_at, is_open()))
        .load(tx)
        .await
}

/// Which offers a list asks for.
#[derive(Clone, Default)]
pub struct Filter {
    pub status: Option<OfferStatus>,
    pub entry: Option<WaitlistEntryId>,
    pub practitioner: Option<PractitionerId>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Offer>> {
    let mut query = table.select(Offer::as_select()).order(offers::id).into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(has_status(status.as_str()));
    }
    if let Some(entry) = filter.entry {
        query = query.filter(offers::entry_id.eq(entry));
    }
    if let Some(practitioner) = filter.practitioner {
        query = query.filter(offers::practitioner_id.eq(practitioner));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(offers::id.gt(WaitlistOfferId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}
