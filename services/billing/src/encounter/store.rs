//! Encounters in the database.

use super::{Encounter, EncounterStatus};
use crate::schema::encounters;
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel_async::RunQueryDsl;
use model::{AppointmentId, EncounterId, PatientId};
use platform::page::Limit;
use platform::{Cursor, Tx};

/// False when the appointment has an encounter already.
pub async fn insert_if_first(tx: &mut Tx, encounter: &Encounter) -> QueryResult<bool> {
    let inserted =
        diesel::insert_into(encounters::table).values(encounter).on_conflict_do_nothing().execute(tx).await?;
    Ok(inserted == 1)
}

pub async fn update(tx: &mut Tx, encounter: &Encounter) -> QueryResult<()> {
    diesel::update(encounters::table.find(encounter.id)).set(encounter).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: EncounterId) -> QueryResult<Option<Encounter>> {
    encounters::table.find(id).select(Encounter::as_select()).first(tx).await.optional()
}

pub async fn find_for_update(tx: &mut Tx, id: EncounterId) -> QueryResult<Option<Encounter>> {
    encounters::table.find(id).select(Encounter::as_select()).for_update().first(tx).await.optional()
}

pub async fn of_appointment(tx: &mut Tx, appointment: AppointmentId) -> QueryResult<Option<EncounterId>> {
    let of = encounters::table.filter(encounters::appointment_id.eq(appointment));
    of.select(encounters::id).first(tx).await.optional()
}

/// What a list is narrowed to.
#[derive(Clone, Copy)]
pub struct Filter {
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: Option<PatientId>,
    pub status: Option<EncounterStatus>,
}

pub async fn list(
    tx: &mut Tx,
    filter: Filter,
    limit: Limit,
    after: Option<Cursor>,
) -> QueryResult<Vec<Encounter>> {
    let mut rows = encounters::table.select(Encounter::as_select()).into_boxed();
    if let Some(appointment) = filter.appointment_id {
        rows = rows.filter(encounters::appointment_id.eq(appointment));
    }
    if let Some(patient) = filter.patient_id {
        rows = rows.filter(encounters::patient_id.eq(patient));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(encounters::status.eq(status.as_str()));
    }
    if let Some(Cursor(last)) = after {
        rows = rows.filter(encounters::id.gt(EncounterId(last)));
    }
    rows.order(encounters::id).limit(limit.and_one()).load(tx).await
}
