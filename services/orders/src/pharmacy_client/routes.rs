//! Clients of pharmacies over HTTP.

use super::{ClientId, store};
use crate::pharmacy::{self, Pharmacy};
use actix_web::{get, put, web};
use model::PharmacyId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// A pharmacy with more systems than this has a gateway of its own.
const MOST: usize = 50;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(set_pharmacy_clients).service(get_pharmacy_clients);
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPharmacyClients {
    /// Ids of clients with the scope `prescriptions:dispense`; none of them speaks for another pharmacy.
    #[schema(max_items = 50)]
    pub clients: Vec<ClientId>,
}

#[derive(Serialize, ToSchema)]
pub struct PharmacyClients {
    pub clients: Vec<ClientId>,
}

#[utoipa::path(params(("id" = PharmacyId, Path, description = "The pharmacy.")),
    responses((status = 200, description = "Who speaks for it; the ETag is the pharmacy's.", body = PharmacyClients)))]
#[get("/v1/pharmacies/{id}/clients")]
/// Lists the clients that speak for a pharmacy.
pub async fn get_pharmacy_clients(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyId>,
) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        let pharmacy = existing(tx, id.0).await?;
        Ok::<_, Problem>((store::list(tx, id.0).await?, pharmacy.version))
    };
    let (clients, version) = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&PharmacyClients { clients })?.version(version))
}

#[utoipa::path(request_body = SetPharmacyClients, params(("id" = PharmacyId, Path, description = "The pharmacy.")),
    responses((status = 200, description = "Who speaks for it now.", body = PharmacyClients)))]
#[put("/v1/pharmacies/{id}/clients")]
/// Says which clients speak for a pharmacy: they see the prescriptions sent to it, and nothing else.
///
/// The list is taken as a whole; who is left out sees nothing from then on.
pub async fn set_pharmacy_clients(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyId>,
    seen: IfMatch,
    body: Body<SetPharmacyClients>,
) -> Result<Reply, Problem> {
    let mut clients = body.value.clients;
    clients.sort_unstable();
    clients.dedup();
    if clients.len() > MOST {
        return Err(Problem::invalid("/clients", format!("must name at most {MOST}")));
    }
    once(&db, &caller, body.digest, async move |tx| {
        let pharmacy = existing(tx, id.0).await?;
        seen.require(pharmacy.version)?;
        let version = pharmacy::store::touch(tx, &pharmacy).await?;
        let version = version.ok_or_else(|| {
            Problem::conflict("busy", "Others were changing the same thing.").retry_after(1)
        })?;
        store::bind(tx, id.0, &clients).await?;
        Ok(Reply::ok(&PharmacyClients { clients: clients.clone() })?.version(version))
    })
    .await
}

async fn existing(tx: &mut Tx, id: PharmacyId) -> Result<Pharmacy, Problem> {
    pharmacy::store::find(tx, id).await?.ok_or_else(|| Problem::missing("pharmacy"))
}
