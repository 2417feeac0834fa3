//! Checks and their messages in the database.

use super::Check;
use super::routes::ListChecks;
use crate::merge;
use crate::schema::checks::{self, table};
use crate::schema::coverages;
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{EligibilityCheckId, PayerId};
use platform::outbound::Intent;
use platform::{Cursor, Tx};
use std::collections::HashMap;

pub mod exchange;

/// False when an equal question is open already.
pub async fn insert(tx: &mut Tx, check: &Check) -> QueryResult<bool> {
    let insert = diesel::insert_into(table).values(check).on_conflict_do_nothing();
    Ok(insert.execute(tx).await? == 1)
}

pub async fn open_equal_to(tx: &mut Tx, check: &Check) -> QueryResult<Option<Check>> {
    table
        .filter(checks::coverage_id.eq(check.coverage_id).and(checks::service_date.eq(check.service_date)))
        .filter(
            checks::service_types.eq(&check.service_types).and(checks::status.eq_any(["queued", "sending"])),
        )
        .select(Check::as_select())
        .first(tx)
        .await
        .optional()
}

pub async fn find(tx: &mut Tx, id: EligibilityCheckId) -> QueryResult<Option<Check>> {
    table.find(id).select(Check::as_select()).first(tx).await.optional()
}

pub async fn lock(tx: &mut Tx, id: EligibilityCheckId) -> QueryResult<Option<Check>> {
    Ok(lock_all(tx, &[id]).await?.pop())
}

/// In the order of their ids, so that no two who lock some wait for each other.
pub async fn lock_all(tx: &mut Tx, ids: &[EligibilityCheckId]) -> QueryResult<Vec<Check>> {
    let wanted = table.filter(checks::id.eq_any(ids)).order(checks::id);
    wanted.select(Check::as_select()).for_update().load(tx).await
}

/// What a sender changes of checks, of many at once.
pub async fn save_all(tx: &mut Tx, checks: &[&Check]) -> anyhow::Result<()> {
    if checks.is_empty() {
        return Ok(());
    }
    let ids: Vec<uuid::Uuid> = checks.iter().map(|check| check.id.0).collect();
    let states: Result<Vec<_>, _> = checks.iter().map(|check| serde_json::to_value(&check.state)).collect();
    let attempts: Result<Vec<_>, _> =
        checks.iter().map(|check| serde_json::to_value(&check.attempts)).collect();
    let until: Vec<DateTime<Utc>> = checks.iter().map(|check| check.give_up_at).collect();
    let versions: Vec<i64> = checks.iter().map(|check| check.version).collect();
    diesel::sql_query(
        "UPDATE checks SET state = saved.state, attempts = saved.attempts, version = saved.version, \
           give_up_at = saved.give_up_at \
         FROM unnest($1, $2, $3, $4, $5) AS saved (id, state, attempts, version, give_up_at) \
         WHERE checks.practice_id = practice() AND checks.id = saved.id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Jsonb>, _>(states?)
    .bind::<Array<Jsonb>, _>(attempts?)
    .bind::<Array<BigInt>, _>(versions)
    .bind::<Array<Timestamptz>, _>(until)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(embed)]
    intent: Intent,
}

/// Open checks of a lane whose time is over and that nobody has in hand, with their intents.
pub async fn overdue(
    tx: &mut Tx,
    lane: uuid::Uuid,
    now: DateTime<Utc>,
    most: i64,
) -> QueryResult<Vec<(Intent, Check)>> {
    let intents: Vec<Found> = diesel::sql_query(
        "SELECT outbound.id, outbound.practice_id, subject, key, outbound.attempts, trace, cause \
         FROM checks JOIN outbound ON outbound.practice_id = practice() AND kind = $1 AND subject = checks.id \
           AND done_at IS NULL AND lane = $2 AND NOT taken \
         WHERE checks.practice_id = practice() AND status IN ('queued', 'sending') AND give_up_at <= $3 \
         ORDER BY give_up_at LIMIT $4 FOR UPDATE OF outbound SKIP LOCKED",
    )
    .bind::<Text, _>(super::send::KIND)
    .bind::<SqlUuid, _>(lane)
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(most)
    .load(tx)
    .await?;
    let ids: Vec<_> = intents.iter().map(|found| EligibilityCheckId(found.intent.subject)).collect();
    let mut checks: HashMap<_, _> = lock_all(tx, &ids).await?.into_iter().map(|c| (c.id.0, c)).collect();
    let paired = intents.into_iter().filter_map(|Found { intent }| {
        let check = checks.remove(&intent.subject).filter(Check::is_open)?;
        Some((intent, check))
    });
    Ok(paired.collect())
}

/// The open intents of these checks.
pub async fn intents_of(tx: &mut Tx, checks: &[EligibilityCheckId]) -> QueryResult<Vec<Intent>> {
    let ids: Vec<uuid::Uuid> = checks.iter().map(|check| check.0).collect();
    let intents: Vec<Found> = diesel::sql_query(
        "SELECT id, practice_id, subject, key, attempts, trace, cause FROM outbound \
         WHERE practice_id = practice() AND kind = $1 AND subject = ANY($2) AND done_at IS NULL AND lane IS NOT NULL \
         ORDER BY id FOR UPDATE",
    )
    .bind::<Text, _>(super::send::KIND)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(tx)
    .await?;
    Ok(intents.into_iter().map(|found| found.intent).collect())
}

/// Open checks of a payer's coverages.
pub async fn open_of_payer(tx: &mut Tx, payer: PayerId) -> QueryResult<Vec<EligibilityCheckId>> {
    let of_payer = coverages::table.filter(coverages::payer_id.eq(payer)).select(coverages::id);
    table
        .filter(checks::status.eq_any(["queued", "sending"]).and(checks::coverage_id.eq_any(of_payer)))
        .select(checks::id)
        .load(tx)
        .await
}

/// Those that are no equal of an open question; the others are left out.
pub async fn insert_all(tx: &mut Tx, new: &[Check]) -> QueryResult<Vec<EligibilityCheckId>> {
    let insert = diesel::insert_into(table).values(new).on_conflict_do_nothing();
    insert.returning(checks::id).get_results(tx).await
}

pub async fn list(tx: &mut Tx, asked: &ListChecks) -> QueryResult<Vec<Check>> {
    let records = match asked.patient_id {
        Some(patient) => Some(merge::store::records(tx, patient).await?),
        None => None,
    };
    let page = table.select(Check::as_select()).order(checks::id).limit(asked.limit.and_one());
    let mut query = page.into_boxed();
    if let Some(appointment) = asked.appointment_id {
        query = query.filter(checks::appointment_id.eq(appointment));
    }
    if let Some(records) = records {
        query = query.filter(checks::patient_id.eq_any(records));
    }
    if let Some(coverage) = asked.coverage_id {
        query = query.filter(checks::coverage_id.eq(coverage));
    }
    if let Some(batch) = asked.batch_id {
        let of_batch = sql::<Bool>(
            "checks.id IN (SELECT check_id FROM batch_items WHERE practice_id = practice() AND batch_id = ",
        );
        query = query.filter(of_batch.bind::<SqlUuid, _>(batch).sql(")"));
    }
    if let Some(outcome) = asked.outcome {
        query = query.filter(sql::<Bool>("checks.state ->> 'outcome' = ").bind::<Text, _>(outcome.as_str()));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(checks::id.gt(EligibilityCheckId(last)));
    }
    query.load(tx).await
}
