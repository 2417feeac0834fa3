//! Appointments in the database.

use super::{Appointment, State, Status};
use crate::patient;
use crate::schema::{appointment_history as history, appointments};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{AppointmentId, LocationId, PatientId, PractitionerId, SeriesId};
use platform::Tx;
use platform::page::{Cursor, Limit};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Which appointments a list asks for.
#[derive(Clone, Default)]
pub struct Filter {
    pub date: Option<NaiveDate>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub practitioner: Option<PractitionerId>,
    pub location: Option<LocationId>,
    /// With those merged into it.
    pub patient: Option<PatientId>,
    pub status: Option<Status>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

/// One change of an appointment: who, when, from what, to what.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = history)]
pub struct Change {
    #[serde(skip)]
    pub id: Uuid,
    #[serde(skip)]
    pub appointment_id: AppointmentId,
    pub at: DateTime<Utc>,
    /// The client that asked for it.
    pub client: String,
    pub change: String,
    /// The appointment before; absent at booking.
    pub before: Option<serde_json::Value>,
    pub after: serde_json::Value,
}

pub async fn insert(tx: &mut Tx, appointment: &Appointment) -> QueryResult<()> {
    diesel::insert_into(appointments::table).values(appointment).execute(tx).await.map(|_| ())
}

pub async fn insert_all(tx: &mut Tx, appointments: &[Appointment]) -> QueryResult<()> {
    diesel::insert_into(appointments::table).values(appointments).execute(tx).await.map(|_| ())
}

/// The occurrences of a series in the order of time, locked to the end of the transaction.
pub async fn of_series_for_change(tx: &mut Tx, series: SeriesId) -> QueryResult<Vec<Appointment>> {
    let all = appointments::table.filter(appointments::series_id.eq(series)).order(appointments::start_at);
    all.select(Appointment::as_select()).for_update().load(tx).await
}

/// The occurrences of a series in the order of time.
pub async fn of_series(tx: &mut Tx, series: SeriesId) -> QueryResult<Vec<Appointment>> {
    let all = appointments::table.filter(appointments::series_id.eq(series)).order(appointments::start_at);
    all.select(Appointment::as_select()).load(tx).await
}

pub async fn find(tx: &mut Tx, id: AppointmentId) -> QueryResult<Option<Appointment>> {
    appointments::table.find(id).select(Appointment::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction: whoever changes it next sees what we made of it.
pub async fn find_for_change(tx: &mut Tx, id: AppointmentId) -> QueryResult<Option<Appointment>> {
    appointments::table.find(id).select(Appointment::as_select()).for_update().first(tx).await.optional()
}

/// Locked to the end of the transaction, in the order of their ids.
pub async fn find_all_for_change(tx: &mut Tx, ids: &[AppointmentId]) -> QueryResult<Vec<Appointment>> {
    let all = appointments::table.filter(appointments::id.eq_any(ids)).order(appointments::id);
    all.select(Appointment::as_select()).for_update().load(tx).await
}

pub async fn update(tx: &mut Tx, appointment: &Appointment) -> QueryResult<()> {
    diesel::update(appointments::table.find(appointment.id))
        .set((
            appointments::version.eq(appointment.version),
            appointments::practitioner_id.eq(appointment.practitioner_id),
            appointments::location_id.eq(appointment.location_id),
            appointments::room_id.eq(appointment.room_id),
            appointments::device_id.eq(appointment.device_id),
            appointments::overbook_reason.eq(&appointment.overbook_reason),
            appointments::start_at.eq(appointment.start),
            appointments::end_at.eq(appointment.end),
            appointments::service_date.eq(appointment.service_date),
            appointments::confirmed_at.eq(appointment.confirmed_at),
            appointments::state.eq(&appointment.state),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Appointment>> {
    let status = diesel::dsl::sql::<diesel::sql_types::Text>("appointments.status");
    let mut query = appointments::table.select(Appointment::as_select()).order(appointments::id).into_boxed();
    if let Some(date) = filter.date {
        query = query.filter(appointments::service_date.eq(date));
    }
    if let Some(from) = filter.from {
        query = query.filter(appointments::start_at.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(appointments::start_at.lt(to));
    }
    if let Some(practitioner) = filter.practitioner {
        query = query.filter(appointments::practitioner_id.eq(practitioner));
    }
    if let Some(location) = filter.location {
        query = query.filter(appointments::location_id.eq(location));
    }
    if let Some(patient) = filter.patient {
        let records = patient::store::records(tx, patient).await?;
        query = query.filter(appointments::patient_id.eq_any(records));
    }
    if let Some(wanted) = filter.status {
        query = query.filter(status.eq(wanted.as_str()));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(appointments::id.gt(AppointmentId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}

pub async fn record(tx: &mut Tx, change: &Change) -> QueryResult<()> {
    diesel::insert_into(history::table).values(change).execute(tx).await.map(|_| ())
}

pub async fn changes(tx: &mut Tx, id: AppointmentId) -> QueryResult<Vec<Change>> {
    history::table
        .filter(history::appointment_id.eq(id))
        .order(history::id)
        .select(Change::as_select())
        .load(tx)
        .await
}

impl State {
    /// Whether the practitioner's and the patient's time stays taken.
    pub fn occupies(&self) -> bool {
        !matches!(self, State::Cancelled { .. } | State::NoShow)
    }
}
