//! Change requests over HTTP.

use super::act::{self, AttachRequest, DenyRequest, Said, Seen};
use super::renewal::AnswerWithPrescription;
use super::{ListRequests, get as get_one, list};
use crate::medication::Catalogue;
use crate::prescription::content::{Amount, DaysSupply, SigText};
use crate::prescription::routes::OverrideAlerts;
use crate::prescription::{Content, Prescribed, Quantity, Refills, Sig};
use crate::request::answer::{Answer, Outcome};
use crate::request::{Kind, Refusal, Request, StatedDrug};
use crate::second_factor::prove::ShownFactor;
use actix_web::{get, post, web};
use model::{Note, PharmacyRequestId, Rxcui};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

const KIND: Kind = Kind::Change;

#[utoipa::path(params(ListRequests), responses((status = 200, description = "A page of requests, oldest first.", body = Listing<Request>)))]
#[get("/v1/change-requests")]
/// Lists the changes pharmacies ask for: another drug, a clarification, a prior authorisation, the prescriber's authorisation.
pub async fn list_change_requests(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListRequests>,
) -> Result<Reply, Problem> {
    list(caller, &db, KIND, query).await
}

#[utoipa::path(params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "The request.", body = Request)))]
#[get("/v1/change-requests/{id}")]
/// Reads a change request.
pub async fn get_change_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
) -> Result<Reply, Problem> {
    get_one(caller, &db, KIND, id.0).await
}

#[utoipa::path(request_body = AttachRequest, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Attached; it can be approved now.", body = Request)))]
#[post("/v1/change-requests/{id}/attach")]
/// Says which prescription a change request is about.
pub async fn attach_change_request(
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
pub struct ApproveChange {
    /// Which of `ask.choices`, the first being 0.
    #[serde(default)]
    pub choice: usize,
    pub note: Option<Note>,
    pub override_alerts: Option<OverrideAlerts>,
    /// Where the practice's policy demands it.
    pub second_factor: Option<ShownFactor>,
}

#[utoipa::path(request_body = ApproveChange, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Approved: the chosen drug is signed, and told as an RxChangeResponse.", body = Request)))]
#[post("/v1/change-requests/{id}/approve")]
/// Approves what the pharmacy would dispense instead. The prescription before is not active any more, the new one is.
pub async fn approve_change_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<ApproveChange>,
) -> Result<Reply, Problem> {
    let ApproveChange { choice, note, override_alerts, second_factor } = body.value;
    let said = Said { note, override_alerts, second_factor };
    let seen = Seen { kind: KIND, id: id.0, version };
    act::grant(caller, &db, seen, body.digest, said, move |matter, new_id| {
        matter.request.authorises_a_drug()?;
        let (mut draft, choices) = (matter.again(new_id), &matter.request.ask.choices);
        // A clarification or a prior authorisation names no other drug: the same is given anew.
        if !choices.is_empty() || choice > 0 {
            draft.content = chosen(draft.content, choices.get(choice).ok_or(Refusal::NoSuchChoice)?)?;
        }
        Ok((Outcome::Approved, draft))
    })
    .await
}

/// What the pharmacy names in place of what was prescribed; what it does not name stays.
fn chosen(before: Content, choice: &StatedDrug) -> Result<Content, Refusal> {
    let named = choice.rxcui.as_deref().and_then(|rxcui| rxcui.parse::<Rxcui>().ok());
    let rxcui = named.ok_or(Refusal::UnknownChoice)?;
    let medication = Catalogue::get().find(&rxcui).ok_or(Refusal::UnknownChoice)?;
    let ndc =
        choice.ndc.as_deref().and_then(|ndc| ndc.parse().ok()).filter(|ndc| medication.is_packed_as(ndc));
    let unit = medication.quantity_unit.unwrap_or(before.quantity.unit);
    let quantity = choice.quantity.as_deref().and_then(Amount::of);
    let value = match quantity {
        Some(value) => value,
        None if unit == before.quantity.unit => before.quantity.value,
        // So many of something else is not the same amount.
        None => return Err(Refusal::UnknownChoice),
    };
    let mut content = before;
    content.medication = Prescribed::of(medication, rxcui, ndc).ok_or(Refusal::UnknownChoice)?;
    content.quantity = Quantity { value, unit };
    if let Some(days) = choice.days_supply.and_then(|days| DaysSupply::try_from(days).ok()) {
        content.days_supply = days;
    }
    if let Some(refills) = choice.refills.and_then(|refills| Refills::try_from(refills).ok()) {
        content.refills = refills;
    }
    if let Some(text) = choice.sig.clone().and_then(|sig| SigText::try_from(sig).ok()) {
        let structured = content.sig.structured.filter(|_| text == content.sig.text);
        content.sig = Sig { text, structured };
    }
    Ok(content)
}

#[utoipa::path(request_body = AnswerWithPrescription, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Approved with changes: the other prescription is signed, and told as an RxChangeResponse.", body = Request)))]
#[post("/v1/change-requests/{id}/approve-with-changes")]
/// Answers a change request with a prescription of our own choice.
pub async fn approve_change_request_with_changes(
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
        matter.request.authorises_a_drug()?;
        Ok((Outcome::ApprovedWithChanges, matter.drafted(new_id, prescription.clone())?))
    })
    .await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateChange {
    /// Told to the pharmacy, such as a licence number it asked for.
    pub note: Option<Note>,
}

#[utoipa::path(request_body = ValidateChange, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Validated; the pharmacy is told.", body = Request)))]
#[post("/v1/change-requests/{id}/validate")]
/// Confirms that the prescriber may prescribe this drug (requests with code U only).
pub async fn validate_change_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<ValidateChange>,
) -> Result<Reply, Problem> {
    let (now, wish, client) = (platform::now(), body.value, caller.client.clone());
    let seen = Seen { kind: KIND, id: id.0, version };
    once(&db, &caller, body.digest, async move |tx| {
        let request = seen.lock(tx).await?;
        request.matched()?;
        if !request.is_for_authorisation() {
            return Err(Refusal::NotToValidate.into());
        }
        let answer = Answer::of(Outcome::Validated, wish.note.as_ref().map(ToString::to_string));
        act::say(tx, request, answer, &client, now).await
    })
    .await
}

#[utoipa::path(request_body = DenyRequest, params(("id" = PharmacyRequestId, Path, description = "The request.")),
    responses((status = 200, description = "Denied; the pharmacy is told.", body = Request)))]
#[post("/v1/change-requests/{id}/deny")]
/// Denies a change, with the reason the pharmacy is told.
pub async fn deny_change_request(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PharmacyRequestId>,
    version: IfMatch,
    body: Body<DenyRequest>,
) -> Result<Reply, Problem> {
    act::deny(caller, &db, Seen { kind: KIND, id: id.0, version }, body).await
}
