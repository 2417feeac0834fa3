//! Payers over HTTP.

use super::{CreatePayer, Payer, store};
use actix_web::{get, post, web};
use model::PayerId;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, idempotency, mint};
use serde::Deserialize;
use utoipa::IntoParams;

/// Adds a payer to the practice's directory.
#[utoipa::path(request_body = CreatePayer, responses((status = 201, description = "Added", body = Payer)))]
#[post("/v1/payers")]
pub async fn create_payer(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreatePayer>,
) -> Result<Reply, Problem> {
    let (id, asked) = (mint::<PayerId>(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let payer = Payer::create(id, asked.clone());
        store::insert(tx, &payer).await?;
        Ok(Reply::created(format!("/v1/payers/{id}"), &payer)?.version(payer.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListPayers {
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// Lists the practice's payers, oldest first.
#[utoipa::path(params(ListPayers), responses((status = 200, description = "A page", body = Listing<Payer>)))]
#[get("/v1/payers")]
pub async fn list_payers(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListPayers>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let found = db
        .read(&caller.context(), async move |tx| {
            Ok::<_, Problem>(store::list(tx, asked.cursor, asked.limit).await?)
        })
        .await?;
    Ok(Reply::ok(&Listing::cut(found, asked.limit, |payer| payer.id.0))?)
}

/// Shows a payer.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")),
    responses((status = 200, description = "The payer", body = Payer)))]
#[get("/v1/payers/{id}")]
pub async fn get_payer(caller: Caller, db: web::Data<Db>, id: Id<PayerId>) -> Result<Reply, Problem> {
    let Id(id) = id;
    let payer =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    let payer = payer.ok_or_else(|| Problem::missing("payer"))?;
    Ok(Reply::ok(&payer)?.version(payer.version))
}
