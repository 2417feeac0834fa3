//! Accounts and the ledger over HTTP.

use super::AccountView;
use super::store::{self, LedgerTransaction};
use actix_web::{get, web};
use model::{ClaimId, PatientId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, projection};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(get_account).service(list_ledger);
}

#[utoipa::path(
    params(("id" = PatientId, Path, description = "The patient's id")),
    responses((status = 200, description = "The account", body = AccountView))
)]
#[get("/v1/patients/{id}/account")]
/// Shows what a patient and the payers owe, and the ledger entries behind each figure.
pub async fn get_account(caller: Caller, db: web::Data<Db>, id: Id<PatientId>) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        let account = store::account(tx, id.0).await?;
        let known = projection::find::<serde_json::Value>(tx, "patient", id.0).await?.is_some();
        if !known && account.explain.is_empty() {
            return Err(Problem::missing("patient"));
        }
        Ok(Reply::ok(&account)?)
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListLedger {
    patient_id: Option<PatientId>,
    claim_id: Option<ClaimId>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

#[utoipa::path(params(ListLedger), responses((status = 200, description = "A page of transactions", body = Listing<LedgerTransaction>)))]
#[get("/v1/ledger")]
/// Lists the ledger's transactions with their entries, oldest first.
pub async fn list_ledger(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListLedger>,
) -> Result<Reply, Problem> {
    let Query(ListLedger { patient_id, claim_id, limit, cursor }) = query;
    let filter = store::Filter { patient_id, claim_id };
    db.read(&caller.context(), async move |tx| {
        let rows = store::list(tx, filter, limit, cursor).await?;
        Ok(Reply::ok(&Listing::cut(rows, limit, |transaction| transaction.id.0))?)
    })
    .await
}
