//! Renewal requests over HTTP.

use super::act::{self, AttachRequest, DenyRequest, Grant, Matter, Seen, authorise};
use super::{ListRequests, get as get_one, list};
use crate::prescription::Refills;
use crate::prescription::draft::DraftPrescription;
use crate::prescription::routes::{OverrideAlerts, Signer};
use crate::request::answer::Outcome;
use crate::request::{Kind, Request};
use crate::second_factor::prove::{ShownFactor, counted};
use actix_web::{get, post, web};
use model::{Note, PharmacyRequestId, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint};
use serde::Deserialize;
use utoipa::ToSchema;

const KIND: Kind = Kind::Renewal;

#[utoipa::path(params(ListRequests), responses((status = 200, description = "A page of requests, oldest first.", body = Listing<Request>)))]
#[get("/v1/renewal-requests")]
/// Lists the renewals pharmacies ask for. Those that match no prescription of ours are `unmatched`: a person attaches them.
pub async fn list_renewal_requests(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListRequests>,
) -> Result<Reply, Problem> {
    list(caller, &db, KIND, query).await
}

#[utoipa::path(params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "The request.", body = Request)))]
#[get("/v1/renewal-requests/{id}")]
/// Reads a renewal request.
pub async fn get_renewal_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
) -> Result<Reply, Problem> {
    get_one(caller, &db, KIND, id.0).await
}

#[utoipa::path(request_body = AttachRequest, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Attached; it can be approved now.", body = Request)))]
#[post("/v1/renewal-requests/{id}/attach")]
/// Says which prescription a renewal request is about. Nothing is ever attached by itself unless everything agrees.
pub async fn attach_renewal_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<AttachRequest>,
) -> Result<Reply, Problem> {
    act::attach(caller, &db, Seen { kind: KIND, id: id.0, version }, body).await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveRenewal {
    /// Needed when the pharmacy named no number.
    pub refills: Option<Refills>,
    pub note: Option<Note>,
    pub override_alerts: Option<OverrideAlerts>,
    /// Where the practice's policy demands it.
    pub second_factor: Option<ShownFactor>,
}

#[utoipa::path(request_body = ApproveRenewal, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Approved: the new authorisation is signed, and told as an RxRenewalResponse.", body = Request)))]
#[post("/v1/renewal-requests/{id}/approve")]
/// Approves a renewal as it was asked for.
///
/// The safety checks run on the chart as it is now. What is signed is a new prescription with its own order number
/// (`new_prescription_id`); the pharmacy gets it as the response to its request, never as a NewRx.
pub async fn approve_renewal_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<ApproveRenewal>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    let signer = Signer::of(&caller, &db, wish.second_factor.clone())?;
    let (seen, new_id) = (Seen { kind: KIND, id: id.0, version }, mint::<PrescriptionId>());
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let request = seen.lock(tx).await?;
        let matter = Matter::of(tx, request).await?;
        let refills = matter.request.refills_as_asked(wish.refills.map(Refills::count))?;
        let mut draft = matter.again(new_id);
        draft.content.refills = granted(refills)?;
        let (note, alerts) = (wish.note.clone(), wish.override_alerts.clone());
        authorise(tx, matter, Grant { outcome: Outcome::Approved, note, draft, alerts }, &signer).await
    })
    .await;
    counted(&db, &caller, answer).await
}

fn granted(refills: u16) -> Result<Refills, Problem> {
    let granted = Refills::try_from(refills).ok();
    granted.ok_or_else(|| {
        Problem::conflict("too-many-refills", "The pharmacy asks for more refills than can be given.")
            .next_step("POST .../approve-with-changes with fewer.")
    })
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveRenewalWithChanges {
    /// Another number than the pharmacy asked for.
    pub refills: Refills,
    pub note: Option<Note>,
    pub override_alerts: Option<OverrideAlerts>,
    /// Where the practice's policy demands it.
    pub second_factor: Option<ShownFactor>,
}

#[utoipa::path(request_body = ApproveRenewalWithChanges, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Approved with another number of refills.", body = Request)))]
#[post("/v1/renewal-requests/{id}/approve-with-changes")]
/// Approves a renewal with another number of refills. For any other change use `replace`.
pub async fn approve_renewal_request_with_changes(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<ApproveRenewalWithChanges>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    let signer = Signer::of(&caller, &db, wish.second_factor.clone())?;
    let (seen, new_id) = (Seen { kind: KIND, id: id.0, version }, mint::<PrescriptionId>());
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let request = seen.lock(tx).await?;
        let matter = Matter::of(tx, request).await?;
        matter.request.other_refills(wish.refills.count())?;
        let mut draft = matter.again(new_id);
        draft.content.refills = wish.refills;
        let (outcome, note, alerts) =
            (Outcome::ApprovedWithChanges, wish.note.clone(), wish.override_alerts.clone());
        authorise(tx, matter, Grant { outcome, note, draft, alerts }, &signer).await
    })
    .await;
    counted(&db, &caller, answer).await
}

#[utoipa::path(request_body = DenyRequest, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Denied; the pharmacy is told.", body = Request)))]
#[post("/v1/renewal-requests/{id}/deny")]
/// Denies a renewal, with the reason the pharmacy is told.
pub async fn deny_renewal_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<DenyRequest>,
) -> Result<Reply, Problem> {
    act::deny(caller, &db, Seen { kind: KIND, id: id.0, version }, body).await
}

/// Something else than was asked for, as POST /v1/prescriptions takes it: for the same patient and pharmacy.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerWithPrescription {
    pub prescription: DraftPrescription,
    pub note: Option<Note>,
    pub override_alerts: Option<OverrideAlerts>,
    /// Where the practice's policy demands it.
    pub second_factor: Option<ShownFactor>,
}

#[utoipa::path(request_body = AnswerWithPrescription, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Replaced: the other prescription is signed, and told as an RxRenewalResponse.", body = Request)))]
#[post("/v1/renewal-requests/{id}/replace")]
/// Answers a renewal request with another drug, other directions or another quantity.
pub async fn replace_renewal_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<AnswerWithPrescription>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    let signer = Signer::of(&caller, &db, wish.second_factor.clone())?;
    let (seen, new_id) = (Seen { kind: KIND, id: id.0, version }, mint::<PrescriptionId>());
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let request = seen.lock(tx).await?;
        let matter = Matter::of(tx, request).await?;
        let draft = matter.drafted(new_id, wish.prescription.clone())?;
        let (note, alerts) = (wish.note.clone(), wish.override_alerts.clone());
        authorise(tx, matter, Grant { outcome: Outcome::Replaced, note, draft, alerts }, &signer).await
    })
    .await;
    counted(&db, &caller, answer).await
}
