//! Forms in the database.

use super::{CompletedForm, Form};
use crate::schema::{completed_forms, forms, visit_types};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{CompletedFormId, FormId, PatientId, VisitTypeId};
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, form: &Form) -> QueryResult<()> {
    diesel::insert_into(forms::table).values(form).execute(tx).await.map(|_| ())
}

/// How many of these visit types the practice has.
pub async fn known_visit_types(tx: &mut Tx, ids: &[VisitTypeId]) -> QueryResult<i64> {
    visit_types::table.filter(visit_types::id.eq_any(ids)).count().get_result(tx).await
}

pub async fn find(tx: &mut Tx, id: FormId) -> QueryResult<Option<Form>> {
    forms::table.find(id).select(Form::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Form>> {
    let mut query = forms::table.select(Form::as_select()).order(forms::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(forms::id.gt(FormId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

pub async fn complete(tx: &mut Tx, completed: &CompletedForm) -> QueryResult<()> {
    diesel::insert_into(completed_forms::table).values(completed).execute(tx).await.map(|_| ())
}

pub async fn completed_by(
    tx: &mut Tx,
    patient: PatientId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<CompletedForm>> {
    let all = completed_forms::table.filter(completed_forms::patient_id.eq(patient));
    let mut query = all.select(CompletedForm::as_select()).order(completed_forms::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(completed_forms::id.gt(CompletedFormId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}
