//! Renewal requests over HTTP.

use super::act::{self, AttachRequest, DenyRequest, Said, Seen};
use super::{ListRequests, get as get_one, list};
use crate::prescription::Refills;
use crate::prescription::draft::DraftPrescription;
use crate::prescription::routes::OverrideAlerts;
use crate::request::answer::Outcome;
use crate::request::{Kind, Request};
use crate::second_factor::prove::ShownFactor;
use actix_web::{get, post, web};
use model::{Note, PharmacyRequestId};
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply};
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
    let ApproveRenewal { refills, note, override_alerts, second_factor } = body.value;
    let said = Said { note, override_alerts, second_factor };
    let seen = Seen { kind: KIND, id: id.0, version };
    act::grant(caller, &db, seen, body.digest, said, move |matter, new_id| {
        let refills = matter.request.refills_as_asked(refills.map(Refills::count))?;
        let mut draft = matter.again(new_id);
        draft.content.refills = granted(refills)?;
        Ok((Outcome::Approved, draft))
    })
    .await
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
    let ApproveRenewalWithChanges { refills, note, override_alerts, second_factor } = body.value;
    let said = Said { note, override_alerts, second_factor };
    let seen = Seen { kind: KIND, id: id.0, version };
    act::grant(caller, &db, seen, body.digest, said, move |matter, new_id| {
        matter.request.other_refills(refills.count())?;
        let mut draft = matter.again(new_id);
        draft.content.refills = refills;
        Ok((Outcome::ApprovedWithChanges, draft))
    })
    .await
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
    let AnswerWithPrescription { prescription, note, override_alerts, second_factor } = body.value;
    let said = Said { note, override_alerts, second_factor };
    let seen = Seen { kind: KIND, id: id.0, version };
    act::grant(caller, &db, seen, body.digest, said, move |matter, new_id| {
        Ok((Outcome::Replaced, matter.drafted(new_id, prescription.clone())?))
    })
    .await
}
