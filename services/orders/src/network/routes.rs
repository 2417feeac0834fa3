//! Networks over HTTP.

use super::{CreateNetwork, Credentials, Network, Refusal, UpdateNetwork, store};
use actix_web::{get, patch, post, web};
use model::NetworkId;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Patch, Problem, Query, Reply, mint};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(create_network).service(list_networks).service(get_network).service(update_network);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let place = match refusal {
            Refusal::SecretInTheClear => "/endpoint",
            Refusal::BadCertificate => "/credentials",
            Refusal::BadAuthority => "/authority",
        };
        Problem::invalid(place, refusal.to_string())
    }
}

#[utoipa::path(request_body = CreateNetwork, responses((status = 201, description = "Added.", body = Network)))]
#[post("/v1/networks")]
/// Adds a SCRIPT network that carries messages to pharmacies.
///
/// Its secret is sealed before it is stored, and never shown again. Name it as `network_id` of the pharmacies behind it.
pub async fn create_network(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateNetwork>,
) -> Result<Reply, Problem> {
    let (id, asked) = (mint::<NetworkId>(), body.value);
    let network = Network::create(id, &asked)?;
    let seal = |secret: &Credentials| secret.seal(&db.sealing()?, id);
    let secret = asked.credentials.as_ref().map(seal).transpose()?;
    once(&db, &caller, body.digest, async move |tx| {
        store::insert(tx, &network, secret.clone()).await?;
        Ok(Reply::created(format!("/v1/networks/{id}"), &network)?.version(network.version))
    })
    .await
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of networks.", body = Listing<Network>)))]
#[get("/v1/networks")]
/// Lists the practice's networks, oldest first.
pub async fn list_networks(caller: Caller, db: web::Data<Db>, page: Query<Page>) -> Result<Reply, Problem> {
    let Page { cursor, limit } = page.0;
    let read = async move |tx: &mut platform::Tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |network| network.id.0))?)
}

#[utoipa::path(params(("id" = NetworkId, Path, description = "The network.")),
    responses((status = 200, description = "The network.", body = Network)))]
#[get("/v1/networks/{id}")]
/// Reads a network; never its secret.
pub async fn get_network(caller: Caller, db: web::Data<Db>, id: Id<NetworkId>) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let network = found.ok_or_else(|| Problem::missing("network"))?;
    Ok(Reply::ok(&network)?.version(network.version))
}

#[utoipa::path(request_body = UpdateNetwork, params(("id" = NetworkId, Path, description = "The network.")),
    responses((status = 200, description = "Changed.", body = Network)))]
#[patch("/v1/networks/{id}")]
/// Changes a network: what is left out stays.
pub async fn update_network(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<NetworkId>,
    seen: IfMatch,
    body: Body<UpdateNetwork>,
) -> Result<Reply, Problem> {
    let (id, asked) = (id.0, body.value);
    let secret = match &asked.credentials {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::To(secret) => Patch::To(secret.seal(&db.sealing()?, id)?),
    };
    once(&db, &caller, body.digest, async move |tx| {
        let known = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("network"))?;
        seen.require(known.version)?;
        let network = known.update(&asked)?;
        store::update(tx, &network, secret.clone()).await?;
        Ok(Reply::ok(&network)?.version(network.version))
    })
    .await
}
