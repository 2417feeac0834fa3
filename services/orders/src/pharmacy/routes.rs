//! Pharmacies over HTTP.

use super::{Connection, Pharmacy, Refusal, ServiceLevel, store};
use actix_web::{get, post, web};
use model::{Address, Name, NcpdpId, Npi, PharmacyId, Phone};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, mint};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(create_pharmacy).service(list_pharmacies).service(get_pharmacy);
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
    if wish.script.is_some() && wish.queue {
        return Err(Refusal::SeveralWays.into());
    }
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
            network_id: None,
            service_levels: wish.service_levels,
        };
        store::insert(tx, &pharmacy).await?;
        Ok(Reply::created(format!("/v1/pharmacies/{id}"), &pharmacy)?.version(pharmacy.version))
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
