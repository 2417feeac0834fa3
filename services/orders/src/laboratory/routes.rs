//! Laboratories over HTTP.

use super::{Connection, Laboratory, Refusal, Zone, store};
use actix_web::{get, patch, post, web};
use model::{LaboratoryId, Name};
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Patch, Problem, Query, Reply, Tx, mint};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_laboratory)
        .service(list_laboratories)
        .service(get_laboratory)
        .service(update_laboratory);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Known => Problem::conflict("laboratory-known", refusal.to_string())
                .field("/their_facility", "with their_application it must name one laboratory")
                .next_step("Find it with GET /v1/laboratories and use its id."),
            Refusal::InTheClear => Problem::invalid("/connection/tls", refusal.to_string()),
        }
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLaboratory {
    pub name: Name,
    pub account_number: Option<Name>,
    pub time_zone: Zone,
    /// MSH-3 of what it sends.
    pub their_application: Name,
    /// MSH-4 of what it sends.
    pub their_facility: Name,
    /// MSH-3 of what we send.
    pub our_application: Name,
    /// MSH-4 of what we send.
    pub our_facility: Name,
    pub connection: Option<Connection>,
}

/// The fields to change; those absent stay.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateLaboratory {
    pub name: Option<Name>,
    #[serde(default)]
    #[schema(value_type = Option<Name>)]
    pub account_number: Patch<Name>,
    pub time_zone: Option<Zone>,
    pub their_application: Option<Name>,
    pub their_facility: Option<Name>,
    pub our_application: Option<Name>,
    pub our_facility: Option<Name>,
    /// Null: orders go on paper.
    #[serde(default)]
    #[schema(value_type = Option<Connection>)]
    pub connection: Patch<Connection>,
}

impl UpdateLaboratory {
    fn apply(self, before: Laboratory) -> Laboratory {
        Laboratory {
            id: before.id,
            version: before.version + 1,
            name: self.name.unwrap_or(before.name),
            account_number: self.account_number.apply(before.account_number),
            time_zone: self.time_zone.unwrap_or(before.time_zone),
            their_application: self.their_application.unwrap_or(before.their_application),
            their_facility: self.their_facility.unwrap_or(before.their_facility),
            our_application: self.our_application.unwrap_or(before.our_application),
            our_facility: self.our_facility.unwrap_or(before.our_facility),
            connection: self.connection.apply(before.connection),
        }
    }
}

#[utoipa::path(request_body = CreateLaboratory, responses((status = 201, description = "Created.", body = Laboratory)))]
#[post("/v1/laboratories")]
/// Adds a laboratory, or another place that performs what is ordered.
///
/// Its messages are known by MSH-3 and MSH-4; from anybody else none are taken.
pub async fn create_laboratory(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateLaboratory>,
) -> Result<Reply, Problem> {
    let (id, wish) = (mint::<LaboratoryId>(), body.value);
    wish.connection.as_ref().map_or(Ok(()), Connection::admit)?;
    once(&db, &caller, body.digest, async move |tx| {
        let wish = wish.clone();
        let laboratory = Laboratory {
            id,
            version: 1,
            name: wish.name,
            account_number: wish.account_number,
            time_zone: wish.time_zone,
            their_application: wish.their_application,
            their_facility: wish.their_facility,
            our_application: wish.our_application,
            our_facility: wish.our_facility,
            connection: wish.connection,
        };
        store::insert(tx, &laboratory).await?;
        Ok(Reply::created(format!("/v1/laboratories/{id}"), &laboratory)?.version(laboratory.version))
    })
    .await
}

#[utoipa::path(params(("id" = LaboratoryId, Path, description = "The laboratory.")),
    responses((status = 200, description = "The laboratory.", body = Laboratory)))]
#[get("/v1/laboratories/{id}")]
/// Reads a laboratory.
pub async fn get_laboratory(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<LaboratoryId>,
) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::find(tx, id.0).await?);
    let found = db.read(&caller.context(), read).await?.ok_or_else(|| Problem::missing("laboratory"))?;
    Ok(Reply::ok(&found)?.version(found.version))
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of laboratories.", body = Listing<Laboratory>)))]
#[get("/v1/laboratories")]
/// Lists the practice's laboratories.
pub async fn list_laboratories(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |laboratory| laboratory.id.0))?)
}

#[utoipa::path(request_body = UpdateLaboratory, params(("id" = LaboratoryId, Path, description = "The laboratory.")),
    responses((status = 200, description = "Changed.", body = Laboratory)))]
#[patch("/v1/laboratories/{id}")]
/// Changes a laboratory.
pub async fn update_laboratory(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<LaboratoryId>,
    seen: IfMatch,
    body: Body<UpdateLaboratory>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    if let Patch::To(connection) = &wish.connection {
        connection.admit()?;
    }
    let change = async move |tx: &mut Tx| {
        let found = store::find_for_change(tx, id.0).await?;
        let before = found.ok_or_else(|| Problem::missing("laboratory"))?;
        seen.require(before.version)?;
        let after = wish.clone().apply(before);
        store::update(tx, &after).await?;
        Ok::<_, Problem>(after)
    };
    let after = db.transaction(&caller.context(), change).await?;
    Ok(Reply::ok(&after)?.version(after.version))
}
