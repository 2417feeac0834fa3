//! Calendar links and the appointments of a feed in the database.

use super::{CalendarLink, Entry, Window};
use crate::appointment::Status;
use crate::schema::calendar_links::{self, dsl};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{Address, AppointmentId, CalendarLinkId, KeyHash, Name, PractitionerId};
use platform::Tx;
use platform::page::{Cursor, Limit};
use uuid::Uuid;

/// Events in one page of a feed.
pub const PAGE: usize = 500;

pub async fn insert(tx: &mut Tx, link: &CalendarLink, key: &KeyHash) -> QueryResult<()> {
    let row = (link, calendar_links::key_hash.eq(key));
    diesel::insert_into(calendar_links::table).values(row).execute(tx).await.map(|_| ())
}

pub async fn list(
    tx: &mut Tx,
    practitioner: PractitionerId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<CalendarLink>> {
    let all = dsl::calendar_links.filter(dsl::practitioner_id.eq(practitioner)).order(dsl::id);
    let mut query = all.select(CalendarLink::as_select()).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(dsl::id.gt(CalendarLinkId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

pub async fn find_for_change(
    tx: &mut Tx,
    id: CalendarLinkId,
    practitioner: PractitionerId,
) -> QueryResult<Option<CalendarLink>> {
    let one = dsl::calendar_links.find(id).filter(dsl::practitioner_id.eq(practitioner));
    one.select(CalendarLink::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, link: &CalendarLink) -> QueryResult<()> {
    let change = (dsl::version.eq(link.version), dsl::revoked_at.eq(link.revoked_at));
    diesel::update(dsl::calendar_links.find(link.id)).set(change).execute(tx).await.map(|_| ())
}

/// The link a key opens to this practitioner's calendar; none when it is revoked.
pub async fn opened_by(
    tx: &mut Tx,
    key: &KeyHash,
    practitioner: PractitionerId,
) -> QueryResult<Option<CalendarLink>> {
    let one = dsl::calendar_links.filter(dsl::key_hash.eq(key)).filter(dsl::revoked_at.is_null());
    let one = one.filter(dsl::practitioner_id.eq(practitioner));
    one.select(CalendarLink::as_select()).first(tx).await.optional()
}

#[derive(QueryableByName)]
struct Tag {
    #[diesel(sql_type = Text)]
    tag: String,
}

/// Changes whenever anything the feed shows has changed; made of ids and versions alone.
pub async fn tag(tx: &mut Tx, link: &CalendarLink, window: Window) -> QueryResult<String> {
    let row: Tag = diesel::sql_query(
        "SELECT encode(sha256(convert_to(concat_ws(' ', $4::text, $5::text, d.version, \
           string_agg(concat_ws(' ', a.id, a.version, v.version, l.version, p.version), ',' ORDER BY a.start_at, a.id) \
         ), 'UTF8')), 'hex') AS tag \
         FROM practitioners d LEFT JOIN (appointments a JOIN visit_types v ON v.id = a.visit_type_id \
           JOIN locations l ON l.id = a.location_id JOIN patients p ON p.id = a.patient_id) \
         ON a.practice_id = practice() AND a.practitioner_id = d.id AND a.start_at >= $2 AND a.start_at < $3 \
           AND a.status IN ('booked', 'arrived', 'in_progress', 'cancelled') \
         WHERE d.id = $1 GROUP BY d.id",
    )
    .bind::<SqlUuid, _>(link.practitioner_id)
    .bind::<Timestamptz, _>(window.from)
    .bind::<Timestamptz, _>(window.to)
    .bind::<Text, _>(window.from.timestamp().to_string())
    .bind::<Bool, _>(link.show_patients)
    .get_result(tx)
    .await?;
    Ok(row.tag)
}

/// Up to where a feed has been sent.
#[derive(Clone, Copy)]
pub struct Place(DateTime<Utc>, Uuid);

impl Place {
    pub fn beginning(window: Window) -> Self {
        Self(window.from, Uuid::nil())
    }

    pub fn after(entry: &Entry) -> Self {
        Self(entry.start, entry.id.0)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: AppointmentId,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Timestamptz)]
    start_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    end_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    status: Status,
    #[diesel(sql_type = Text)]
    visit_type: Name,
    #[diesel(sql_type = Text)]
    location: Name,
    #[diesel(sql_type = Jsonb)]
    address: Address,
    #[diesel(sql_type = Nullable<Text>)]
    patient: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    changed_at: DateTime<Utc>,
}

/// The next page of a feed, in the order of time; names leave the database only for links that may show them.
pub async fn entries(
    tx: &mut Tx,
    link: &CalendarLink,
    window: Window,
    Place(start, id): Place,
) -> QueryResult<Vec<Entry>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT a.id, a.version, a.start_at, a.end_at, a.status, v.name AS visit_type, l.name AS location, l.address, \
           CASE WHEN $5 THEN p.given_name || ' ' || p.family_name END AS patient, \
           coalesce((SELECT h.at FROM appointment_history h WHERE h.practice_id = practice() AND h.appointment_id = a.id \
             ORDER BY h.id DESC LIMIT 1), a.start_at) AS changed_at \
         FROM appointments a JOIN visit_types v ON v.id = a.visit_type_id \
           JOIN locations l ON l.id = a.location_id JOIN patients p ON p.id = a.patient_id \
         WHERE a.practice_id = practice() AND a.practitioner_id = $1 AND a.start_at >= $2 AND a.start_at < $3 \
           AND (a.start_at, a.id) > ($2, $4) AND a.status IN ('booked', 'arrived', 'in_progress', 'cancelled') \
         ORDER BY a.start_at, a.id LIMIT $6",
    )
    .bind::<SqlUuid, _>(link.practitioner_id)
    .bind::<Timestamptz, _>(start)
    .bind::<Timestamptz, _>(window.to)
    .bind::<SqlUuid, _>(id)
    .bind::<Bool, _>(link.show_patients)
    .bind::<BigInt, _>(PAGE as i64)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            version: row.version,
            start: row.start_at,
            end: row.end_at,
            status: row.status,
            visit_type: row.visit_type,
            location: row.location,
            address: row.address,
            patient: row.patient,
            changed_at: row.changed_at,
        }
    }
}
