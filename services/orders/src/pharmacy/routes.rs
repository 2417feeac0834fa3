//! Pharmacies over HTTP.

use super::{Connection, Pharmacy, Refusal, ServiceLevel, store};
use crate::network;
use actix_web::{get, patch, post, web};
use model::{Address, Name, NcpdpId, NetworkId, Npi, PharmacyId, Phone};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Patch, Problem, Query, Reply, Tx, mint};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(create_pharmacy).service(list_pharmacies).service(get_pharmacy).service(update_pharmacy);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Known => Problem::conflict("pharmacy-known", refusal.to_string())
                .field("/ncpdp_id", "belongs to a pharmacy of this practice")
                .next_step("Find it with GET /v1/pharmacies?ncpdp_id= and use its id."),
            Refusal::SeveralWays => Problem::invalid("/queue", refusal.to_string()),
        }
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePharmacy {
    /// Seven digits, from the NCPDP directory.
    pub ncpdp_id: NcpdpId,
    pub npi: Option<Npi>,
    pub name: Name,
    pub address: Address,
    pub phone: Phone,
    /// Its own door for SCRIPT messages.
    pub script: Option<Connection>,
    /// Whether it takes prescriptions from the queue kept here.
    #[serde(default)]
    pub queue: bool,
    /// The network that carries messages to it.
    pub network_id: Option<NetworkId>,
    /// What it takes electronically; everything but controlled substances unless told.
    #[serde(default = "ServiceLevel::usual")]
    #[schema(max_items = 6)]
    pub service_levels: Vec<ServiceLevel>,
}

#[utoipa::path(request_body = CreatePharmacy, responses((status = 201, description = "Created.", body = Pharmacy)))]
#[post("/v1/pharmacies")]
/// Adds a pharmacy to the practice's directory.
pub async fn create_pharmacy(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreatePharmacy>,
) -> Result<Reply, Problem> {
    let (id, wish) = (mint::<PharmacyId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let wish = wish.clone();
        let pharmacy = Pharmacy {
            id,
            version: 1,
            ncpdp_id: wish.ncpdp_id,
            npi: wish.npi,
            name: wish.name,
            address: wish.address,
            phone: wish.phone,
            script: wish.script,
            queue: wish.queue,
            network_id: wish.network_id,
            service_levels: wish.service_levels,
        }
        .checked()?;
        known_network(tx, &pharmacy).await?;
        store::insert(tx, &pharmacy).await?;
        Ok(Reply::created(format!("/v1/pharmacies/{id}"), &pharmacy)?.version(pharmacy.version))
    })
    .await
}

async fn known_network(tx: &mut Tx, pharmacy: &Pharmacy) -> Result<(), Problem> {
    let Some(id) = pharmacy.network_id else { return Ok(()) };
    let found = network::store::find(tx, id).await?;
    found.map(|_| ()).ok_or_else(|| Problem::invalid("/network_id", "names nothing in this practice"))
}

/// The fields to change; those absent stay, null takes away.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePharmacy {
    pub name: Option<Name>,
    pub phone: Option<Phone>,
    #[serde(default)]
    #[schema(value_type = Option<Connection>)]
    pub script: Patch<Connection>,
    pub queue: Option<bool>,
    #[serde(default)]
    #[schema(value_type = Option<NetworkId>)]
    pub network_id: Patch<NetworkId>,
    #[schema(max_items = 6)]
    pub service_levels: Option<Vec<ServiceLevel>>,
}

#[utoipa::path(request_body = UpdatePharmacy, params(("id" = PharmacyId, Path, description = "The pharmacy.")),
    responses((status = 200, description = "Changed.", body = Pharmacy)))]
#[patch("/v1/pharmacies/{id}")]
/// Changes a pharmacy, as the way it is reached. What is on its way goes the new way from its next try on.
pub async fn update_pharmacy(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyId>,
    seen: IfMatch,
    body: Body<UpdatePharmacy>,
) -> Result<Reply, Problem> {
    let (id, wish) = (id.0, body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let wish = wish.clone();
        let known = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("pharmacy"))?;
        seen.require(known.version)?;
        let pharmacy = Pharmacy {
            version: known.version + 1,
            name: wish.name.unwrap_or(known.name),
            phone: wish.phone.unwrap_or(known.phone),
            script: wish.script.apply(known.script),
            queue: wish.queue.unwrap_or(known.queue),
            network_id: wish.network_id.apply(known.network_id),
            service_levels: wish.service_levels.unwrap_or(known.service_levels),
            ..known
        }
        .checked()?;
        known_network(tx, &pharmacy).await?;
        store::update(tx, &pharmacy).await?;
        Ok(Reply::ok(&pharmacy)?.version(pharmacy.version))
    })
    .await
}

#[utoipa::path(params(("id" = PharmacyId, Path, description = "The pharmacy.")),
    responses((status = 200, description = "The pharmacy.", body = Pharmacy)))]
#[get("/v1/pharmacies/{id}")]
/// Reads a pharmacy.
pub async fn get_pharmacy(caller: Caller, db: web::Data<Db>, id: Id<PharmacyId>) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let pharmacy = found.ok_or_else(|| Problem::missing("pharmacy"))?;
    Ok(Reply::ok(&pharmacy)?.version(pharmacy.version))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPharmacies {
    ncpdp_id: Option<NcpdpId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListPharmacies), responses((status = 200, description = "A page of pharmacies.", body = Listing<Pharmacy>)))]
#[get("/v1/pharmacies")]
/// Lists the practice's pharmacies.
pub async fn list_pharmacies(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListPharmacies>,
) -> Result<Reply, Problem> {
    let ListPharmacies { ncpdp_id, cursor, limit } = query.0;
    let read = async move |tx: &mut platform::Tx| {
        Ok::<_, Problem>(store::list(tx, ncpdp_id.as_ref(), cursor, limit).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |pharmacy| pharmacy.id.0))?)
}

/// A prescription goes to a pharmacy of this practice.
pub async fn is_known(tx: &mut Tx, pharmacy: PharmacyId) -> Result<(), Problem> {
    let known = store::find(tx, pharmacy).await?;
    known.map(|_| ()).ok_or_else(|| Problem::invalid("/pharmacy_id", "names nothing in this practice"))
}
