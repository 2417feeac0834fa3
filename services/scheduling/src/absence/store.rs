//! Absences in the database.

use super::Absence;
use crate::appointment::Appointment;
use crate::appointment::occupancy::Span;
use crate::schema::{absences, appointments};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{AbsenceId, PractitionerId};
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, absence: &Absence) -> QueryResult<()> {
    diesel::insert_into(absences::table).values(absence).execute(tx).await.map(|_| ())
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: AbsenceId) -> QueryResult<Option<Absence>> {
    absences::table.find(id).select(Absence::as_select()).for_update().first(tx).await.optional()
}

pub async fn delete(tx: &mut Tx, id: AbsenceId) -> QueryResult<()> {
    diesel::delete(absences::table.find(id)).execute(tx).await.map(|_| ())
}

pub async fn list(
    tx: &mut Tx,
    practitioner: PractitionerId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Absence>> {
    let mut query = absences::table
        .filter(absences::practitioner_id.eq(practitioner))
        .select(Absence::as_select())
        .order(absences::id)
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(absences::id.gt(AbsenceId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// Those that touch a span, of one practitioner or of all.
pub async fn within(
    tx: &mut Tx,
    practitioner: Option<PractitionerId>,
    span: Span,
) -> QueryResult<Vec<Absence>> {
    let mut query = absences::table
        .filter(absences::end_at.gt(span.start))
        .filter(absences::start_at.lt(span.end))
        .select(Absence::as_select())
        .order(absences::start_at)
        .into_boxed();
    if let Some(practitioner) = practitioner {
        query = query.filter(absences::practitioner_id.eq(practitioner));
    }
    query.load(tx).await
}

/// Booked visits that fall into an absence, the first hundred: somebody has to move or cancel them.
pub async fn affected(tx: &mut Tx, absence: &Absence) -> QueryResult<Vec<Appointment>> {
    appointments::table
        .filter(appointments::practitioner_id.eq(absence.practitioner_id))
        .filter(appointments::start_at.lt(absence.end))
        .filter(appointments::start_at.gt(absence.start - chrono::Duration::days(1)))
        .filter(appointments::end_at.gt(absence.start))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("appointments.status = 'booked'"))
        .order(appointments::start_at)
        .limit(100)
        .select(Appointment::as_select())
        .load(tx)
        .await
}
