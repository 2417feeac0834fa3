//! Questions that are answered or not sent yet, in the database.

use super::Wanted;
use crate::check::{Check, ReasonCode, State};
use crate::schema::checks::{self, table};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::AppointmentId;
use platform::Tx;

/// More answers than this about one coverage and month are not looked through.
const MOST: i64 = 20;

/// Answers about a coverage in the month of a day to what was asked since, newest first.
pub async fn answers(tx: &mut Tx, wanted: &Wanted<'_>, since: DateTime<Utc>) -> QueryResult<Vec<Check>> {
    let first = wanted.day.with_day(1).unwrap_or(wanted.day);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    table
        .filter(checks::coverage_id.eq(wanted.coverage.id).and(checks::status.eq("answered")))
        .filter(checks::service_date.ge(first).and(checks::service_date.lt(next)))
        .filter(checks::asked_at.ge(since))
        .filter(
            checks::shared_from.is_null().or(checks::appointment_id.eq(wanted.appointment).assume_not_null()),
        )
        .order(checks::id.desc())
        .limit(MOST)
        .select(Check::as_select())
        .load(tx)
        .await
}

/// Ends what was queued for a visit and not sent yet, but for what is about the day it still is on; who sends it finds it
/// ended.
pub async fn withdraw_of_visit(
    tx: &mut Tx,
    visit: AppointmentId,
    still_on: Option<NaiveDate>,
) -> QueryResult<()> {
    let queued = table.filter(checks::appointment_id.eq(visit).and(checks::status.eq("queued")));
    // Nothing can be asked about the last day there is.
    diesel::update(queued.filter(checks::service_date.ne(still_on.unwrap_or(NaiveDate::MAX))))
        .set((checks::state.eq(withdrawn()), checks::version.eq(checks::version + 1)))
        .execute(tx)
        .await
        .map(|_| ())
}

/// A question taken back before it was sent.
pub fn withdrawn() -> State {
    State::unknown(ReasonCode::Withdrawn)
}
