//! Checking a prescription, and answering what the checks found.

use super::case::Case;
use super::{locked, seen as read_seen};
use crate::history::{self, Actor, Entry};
use crate::prescription::store;
use crate::safety::{self, Override, OverrideReason, Report};
use actix_web::{HttpRequest, post, web};
use model::{Note, PrescriptionId, SafetyCheckId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, mint};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Nothing needs to be said: the chart and the prescription are known.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPrescription {}

#[utoipa::path(request_body = CheckPrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "What each kind of check came to; the ETag is the prescription's.", body = Report)))]
#[post("/v1/prescriptions/{id}/checks")]
/// Runs the safety checks on a draft.
///
/// The prescription is `ready` when no interruptive alert is open. Only the last run counts.
pub async fn check_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    body: Body<CheckPrescription>,
) -> Result<Reply, Problem> {
    let (check_id, now, by) =
        (mint::<SafetyCheckId>(), platform::now(), Actor::Client(caller.client.clone()));
    once(&db, &caller, body.digest, async move |tx| {
        let before = locked(tx, id.0).await?;
        let case = Case::examine(tx, before, now).await?;
        let report = Report::new(check_id, id.0, case.verdicts, mint, now);
        let after = case.prescription.checked(report.open_alerts())?;
        safety::store::insert(tx, &report).await?;
        store::update(tx, &after).await?;
        let entry = Entry::new(mint(), &after, "checked", &by, now).note(Some(report.outcome.to_string()));
        history::store::record(tx, &entry).await?;
        Ok(Reply::ok(&report)?.version(after.version))
    })
    .await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideAlert {
    /// The alert answered; every open one that can be answered when left out.
    pub alert_id: Option<Uuid>,
    pub reason_code: OverrideReason,
    /// Needed with the reason `other`.
    pub note: Option<Note>,
}

#[utoipa::path(request_body = OverrideAlert,
    params(("id" = PrescriptionId, Path, description = "The prescription."), ("check_id" = SafetyCheckId, Path, description = "The last run of its checks.")),
    responses((status = 200, description = "The report with the answer; the ETag is the prescription's.", body = Report)))]
#[post("/v1/prescriptions/{id}/checks/{check_id}/override")]
/// Overrides an alert, with a reason that stays on record.
pub async fn override_alert(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    request: HttpRequest,
    seen: IfMatch,
    body: Body<OverrideAlert>,
) -> Result<Reply, Problem> {
    let check: Option<SafetyCheckId> =
        request.match_info().get("check_id").and_then(|text| text.parse().ok());
    let (now, wish) = (platform::now(), body.value);
    let answer =
        Override { reason_code: wish.reason_code, note: wish.note, by: caller.client.clone(), at: now };
    once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let last = safety::store::last(tx, id.0).await?.filter(|report| Some(report.id) == check);
        let report = last.ok_or_else(|| Problem::missing("current check of this prescription"))?;
        let report = report.answer(wish.alert_id, &answer)?;
        let after = before.checked(report.open_alerts())?;
        safety::store::update(tx, &report).await?;
        store::update(tx, &after).await?;
        let by = Actor::Client(answer.by.clone());
        let entry = Entry::new(mint(), &after, "alert overridden", &by, now)
            .note(Some(answer.reason_code.to_string()));
        history::store::record(tx, &entry).await?;
        Ok(Reply::ok(&report)?.version(after.version))
    })
    .await
}
