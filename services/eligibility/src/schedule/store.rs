//! Schedules in the database: one a practice.

use super::Schedule;
use crate::schema::schedules;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::Tx;

pub async fn find(tx: &mut Tx) -> QueryResult<Option<Schedule>> {
    schedules::table.select(Schedule::as_select()).first(tx).await.optional()
}

/// False when another came before: what is there is no longer the version before this.
pub async fn put(tx: &mut Tx, schedule: &Schedule) -> QueryResult<bool> {
    // Only here: elsewhere its `filter` would be one too many.
    use diesel::query_dsl::methods::FilterDsl as _;
    let change = (
        schedules::version.eq(schedule.version),
        schedules::on_booking.eq(schedule.on_booking),
        schedules::booking_horizon_days.eq(schedule.booking_horizon_days),
        schedules::days_before.eq(&schedule.days_before),
        schedules::nightly_days.eq(schedule.nightly_days),
        schedules::hour.eq(schedule.hour),
        schedules::on_coverage_change.eq(schedule.on_coverage_change),
        schedules::other_coverages.eq(schedule.other_coverages),
        schedules::max_age_hours.eq(schedule.max_age_hours),
    );
    let put = diesel::insert_into(schedules::table)
        .values(schedule)
        .on_conflict(schedules::practice_id)
        .do_update()
        .set(change)
        .filter(schedules::version.eq(schedule.version - 1));
    Ok(put.execute(tx).await? == 1)
}
