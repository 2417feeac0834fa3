//! The order of coverages over HTTP.

use super::{Proposal, propose};
use crate::coverage::store;
use actix_web::{get, web};
use chrono::NaiveDate;
use model::PatientId;
use model::event::PatientSnapshot;
use platform::{Caller, Db, Id, Problem, Query, Reply, projection};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrderOn {
    /// The day, such as a visit's; today, unless told.
    on: Option<NaiveDate>,
}

/// Shows in which order a patient's coverages pay, by which rule, and where the recorded ranks differ.
///
/// Each pair says the rule that decided it and what is not recorded that could turn it round. Coverages of records merged
/// with the patient's count, too. Nothing is changed: change the ranks with PATCH /v1/coverages/{id}.
#[utoipa::path(params(("id" = PatientId, Path, description = "The patient"), OrderOn),
    responses((status = 200, description = "The order", body = Proposal)))]
#[get("/v1/patients/{id}/coverage-order")]
pub async fn get_coverage_order(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    query: Query<OrderOn>,
) -> Result<Reply, Problem> {
    let (Id(patient), Query(asked), context) = (id, query, caller.context());
    let day = asked.on.unwrap_or(platform::now().date_naive());
    let proposal = db.read(&context, async move |tx| {
        let known: Option<PatientSnapshot> = projection::find(tx, "patient", patient).await?;
        let known = known.ok_or_else(|| Problem::missing("patient"))?;
        let active = store::active_on(tx, patient, day).await?;
        Ok::<_, Problem>(propose(&active, &known.demographics, day))
    });
    Ok(Reply::ok(&proposal.await?)?)
}
