//! Accepting differences over HTTP.

use super::{Effect, Records, Refusal, accept, change};
use crate::authorization::ledger::settle_patient;
use crate::check::difference::{Acceptance, Proposal, Topic};
use crate::check::{self, Check};
use crate::coverage::{self, Coverage};
use crate::visit::look;
use crate::{payer, visit};
use actix_web::{HttpRequest, post, web};
use model::EligibilityCheckId;
use model::event::{CoverageUpdated, PatientSnapshot};
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, idempotency, outbox, projection};
use serde::Deserialize;
use utoipa::ToSchema;

/// Nothing is to be said: what is taken over is the difference's `proposal`.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptDifference {}

/// Takes over what the payer's record says otherwise.
///
/// A member id, a group number or the subscriber's data changes the coverage; the patient's name, birth date, sex or
/// address is corrected in the patient's registration, moments later. The difference then shows `accepted`. Accepting it
/// once more, with whatever If-Match, changes nothing and answers the same; if our record was changed since the payer
/// answered the answer is 409 `difference-stale`, and nothing is changed.
#[utoipa::path(request_body = AcceptDifference,
    params(("id" = EligibilityCheckId, Path, description = "The check"),
        ("field" = Topic, Path, description = "The difference's field")),
    responses((status = 200, description = "The check, with the difference accepted", body = Check)))]
#[post("/v1/eligibility-checks/{id}/differences/{field}/accept")]
pub async fn accept_difference(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EligibilityCheckId>,
    request: HttpRequest,
    seen: IfMatch,
    body: Body<AcceptDifference>,
) -> Result<Reply, Problem> {
    let field = request.match_info().get("field").and_then(|text| text.parse::<Topic>().ok());
    let topic = field.ok_or(Refusal::NoSuchDifference)?;
    let (Id(id), acceptance) = (id, Acceptance { at: platform::now(), by: caller.client.clone() });
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let (check, coverage) = locked(tx, id).await?;
        let seen_version = check.version;
        let patient: PatientSnapshot = projection::known(tx, "patient", check.patient_id).await?;
        let records = Records { patient: &patient.demographics, coverage: &coverage };
        let (check, effect) = accept(check, topic, records, acceptance.clone())?;
        if effect != Effect::Nothing {
            seen.require(seen_version)?;
            check::store::save_all(tx, &[&check]).await?;
            take_over(tx, coverage, effect, &acceptance).await?;
        }
        Ok(Reply::ok(&check)?.version(check.version))
    })
    .await
}

/// The patient first, as everyone does who changes what is asked about whom.
async fn locked(tx: &mut Tx, id: EligibilityCheckId) -> Result<(Check, Coverage), Problem> {
    let missing = || Problem::missing("eligibility check");
    let known = check::store::find(tx, id).await?.ok_or_else(missing)?;
    visit::store::lock_patient(tx, known.patient_id).await?;
    let check = check::store::lock(tx, id).await?.ok_or_else(missing)?;
    let coverage = coverage::store::lock(tx, check.coverage_id).await?.ok_or_else(missing)?;
    Ok((check, coverage))
}

async fn take_over(
    tx: &mut Tx,
    coverage: Coverage,
    effect: Effect,
    acceptance: &Acceptance,
) -> Result<(), Problem> {
    match effect {
        Effect::Nothing => Ok(()),
        Effect::Patient(fact) => Ok(outbox::put(tx, &*fact).await.map(|_| ())?),
        Effect::Coverage(proposal) => correct(tx, coverage, *proposal, acceptance).await,
    }
}

async fn correct(
    tx: &mut Tx,
    coverage: Coverage,
    proposal: Proposal,
    acceptance: &Acceptance,
) -> Result<(), Problem> {
    let (before, change) = (coverage.clone(), change(&coverage, proposal));
    let coverage = coverage.update(change)?;
    let payer = payer::store::find(tx, coverage.payer_id).await?.ok_or(coverage::Refusal::UnknownPayer)?;
    coverage::store::update(tx, &coverage).await?;
    outbox::put(tx, &CoverageUpdated(coverage.snapshot(&payer))).await?;
    // The payer answered for the member as it has them: its answers still serve.
    coverage::history::record(tx, (&acceptance.by, acceptance.at), "corrected", Some(&before), &coverage)
        .await?;
    settle_patient(tx, coverage.patient_id, None, acceptance.at).await?;
    Ok(look::for_coverage(tx, &coverage, acceptance.at).await?)
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::NoSuchDifference => Problem::missing("difference in this check"),
            Refusal::NotUsable => Problem::conflict("difference-not-usable", detail)
                .next_step("Look at what the payer says, and change our record by hand."),
            Refusal::Stale => Problem::conflict("difference-stale", detail).next_step(
                "Compare the two again, or ask the payer once more with POST /v1/eligibility-checks.",
            ),
        }
    }
}
