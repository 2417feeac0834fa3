//! Putting the questions of a batch in the queue, or finding what serves them: a thousand in one transaction.

use super::Batch;
use super::count::ItemState;
use crate::check::queue::{self, Got, Wanted};
use crate::check::{Check, ServiceTypes, send, store as checks};
use crate::coverage::{self, Coverage};
use crate::payer;
use crate::visit;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Jsonb, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{AppointmentId, CoverageId, EligibilityBatchId, EligibilityCheckId, PayerId};
use platform::outbound::lane::{self, Urgency};
use platform::{Tx, mint};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// So many questions are put in the queue in one transaction.
pub const AT_ONCE: i64 = 1000;
/// The first are few, so that payers are asked while the rest is put.
pub const FIRST: i64 = 100;

/// A question that waits, with an answer or an open question that serves it, if there is one.
#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Integer)]
    n: i32,
    #[diesel(sql_type = SqlUuid)]
    coverage_id: CoverageId,
    #[diesel(sql_type = Date)]
    service_date: NaiveDate,
    #[diesel(sql_type = Jsonb)]
    about: ServiceTypes,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    appointment_id: Option<AppointmentId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    answer: Option<EligibilityCheckId>,
    #[diesel(sql_type = Bool)]
    answer_is_theirs: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    open: Option<EligibilityCheckId>,
}

/// Puts the next questions in the queue, or finds what serves them; answers how many were done. The batch is locked.
pub async fn put_next(tx: &mut Tx, batch: &Batch, most: i64, now: DateTime<Utc>) -> QueryResult<usize> {
    let since = match batch.max_age_hours {
        0 => None,
        hours => Some(batch.asked_at - TimeDelta::hours(hours.into())),
    };
    let waiting = waiting(tx, batch, since, most).await?;
    let (mut shared, mut new, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for item in &waiting {
        match (item.answer, item.open) {
            (Some(answer), _) if item.appointment_id.is_none() || item.answer_is_theirs => {
                shared.push((item.n, answer));
            }
            (Some(_), _) => others.push(item),
            (None, Some(open)) => shared.push((item.n, open)),
            (None, None) => new.push(item),
        }
    }
    let mut asked = ask(tx, &new, now).await?;
    for item in others {
        match take_over(tx, item, since, now).await? {
            Some(Got::Queued(check)) => asked.push((item.n, check.id)),
            Some(Got::Open(check) | Got::Answered(check)) => shared.push((item.n, check.id)),
            None => (),
        }
    }
    link(tx, batch.id, ItemState::Asked, &asked).await?;
    link(tx, batch.id, ItemState::Shared, &shared).await?;
    let waits = waiting.iter().filter(|item| item.answer.is_none() && item.open.is_some());
    let waits: Vec<AppointmentId> = waits.filter_map(|item| item.appointment_id).collect();
    visit::store::await_other(tx, &waits, now).await?;
    Ok(waiting.len())
}

/// The limits keep both look-ups what they are, one for each question by its coverage: joined, they would read the queue anew
/// for each.
async fn waiting(
    tx: &mut Tx,
    batch: &Batch,
    since: Option<DateTime<Utc>>,
    most: i64,
) -> QueryResult<Vec<Waiting>> {
    diesel::sql_query(
        "SELECT i.n, i.coverage_id, i.service_date, i.about, i.appointment_id, f.id AS answer, \
           coalesce(f.appointment_id = i.appointment_id, false) AS answer_is_theirs, o.id AS open \
         FROM batch_items i JOIN coverages c ON c.id = i.coverage_id \
         LEFT JOIN LATERAL ( \
           SELECT k.id, k.appointment_id FROM checks k \
           WHERE k.practice_id = practice() AND k.coverage_id = i.coverage_id AND k.status = 'answered' \
             AND k.service_date >= date_trunc('month', i.service_date::timestamp)::date \
             AND k.service_date < (date_trunc('month', i.service_date::timestamp) + interval '1 month')::date \
             AND k.asked_at >= greatest($3, c.identity_since) AND $3 IS NOT NULL AND k.shared_from IS NULL \
             AND k.state ->> 'outcome' IN ('active', 'inactive') AND k.service_types @> i.about \
           ORDER BY (k.appointment_id IS NOT DISTINCT FROM i.appointment_id) DESC, k.id DESC LIMIT 1) f ON true \
         LEFT JOIN LATERAL ( \
           SELECT k.id FROM checks k WHERE k.practice_id = practice() AND k.coverage_id = i.coverage_id \
             AND k.service_date = i.service_date AND k.service_types = i.about \
             AND k.status IN ('queued', 'sending') LIMIT 1) o ON true \
         WHERE i.practice_id = practice() AND i.batch_id = $1 AND i.state = 'waiting' ORDER BY i.n LIMIT $2",
    )
    .bind::<SqlUuid, _>(batch.id)
    .bind::<BigInt, _>(most)
    .bind::<Nullable<Timestamptz>, _>(since)
    .load(tx)
    .await
}

/// An answer another appointment was given: taken over, so that whoever waits for this visit is told.
async fn take_over(
    tx: &mut Tx,
    item: &Waiting,
    not_before: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> QueryResult<Option<Got>> {
    let Some(coverage) = coverage::store::find(tx, item.coverage_id).await? else { return Ok(None) };
    let wanted = Wanted {
        coverage: &coverage,
        day: item.service_date,
        about: item.about.clone(),
        appointment: item.appointment_id,
        patient: true,
        not_before,
    };
    queue::ask(tx, wanted, now).await.map(Some)
}

/// Queues new questions; one that somebody else queued this moment is left out, and found open the next time.
async fn ask(
    tx: &mut Tx,
    new: &[&Waiting],
    now: DateTime<Utc>,
) -> QueryResult<Vec<(i32, EligibilityCheckId)>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CoverageId> = new.iter().map(|item| item.coverage_id).collect();
    let known: HashMap<CoverageId, Coverage> = coverage::store::find_all(tx, &ids)
        .await?
        .into_iter()
        .map(|coverage| (coverage.id, coverage))
        .collect();
    let mut numbers = HashMap::new();
    let checks: Vec<Check> = new
        .iter()
        .filter_map(|item| {
            let (id, coverage) = (mint::<EligibilityCheckId>(), known.get(&item.coverage_id)?);
            numbers.insert(id, item.n);
            let (day, about) = (item.service_date, item.about.clone());
            Some(Check::ask(id, coverage, day, about, item.appointment_id, now).until(now + queue::FOR_HOURS))
        })
        .collect();
    let queued = checks::insert_all(tx, &checks).await?;
    let keys: HashMap<EligibilityCheckId, String> =
        checks.iter().map(|check| (check.id, check.trace())).collect();
    let about: HashMap<EligibilityCheckId, PayerId> =
        checks.iter().filter_map(|check| Some((check.id, known.get(&check.coverage_id)?.payer_id))).collect();
    intend(tx, queued.iter().filter_map(|id| Some((*about.get(id)?, (id.0, keys.get(id)?.clone()))))).await?;
    Ok(queued.into_iter().filter_map(|id| Some((*numbers.get(&id)?, id))).collect())
}

/// Each in the lane of its payer's connection, as one of many.
async fn intend(tx: &mut Tx, queued: impl Iterator<Item = (PayerId, (Uuid, String))>) -> QueryResult<()> {
    let mut by_payer: BTreeMap<PayerId, Vec<(Uuid, String)>> = BTreeMap::new();
    queued.for_each(|(payer, intent)| by_payer.entry(payer).or_default().push(intent));
    let payers: Vec<PayerId> = by_payer.keys().copied().collect();
    for payer in payer::store::find_all(tx, &payers).await? {
        let intents = by_payer.remove(&payer.id).unwrap_or_default();
        lane::intend(tx, send::KIND, (payer.connection_id.0, Urgency::Queued), &intents).await?;
    }
    Ok(())
}

async fn link(
    tx: &mut Tx,
    batch: EligibilityBatchId,
    state: ItemState,
    found: &[(i32, EligibilityCheckId)],
) -> QueryResult<()> {
    let (numbers, checks): (Vec<i32>, Vec<EligibilityCheckId>) = found.iter().copied().unzip();
    diesel::sql_query(
        "UPDATE batch_items i SET state = $2, check_id = f.check_id FROM unnest($3, $4) AS f (n, check_id) \
         WHERE i.practice_id = practice() AND i.batch_id = $1 AND i.n = f.n",
    )
    .bind::<SqlUuid, _>(batch)
    .bind::<diesel::sql_types::Text, _>(state)
    .bind::<Array<Integer>, _>(numbers)
    .bind::<Array<SqlUuid>, _>(checks)
    .execute(tx)
    .await
    .map(|_| ())
}
