//! What is being watched, in the database.

use crate::message::About;
use crate::schema::prescription_watches::{self as watches, table};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use model::{PracticeId, PrescriptionId};
use platform::Tx;

/// How many are looked at in one round.
const BATCH: i64 = 200;

/// A prescription that is to be looked at.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Due {
    pub practice: PracticeId,
    pub prescription: PrescriptionId,
    pub about: About,
    pub since: DateTime<Utc>,
}

/// Watches from now on; a new recall begins anew.
pub async fn begin(tx: &mut Tx, id: PrescriptionId, about: About, now: DateTime<Utc>) -> QueryResult<()> {
    let times = (watches::since.eq(now), watches::due_at.eq(now + super::FIRST_LOOK));
    diesel::insert_into(table)
        .values((watches::prescription_id.eq(id), watches::about.eq(about), times))
        .on_conflict((watches::prescription_id, watches::about))
        .do_update()
        .set(times)
        .execute(tx)
        .await
        .map(|_| ())
}

/// Of all practices.
pub async fn due(tx: &mut Tx, now: DateTime<Utc>) -> QueryResult<Vec<Due>> {
    let row = (watches::practice_id, watches::prescription_id, watches::about, watches::since);
    table.filter(watches::due_at.le(now)).order(watches::due_at).limit(BATCH).select(row).load(tx).await
}

/// Unless it has begun anew meanwhile.
pub async fn put_off(tx: &mut Tx, due: &Due, until: DateTime<Utc>) -> QueryResult<()> {
    let same = table.find((due.prescription, due.about)).filter(own()).filter(watches::since.eq(due.since));
    diesel::update(same).set(watches::due_at.eq(until)).execute(tx).await.map(|_| ())
}

/// Unless it has begun anew meanwhile.
pub async fn end(tx: &mut Tx, due: &Due) -> QueryResult<()> {
    let same = table.find((due.prescription, due.about)).filter(own()).filter(watches::since.eq(due.since));
    diesel::delete(same).execute(tx).await.map(|_| ())
}

/// Said again, because the policy of the table is an alternative (practice or system), and no index serves one.
fn own() -> SqlLiteral<Bool> {
    sql("practice_id = practice()")
}
