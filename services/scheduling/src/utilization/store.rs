//! What became of the appointments of a time, counted by the database.

use super::{Place, Tally};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{LocationId, PractitionerId};
use platform::Tx;
use std::collections::HashMap;
use uuid::Uuid;

/// What a report is about.
#[derive(Clone, Copy)]
pub struct Filter {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub practitioner: Option<PractitionerId>,
    pub location: Option<LocationId>,
}

/// The appointments of one practitioner at one location on one day.
#[derive(Clone, Debug, QueryableByName)]
pub struct Counted {
    #[diesel(sql_type = SqlUuid)]
    pub practitioner_id: PractitionerId,
    #[diesel(sql_type = SqlUuid)]
    pub location_id: LocationId,
    #[diesel(sql_type = Date)]
    pub service_date: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub booked_minutes: i64,
    #[diesel(sql_type = BigInt)]
    pub completed_minutes: i64,
    #[diesel(sql_type = BigInt)]
    pub no_shows: i64,
    #[diesel(sql_type = BigInt)]
    pub cancellations: i64,
    #[diesel(sql_type = BigInt)]
    pub late_cancellations: i64,
}

impl Counted {
    pub fn place(&self) -> Place {
        (self.practitioner_id, self.location_id, self.service_date)
    }

    pub fn tally(&self) -> Tally {
        Tally {
            offered_minutes: 0,
            booked_minutes: self.booked_minutes,
            completed_minutes: self.completed_minutes,
            no_shows: self.no_shows,
            cancellations: self.cancellations,
            late_cancellations: self.late_cancellations,
            fill_per_mille: None,
        }
    }
}

/// Those of a group that meet at one start take the practitioner's time once; who was overbooked takes it once more.
pub async fn count(tx: &mut Tx, filter: Filter) -> QueryResult<Vec<Counted>> {
    diesel::sql_query(
        "SELECT practitioner_id, location_id, service_date, \
           coalesce(sum(minutes) FILTER (WHERE stands AND nth_standing = 1), 0)::bigint AS booked_minutes, \
           coalesce(sum(minutes) FILTER (WHERE status = 'completed' AND nth_of_status = 1), 0)::bigint AS completed_minutes, \
           count(*) FILTER (WHERE status = 'no_show') AS no_shows, \
           count(*) FILTER (WHERE status = 'cancelled') AS cancellations, \
           count(*) FILTER (WHERE status = 'cancelled' AND late) AS late_cancellations \
         FROM (SELECT practitioner_id, location_id, service_date, status, stands, (state ->> 'late')::boolean AS late, \
                 extract(epoch FROM end_at - start_at)::bigint / 60 AS minutes, \
                 row_number() OVER (PARTITION BY practitioner_id, start_at, visit_type_id, alone, stands) AS nth_standing, \
                 row_number() OVER (PARTITION BY practitioner_id, start_at, visit_type_id, alone, status) AS nth_of_status \
               FROM appointments, LATERAL (SELECT status IN ('booked', 'arrived', 'in_progress', 'completed') AS stands, \
                 CASE WHEN overbook_reason IS NOT NULL THEN id END AS alone) s \
               WHERE practice_id = practice() AND service_date >= $1 AND service_date <= $2 \
                 AND ($3 IS NULL OR practitioner_id = $3) AND ($4 IS NULL OR location_id = $4)) a \
         GROUP BY practitioner_id, location_id, service_date",
    )
    .bind::<Date, _>(filter.from)
    .bind::<Date, _>(filter.to)
    .bind::<Nullable<SqlUuid>, _>(filter.practitioner)
    .bind::<Nullable<SqlUuid>, _>(filter.location)
    .load(tx)
    .await
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
}

/// What people call these practitioners.
pub async fn practitioner_names(tx: &mut Tx, ids: &[Uuid]) -> QueryResult<HashMap<Uuid, String>> {
    let rows: Vec<Named> = diesel::sql_query(
        "SELECT id, given_name || ' ' || family_name AS name FROM practitioners \
         WHERE practice_id = practice() AND id = ANY($1)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
