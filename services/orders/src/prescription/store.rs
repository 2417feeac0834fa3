//! Prescriptions in the database.

use super::{Prescription, Status};
use crate::schema::prescriptions;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Jsonb, Text};
use diesel_async::RunQueryDsl;
use model::event::LocationSnapshot;
use model::{PatientId, PractitionerId, PrescriptionId, StateCode};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Which prescriptions a list asks for.
#[derive(Clone, Default)]
pub struct Filter {
    /// The records of a person.
    pub chart: Option<Vec<PatientId>>,
    pub status: Option<Status>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

pub async fn insert(tx: &mut Tx, drafts: &[Prescription]) -> QueryResult<()> {
    diesel::insert_into(prescriptions::table).values(drafts).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: PrescriptionId) -> QueryResult<Option<Prescription>> {
    prescriptions::table.find(id).select(Prescription::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction: whoever changes it next sees what we made of it.
pub async fn find_for_change(tx: &mut Tx, id: PrescriptionId) -> QueryResult<Option<Prescription>> {
    prescriptions::table.find(id).select(Prescription::as_select()).for_update().first(tx).await.optional()
}

pub async fn id_of_order(tx: &mut Tx, order_number: &str) -> QueryResult<Option<PrescriptionId>> {
    let named = prescriptions::table.filter(prescriptions::order_number.eq(order_number));
    named.select(prescriptions::id).first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, prescription: &Prescription) -> QueryResult<()> {
    diesel::update(prescriptions::table.find(prescription.id))
        .set((
            prescriptions::version.eq(prescription.version),
            prescriptions::pharmacy_id.eq(prescription.pharmacy_id),
            prescriptions::location_id.eq(prescription.location_id),
            prescriptions::content.eq(&prescription.content),
            prescriptions::signature.eq(&prescription.signature),
            prescriptions::state.eq(&prescription.state),
            prescriptions::prepared_by.eq(&prescription.prepared_by),
            prescriptions::original_printed_at.eq(prescription.original_printed_at),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Prescription>> {
    let mut query =
        prescriptions::table.select(Prescription::as_select()).order(prescriptions::id).into_boxed();
    if let Some(chart) = &filter.chart {
        query = query.filter(prescriptions::patient_id.eq_any(chart));
    }
    if let Some(status) = filter.status {
        query = query.filter(prescriptions::status.eq(status));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(prescriptions::id.gt(after));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}

/// Everything ever signed in a chart, a page of it when asked.
pub async fn signed(
    tx: &mut Tx,
    chart: &[PatientId],
    page: Option<(Option<Cursor>, Limit)>,
) -> QueryResult<Vec<Prescription>> {
    let mut query = prescriptions::table
        .filter(prescriptions::patient_id.eq_any(chart))
        .filter(prescriptions::signature.is_not_null())
        .select(Prescription::as_select())
        .order(prescriptions::id)
        .into_boxed();
    if let Some((cursor, limit)) = page {
        if let Some(Cursor(after)) = cursor {
            query = query.filter(prescriptions::id.gt(after));
        }
        query = query.limit(limit.and_one());
    }
    query.load(tx).await
}

/// The controlled substances a prescriber has signed, written from the first day to before the second; a page of them
/// when asked.
pub async fn controlled(
    tx: &mut Tx,
    prescriber: PractitionerId,
    (from, to): (NaiveDate, NaiveDate),
    page: Option<(Option<Cursor>, Limit)>,
) -> QueryResult<Vec<Prescription>> {
    let written = sql::<Text>("signature->>'written_on'");
    let mut query = prescriptions::table
        .filter(prescriptions::prescriber_id.eq(prescriber))
        .filter(prescriptions::signature.is_not_null())
        .filter(sql::<Bool>("content->'medication'->>'schedule' <> 'none'"))
        .filter(written.clone().ge(from.to_string()).and(written.lt(to.to_string())))
        .select(Prescription::as_select())
        .order(prescriptions::id)
        .into_boxed();
    if let Some((cursor, limit)) = page {
        if let Some(Cursor(after)) = cursor {
            query = query.filter(prescriptions::id.gt(after));
        }
        query = query.limit(limit.and_one());
    }
    query.load(tx).await
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Jsonb)]
    data: serde_json::Value,
}

/// The practice's oldest location in one of these states, or its oldest one.
pub async fn usual_location(tx: &mut Tx, states: &[StateCode]) -> QueryResult<Option<LocationSnapshot>> {
    let sql = "SELECT data FROM projection WHERE practice_id = practice() AND subject LIKE 'location/%' ORDER BY subject";
    let places: Vec<Place> = diesel::sql_query(sql).load(tx).await?;
    let mut places: Vec<LocationSnapshot> =
        places.into_iter().filter_map(|place| serde_json::from_value(place.data).ok()).collect();
    let best = places.iter().position(|place| states.contains(&place.address.state)).unwrap_or_default();
    Ok((best < places.len()).then(|| places.swap_remove(best)))
}
