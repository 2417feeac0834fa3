//! Connections over HTTP.

use super::traffic::Status;
use super::{Connection, CreateConnection, Refusal, UpdateConnection, store};
use actix_web::{get, patch, post, web};
use model::ConnectionId;
use platform::page::Limit;
use platform::{
    Body, Caller, Cursor, Db, Id, IfMatch, Listing, Patch, Problem, Query, Reply, idempotency, mint,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Adds a way to payers: a clearinghouse, or a payer's own system.
///
/// Its secret is sealed before it is stored, and never shown again. Everything that goes this way shares its limits.
#[utoipa::path(request_body = CreateConnection,
    responses((status = 201, description = "Added", body = Connection)))]
#[post("/v1/connections")]
pub async fn create_connection(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateConnection>,
) -> Result<Reply, Problem> {
    let (id, asked, sealing) = (mint::<ConnectionId>(), body.value, db.sealing()?);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let connection = Connection::create(id, &asked)?;
        let secret = asked.credentials.as_ref().map(|secret| secret.seal(&sealing, id)).transpose()?;
        store::insert(tx, &connection, secret).await?;
        Ok(Reply::created(format!("/v1/connections/{id}"), &connection)?.version(connection.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListConnections {
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// Lists the practice's connections, oldest first, each with whether anything is sent on it now.
#[utoipa::path(params(ListConnections),
    responses((status = 200, description = "A page", body = Listing<Connection>)))]
#[get("/v1/connections")]
pub async fn list_connections(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListConnections>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let list = async move |tx: &mut _| Ok::<_, Problem>(store::list(tx, asked.cursor, asked.limit).await?);
    let found = db.read(&caller.context(), list).await?;
    Ok(Reply::ok(&Listing::cut(found, asked.limit, |connection| connection.id.0))?)
}

/// Shows a connection; never its secret.
#[utoipa::path(params(("id" = ConnectionId, Path, description = "The connection")),
    responses((status = 200, description = "The connection", body = Connection)))]
#[get("/v1/connections/{id}")]
pub async fn get_connection(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ConnectionId>,
) -> Result<Reply, Problem> {
    let Id(id) = id;
    let find = async move |tx: &mut _| Ok::<_, Problem>(store::find(tx, id).await?);
    let found = db.read(&caller.context(), find).await?;
    let connection = found.ok_or_else(|| Problem::missing("connection"))?;
    Ok(Reply::ok(&connection)?.version(connection.version))
}

/// Changes a connection: what is left out stays. Another address or secret closes its circuit breaker.
#[utoipa::path(params(("id" = ConnectionId, Path, description = "The connection")),
    request_body = UpdateConnection, responses((status = 200, description = "Changed", body = Connection)))]
#[patch("/v1/connections/{id}")]
pub async fn update_connection(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ConnectionId>,
    seen: IfMatch,
    body: Body<UpdateConnection>,
) -> Result<Reply, Problem> {
    let (Id(id), asked, sealing) = (id, body.value, db.sealing()?);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let known = store::lock(tx, id).await?.ok_or_else(|| Problem::missing("connection"))?;
        seen.require(known.version)?;
        let connection = known.update(&asked)?;
        let secret = match &asked.credentials {
            Patch::Keep => None,
            Patch::Clear => Some(None),
            Patch::To(secret) => Some(Some(secret.seal(&sealing, id)?)),
        };
        store::update(tx, &connection, secret).await?;
        Ok(Reply::ok(&connection)?.version(connection.version))
    })
    .await
}

/// Shows how a connection fares, from our own traffic of the last hour and day.
#[utoipa::path(params(("id" = ConnectionId, Path, description = "The connection")),
    responses((status = 200, description = "Up or down, and what was seen", body = Status)))]
#[get("/v1/connections/{id}/status")]
pub async fn get_connection_status(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ConnectionId>,
) -> Result<Reply, Problem> {
    let (Id(id), now) = (id, platform::now());
    let status = db
        .read(&caller.context(), async move |tx| {
            let connection = store::find(tx, id).await?.ok_or_else(|| Problem::missing("connection"))?;
            let seen = store::seen(tx, id, None, now).await?;
            Ok::<_, Problem>(Status::of(connection.breaker, &seen))
        })
        .await?;
    Ok(Reply::ok(&status)?)
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let place = match refusal {
            Refusal::CoreNeedsUser | Refusal::SecretInTheClear | Refusal::FolderWithSecret => "/credentials",
            Refusal::NotAFolder => "/url",
            Refusal::NoCoreBatch => "/batch_url",
            Refusal::CoreNeedsIdentity => "/identity",
        };
        Problem::invalid(place, refusal.to_string())
    }
}
