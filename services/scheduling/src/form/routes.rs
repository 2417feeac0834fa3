//! Forms over HTTP.

use super::{CompletedForm, CreateForm, Form, RecordCompletedForm, Refusal, store};
use crate::patient;
use actix_web::{get, post, web};
use model::{FormId, PatientId};
use platform::db::on_constraint;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, Listing, Problem, Query, Reply, mint};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_form)
        .service(list_forms)
        .service(record_completed_form)
        .service(list_completed_forms);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid(format!("/{}", refusal.field), refusal.must)
    }
}

#[utoipa::path(request_body = CreateForm, responses((status = 201, description = "Created.", body = Form)))]
#[post("/v1/forms")]
/// Adds a form patients are to fill in before visits; the readiness list says where it is missing.
pub async fn create_form(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateForm>,
) -> Result<Reply, Problem> {
    let (id, said) = (mint::<FormId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let form = Form::create(id, said.clone())?;
        let known = store::known_visit_types(tx, &form.visit_type_ids).await?;
        if known.unsigned_abs() != form.visit_type_ids.len() as u64 {
            return Err(Problem::invalid("/visit_type_ids", "names something that is not in this practice"));
        }
        store::insert(tx, &form).await?;
        Ok(Reply::created("/v1/forms".to_owned(), &form)?.version(form.version))
    })
    .await
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of forms.", body = Listing<Form>)))]
#[get("/v1/forms")]
/// Lists the practice's forms.
pub async fn list_forms(caller: Caller, db: web::Data<Db>, query: Query<Page>) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let items = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?))
        .await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |form| form.id.0))?)
}

#[utoipa::path(request_body = RecordCompletedForm, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 201, description = "Recorded.", body = CompletedForm)))]
#[post("/v1/patients/{id}/completed-forms")]
/// Records that a patient filled in a form; the same form on the same day answers 409 `already-recorded`.
pub async fn record_completed_form(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    body: Body<RecordCompletedForm>,
) -> Result<Reply, Problem> {
    let (said, today) = (body.value, platform::now().date_naive());
    once(&db, &caller, body.digest, async move |tx| {
        patient::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        let form = store::find(tx, said.form_id).await?;
        form.ok_or_else(|| Problem::invalid("/form_id", "names nothing in this practice"))?;
        let completed = CompletedForm::record(mint(), id.0, said, today)?;
        let twice = Problem::conflict("already-recorded", "The form is recorded for this day already.")
            .next_step("List the patient's completed forms.");
        on_constraint(store::complete(tx, &completed).await, "completed_forms_once_a_day", twice)?;
        Ok(Reply::created(format!("/v1/patients/{}/completed-forms", id.0), &completed)?)
    })
    .await
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), Page),
    responses((status = 200, description = "A page of completed forms.", body = Listing<CompletedForm>)))]
#[get("/v1/patients/{id}/completed-forms")]
/// Lists the forms a patient filled in.
pub async fn list_completed_forms(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let (Page { cursor, limit }, context) = (query.0, caller.context());
    let items = db.read(&context, async move |tx| {
        patient::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        Ok::<_, Problem>(store::completed_by(tx, id.0, cursor, limit).await?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |completed| completed.id.0))?)
}
