//! Order sets: several prescriptions drafted in one request.

use super::{ListTemplates, Nothing, drafts, everybody_known, found, list, remove, template};
use crate::prescription::Prescription;
use crate::prescription::routes::keep_drafts;
use crate::template::{Kind, Line, Lines, Recipient, Template, store};
use actix_web::{delete, get, post, web};
use model::{LocationId, Name, PatientId, PharmacyId, PractitionerId, PrescriptionTemplateId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePrescriptionOrderSet {
    pub name: Name,
    /// Whose it is; the whole practice's when left out.
    pub prescriber_id: Option<PractitionerId>,
    pub lines: Lines,
}

#[utoipa::path(request_body = CreatePrescriptionOrderSet, responses((status = 201, description = "Kept.", body = Template)))]
#[post("/v1/prescription-order-sets")]
/// Keeps a set of prescriptions, a prescriber's or the practice's.
pub async fn create_prescription_order_set(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreatePrescriptionOrderSet>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    let set = template(&caller, Kind::OrderSet, wish.prescriber_id, wish.name, wish.lines)?;
    once(&db, &caller, body.digest, async move |tx| {
        store::insert(tx, &set).await?;
        Ok(Reply::created("/v1/prescription-order-sets".to_owned(), &set)?.version(set.version))
    })
    .await
}

#[utoipa::path(params(ListTemplates), responses((status = 200, description = "A page of order sets.", body = Listing<Template>)))]
#[get("/v1/prescription-order-sets")]
/// Lists the practice's order sets, and a prescriber's.
pub async fn list_prescription_order_sets(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListTemplates>,
) -> Result<Reply, Problem> {
    list(caller, &db, Kind::OrderSet, query.0).await
}

#[utoipa::path(params(("id" = PrescriptionTemplateId, Path, description = "The order set.")),
    responses((status = 200, description = "It is no more; the answer is what it was.", body = Template)))]
#[delete("/v1/prescription-order-sets/{id}")]
/// Removes an order set.
pub async fn delete_prescription_order_set(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionTemplateId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    once(&db, &caller, body.digest, async move |tx| remove(tx, Kind::OrderSet, id.0, seen).await).await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftPrescriptionOrderSet {
    pub patient_id: PatientId,
    pub prescriber_id: PractitionerId,
    pub pharmacy_id: PharmacyId,
    pub location_id: Option<LocationId>,
    /// Lines left out this time, counted from 0.
    #[serde(default)]
    pub omit: Vec<usize>,
}

/// The drafts, in the order of the set.
#[derive(Serialize, ToSchema)]
pub struct DraftedOrderSet {
    pub items: Vec<Prescription>,
}

impl DraftPrescriptionOrderSet {
    fn recipient(&self) -> Recipient {
        Recipient {
            patient_id: self.patient_id,
            prescriber_id: self.prescriber_id,
            pharmacy_id: self.pharmacy_id,
            location_id: self.location_id,
        }
    }

    fn chosen<'l>(&self, lines: &'l Lines) -> Result<Vec<&'l Line>, Problem> {
        let lines = lines.all();
        if self.omit.iter().any(|number| *number >= lines.len()) {
            return Err(Problem::invalid("/omit", "names a line the set does not have"));
        }
        let numbered = lines.iter().enumerate().filter(|(number, _)| !self.omit.contains(number));
        let chosen: Vec<&Line> = numbered.map(|(_, line)| line).collect();
        if chosen.is_empty() { Err(Problem::invalid("/omit", "leaves nothing to draft")) } else { Ok(chosen) }
    }
}

#[utoipa::path(request_body = DraftPrescriptionOrderSet, params(("id" = PrescriptionTemplateId, Path, description = "The order set.")),
    responses((status = 201, description = "All drafted, or none; check and sign each.", body = DraftedOrderSet)))]
#[post("/v1/prescription-order-sets/{id}/draft")]
/// Drafts all prescriptions of a set for a patient.
pub async fn draft_prescription_order_set(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionTemplateId>,
    body: Body<DraftPrescriptionOrderSet>,
) -> Result<Reply, Problem> {
    let (wish, now, client) = (body.value, platform::now(), caller.client.clone());
    everybody_known(&caller, &db, &wish.recipient()).await?;
    once(&db, &caller, body.digest, async move |tx| {
        let set = found(store::find(tx, Kind::OrderSet, id.0).await?)?;
        let drafts = drafts(&wish.chosen(&set.lines)?, &wish.recipient())?;
        let items = keep_drafts(tx, drafts, &client, now).await?;
        let place = format!("/v1/prescriptions?patient_id={}", wish.patient_id);
        Ok(Reply::created(place, &DraftedOrderSet { items })?)
    })
    .await
}
