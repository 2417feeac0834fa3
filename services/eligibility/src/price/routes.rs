//! What payers' contracts allow, over HTTP.

use super::{ContractPrices, ContractPricesHeading, LoadContractPrices, Refusal, store};
use crate::payer;
use actix_web::{get, post, web};
use model::PayerId;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx, idempotency, mint};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(load_contract_prices).service(list_contract_prices).service(get_contract_prices);
}

/// Loads what a payer's contract allows for procedures from a date of service on.
///
/// Estimates take these in place of the practice's charges; of several the latest one that lists the procedure decides.
#[utoipa::path(request_body = LoadContractPrices, responses((status = 201, description = "Loaded", body = ContractPrices)))]
#[post("/v1/contract-prices")]
pub async fn load_contract_prices(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<LoadContractPrices>,
) -> Result<Reply, Problem> {
    let (id, asked) = (mint::<Uuid>(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        payer::store::find(tx, asked.payer_id).await?.ok_or(Refusal::UnknownPayer)?;
        let prices = ContractPrices::load(id, asked.clone())?;
        store::insert(tx, &prices).await?;
        Ok(Reply::created(format!("/v1/contract-prices/{id}"), &prices)?.version(prices.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListContractPrices {
    pub payer_id: Option<PayerId>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
}

/// Lists contract prices without their items, oldest first; of all payers or of one.
#[utoipa::path(params(ListContractPrices), responses((status = 200, description = "A page", body = Listing<ContractPricesHeading>)))]
#[get("/v1/contract-prices")]
pub async fn list_contract_prices(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListContractPrices>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &asked).await?);
    let found = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(found, asked.limit, |prices| prices.id))?)
}

/// Shows contract prices.
#[utoipa::path(params(("id" = Uuid, Path, description = "The contract prices")),
    responses((status = 200, description = "The contract prices", body = ContractPrices)))]
#[get("/v1/contract-prices/{id}")]
pub async fn get_contract_prices(caller: Caller, db: web::Data<Db>, id: Id<Uuid>) -> Result<Reply, Problem> {
    let Id(id) = id;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    let prices = found.ok_or_else(|| Problem::missing("contract prices"))?;
    Ok(Reply::ok(&prices)?.version(prices.version))
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let pointer = match refusal {
            Refusal::UnknownPayer => "/payer_id".to_owned(),
            Refusal::Count => "/items".to_owned(),
            Refusal::Negative { item } => format!("/items/{item}/amount"),
            Refusal::Twice { item } => format!("/items/{item}/procedure_code"),
        };
        Problem::invalid(pointer, refusal.to_string())
    }
}
