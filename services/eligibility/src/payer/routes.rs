//! Payers over HTTP.

use super::{CreatePayer, Payer, Reached, Refusal, Route, Shown, Through, UpdatePayer, store};
use crate::check;
use crate::connection::traffic::Status;
use crate::connection::{self, Connection};
use actix_web::{get, patch, post, web};
use model::{ConnectionId, Name, PayerCode, PayerId};
use platform::page::Limit;
use platform::{
    Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Sealing, Tx, idempotency, mint,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Adds a payer to the practice's directory.
///
/// `connection` names one that is there by its `id`, or describes a new one.
#[utoipa::path(request_body = CreatePayer, responses((status = 201, description = "Added", body = Shown)))]
#[post("/v1/payers")]
pub async fn create_payer(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreatePayer>,
) -> Result<Reply, Problem> {
    let (id, way, asked) = (mint::<PayerId>(), mint::<ConnectionId>(), body.value);
    let sealing = db.sealing()?;
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let connection = reach(tx, &sealing, way, (asked.connection.clone(), &asked.name)).await?;
        let payer = Payer::create(id, asked.clone(), connection.id);
        store::insert(tx, &payer).await?;
        let version = payer.version;
        let shown = Shown { payer, connection };
        Ok(Reply::created(format!("/v1/payers/{id}"), &shown)?.version(version))
    })
    .await
}

/// The connection that is named, or the new one.
async fn reach(
    tx: &mut Tx,
    sealing: &Sealing,
    id: ConnectionId,
    (through, payer): (Through, &Name),
) -> Result<Reached, Problem> {
    match through.route(payer)? {
        Route::Known(id) => {
            let known = connection::store::find(tx, id).await?.ok_or(Refusal::UnknownConnection)?;
            Ok(Reached::from(&known))
        }
        Route::New(asked) => {
            let new = Connection::create(id, &asked)
                .map_err(|refusal| Problem::from(refusal).under("/connection"))?;
            let secret = asked.credentials.as_ref().map(|secret| secret.seal(sealing, id)).transpose()?;
            connection::store::insert(tx, &new, secret).await?;
            Ok(Reached::from(&new))
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListPayers {
    /// A part of the name.
    pub name: Option<Name>,
    pub payer_id: Option<PayerCode>,
    pub connection_id: Option<ConnectionId>,
    #[serde(default)]
    pub limit: Limit,
    pub cursor: Option<Cursor>,
}

/// Lists the practice's payers, oldest first; all, or those of a name, an id or a connection.
#[utoipa::path(params(ListPayers), responses((status = 200, description = "A page", body = Listing<Shown>)))]
#[get("/v1/payers")]
pub async fn list_payers(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListPayers>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let limit = asked.limit;
    let list = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &asked).await?);
    let found = db.read(&caller.context(), list).await?;
    Ok(Reply::ok(&Listing::cut(found, limit, |shown| shown.payer.id.0))?)
}

/// Shows a payer.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")),
    responses((status = 200, description = "The payer", body = Shown)))]
#[get("/v1/payers/{id}")]
pub async fn get_payer(caller: Caller, db: web::Data<Db>, id: Id<PayerId>) -> Result<Reply, Problem> {
    let Id(id) = id;
    let show = async move |tx: &mut Tx| Ok::<_, Problem>(store::show(tx, id).await?);
    let shown = db.read(&caller.context(), show).await?.ok_or_else(|| Problem::missing("payer"))?;
    Ok(Reply::ok(&shown)?.version(shown.payer.version))
}

/// Changes a payer: what is left out stays. With another connection, what still waits to be asked goes that way.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")), request_body = UpdatePayer,
    responses((status = 200, description = "Changed", body = Shown)))]
#[patch("/v1/payers/{id}")]
pub async fn update_payer(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PayerId>,
    seen: IfMatch,
    body: Body<UpdatePayer>,
) -> Result<Reply, Problem> {
    let (Id(id), way, asked, sealing) = (id, mint::<ConnectionId>(), body.value, db.sealing()?);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let known = store::lock(tx, id).await?.ok_or_else(|| Problem::missing("payer"))?;
        seen.require(known.version)?;
        let name = asked.name.clone().unwrap_or_else(|| known.name.clone());
        let route = match asked.connection.clone() {
            Some(through) => Some(reach(tx, &sealing, way, (through, &name)).await?.id),
            None => None,
        };
        let payer = known.update(asked.clone(), route);
        store::update(tx, &payer).await?;
        if let Some(connection) = route {
            check::queue::redirect(tx, payer.id, connection).await?;
        }
        let shown = store::show(tx, id).await?.ok_or_else(|| Problem::missing("payer"))?;
        Ok(Reply::ok(&shown)?.version(payer.version))
    })
    .await
}

/// Shows how a payer fares, from our own traffic of the last hour and day.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")),
    responses((status = 200, description = "Up or down, and what was seen", body = Status)))]
#[get("/v1/payers/{id}/status")]
pub async fn get_payer_status(caller: Caller, db: web::Data<Db>, id: Id<PayerId>) -> Result<Reply, Problem> {
    let (Id(id), now) = (id, platform::now());
    let status = db
        .read(&caller.context(), async move |tx| {
            let payer = store::find(tx, id).await?.ok_or_else(|| Problem::missing("payer"))?;
            let way = connection::store::find(tx, payer.connection_id).await?;
            let way = way.ok_or_else(|| Problem::missing("connection"))?;
            let seen = connection::store::seen(tx, way.id, Some(id), now).await?;
            Ok::<_, Problem>(Status::of(way.breaker, &seen))
        })
        .await?;
    Ok(Reply::ok(&status)?)
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Problem::invalid("/connection", refusal.to_string());
        match refusal {
            Refusal::UnknownConnection => problem
                .next_step("Add it with POST /v1/connections, or look its id up with GET /v1/connections."),
            Refusal::UnclearConnection => problem,
        }
    }
}
