//! Requests of pharmacies in the database.

use super::hear::Asked;
use super::{Kind, Request, Status};
use crate::patient_number;
use crate::schema::pharmacy_requests::{self as requests, table};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{PatientId, PharmacyRequestId};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Which requests a list asks for.
#[derive(Clone, Copy)]
pub struct Filter {
    pub kind: Kind,
    pub status: Option<Status>,
    pub patient: Option<PatientId>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

/// The same request, still waiting; whoever brings it at the same moment waits for us.
pub async fn waiting(tx: &mut Tx, asked: &Asked) -> QueryResult<Option<Request>> {
    let Some(reference) = &asked.reference else { return Ok(None) };
    let name = format!("request/{}/{}/{reference}", asked.kind, asked.pharmacy);
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || $1, 0))")
        .bind::<diesel::sql_types::Text, _>(name)
        .execute(tx)
        .await?;
    table
        .filter(requests::kind.eq(asked.kind).and(requests::pharmacy.eq(&asked.pharmacy)))
        .filter(requests::reference.eq(reference).and(requests::status.ne(Status::Answered)))
        .select(Request::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()
}

pub async fn insert(tx: &mut Tx, request: &Request) -> QueryResult<()> {
    diesel::insert_into(table).values(request).execute(tx).await.map(|_| ())
}

pub async fn update(tx: &mut Tx, request: &Request) -> QueryResult<()> {
    diesel::update(table.find(request.id))
        .set((
            requests::version.eq(request.version),
            requests::times.eq(request.times),
            requests::prescription_id.eq(request.prescription_id),
            requests::patient_id.eq(request.patient_id),
            requests::state.eq(&request.state),
            requests::message.eq(request.message),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn find(tx: &mut Tx, kind: Kind, id: PharmacyRequestId) -> QueryResult<Option<Request>> {
    table.find(id).filter(requests::kind.eq(kind)).select(Request::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: PharmacyRequestId) -> QueryResult<Option<Request>> {
    table.find(id).select(Request::as_select()).for_update().first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Request>> {
    let mut query = table
        .filter(requests::kind.eq(filter.kind))
        .select(Request::as_select())
        .order(requests::id)
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(requests::status.eq(status));
    }
    if let Some(patient) = filter.patient {
        query = query.filter(requests::patient_id.eq_any(patient_number::store::records(tx, patient).await?));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(requests::id.gt(PharmacyRequestId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}
