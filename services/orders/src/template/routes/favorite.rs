//! Favourites: one prescription each.

use super::{ListTemplates, Nothing, drafts, everybody_known, found, list, remove, template};
use crate::prescription::Prescription;
use crate::prescription::routes::keep_drafts;
use crate::template::{Kind, Line, Lines, Recipient, Template, store};
use actix_web::{delete, get, post, web};
use anyhow::Context as _;
use model::{Name, PractitionerId, PrescriptionTemplateId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePrescriptionFavorite {
    pub name: Name,
    /// Whose it is; the whole practice's when left out.
    pub prescriber_id: Option<PractitionerId>,
    pub template: Line,
}

#[utoipa::path(request_body = CreatePrescriptionFavorite, responses((status = 201, description = "Kept.", body = Template)))]
#[post("/v1/prescription-favorites")]
/// Keeps a prescription as a favourite, a prescriber's or the practice's.
pub async fn create_prescription_favorite(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreatePrescriptionFavorite>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    let lines = Lines::one(wish.template);
    let favorite = template(&caller, Kind::Favorite, wish.prescriber_id, wish.name, lines)?;
    once(&db, &caller, body.digest, async move |tx| {
        store::insert(tx, &favorite).await?;
        Ok(Reply::created("/v1/prescription-favorites".to_owned(), &favorite)?.version(favorite.version))
    })
    .await
}

#[utoipa::path(params(ListTemplates), responses((status = 200, description = "A page of favourites.", body = Listing<Template>)))]
#[get("/v1/prescription-favorites")]
/// Lists the practice's favourites, and a prescriber's.
pub async fn list_prescription_favorites(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListTemplates>,
) -> Result<Reply, Problem> {
    list(caller, &db, Kind::Favorite, query.0).await
}

#[utoipa::path(params(("id" = PrescriptionTemplateId, Path, description = "The favourite.")),
    responses((status = 200, description = "It is no more; the answer is what it was.", body = Template)))]
#[delete("/v1/prescription-favorites/{id}")]
/// Removes a favourite.
pub async fn delete_prescription_favorite(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionTemplateId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    once(&db, &caller, body.digest, async move |tx| remove(tx, Kind::Favorite, id.0, seen).await).await
}

#[utoipa::path(request_body = Recipient, params(("id" = PrescriptionTemplateId, Path, description = "The favourite.")),
    responses((status = 201, description = "Drafted; check and sign it like any other.", body = Prescription)))]
#[post("/v1/prescription-favorites/{id}/draft")]
/// Drafts a favourite for a patient.
pub async fn draft_prescription_favorite(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionTemplateId>,
    body: Body<Recipient>,
) -> Result<Reply, Problem> {
    let (recipient, now, client) = (body.value, platform::now(), caller.client.clone());
    everybody_known(&caller, &db, &recipient).await?;
    once(&db, &caller, body.digest, async move |tx| {
        let favorite = found(store::find(tx, Kind::Favorite, id.0).await?)?;
        let lines: Vec<&Line> = favorite.lines.all().iter().collect();
        let kept = keep_drafts(tx, drafts(&lines, &recipient)?, &client, now).await?;
        let draft = kept.first().context("a favourite has one line")?;
        Ok(Reply::created(format!("/v1/prescriptions/{}", draft.id), draft)?.version(draft.version))
    })
    .await
}
