//! Going through the list with the patient: keep, stop, change.

use super::read::medication_id;
use crate::allergy::store::lock_chart;
use crate::history::{self, Actor, Entry};
use crate::medication_list::decision::{Decided, Decision, DecisionAction, StopReason};
use crate::medication_list::listed::Standing;
use crate::medication_list::stop::Proposal;
use crate::medication_list::{ListedMedication, store};
use crate::prescription::content::SigText;
use crate::prescription::routes::take_back;
use crate::prescription::{self, Prescription};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use model::{Note, PatientId, PrescriptionId, ReportedMedicationId, Scope};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Sealing, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is decided; `reason_code`, `stopped_on` and `cancel` belong to a stop, `sig` to a change.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconcileMedication {
    pub action: DecisionAction,
    pub reason_code: Option<StopReason>,
    /// The first day it is not to be taken any more; today when left out.
    pub stopped_on: Option<NaiveDate>,
    /// Ask the pharmacy to cancel it in the same request; needs the scope prescriptions:sign.
    #[serde(default)]
    pub cancel: bool,
    /// How a reported medicine is taken now; what was prescribed here is changed by a new prescription.
    pub sig: Option<SigText>,
    /// What the patient says when it is kept.
    pub taking_as_directed: Option<bool>,
    pub note: Option<Note>,
}

/// The medicine as it stands now, and what should be done next.
#[derive(Serialize, ToSchema)]
pub struct ReconciledMedication {
    pub medication: ListedMedication,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
}

impl ReconcileMedication {
    fn decision(self, today: NaiveDate) -> Result<Decision, Problem> {
        let stray = self.stray();
        let Self { action, reason_code, stopped_on, sig, taking_as_directed, note, .. } = self;
        if let Some(field) = stray {
            return Err(Problem::invalid(
                field,
                format!("does not belong to the action {action}: leave it out"),
            ));
        }
        match (action, reason_code, sig) {
            (DecisionAction::Keep, ..) => Ok(Decision::Keep { taking_as_directed, note }),
            (DecisionAction::Stop, Some(reason_code), _) => {
                Ok(Decision::Stop { reason_code, stopped_on: stopped_on.unwrap_or(today), note })
            }
            (DecisionAction::Change, _, Some(sig)) => Ok(Decision::Change { sig, note }),
            (DecisionAction::Stop, None, _) => Err(Problem::invalid("/reason_code", "is needed to stop it")),
            (DecisionAction::Change, _, None) => Err(Problem::invalid("/sig", "is needed to change it")),
        }
    }

    /// A field of another action: what was meant is not guessed.
    fn stray(&self) -> Option<&'static str> {
        use DecisionAction::{Change, Keep, Stop};
        let fields = [
            ("/reason_code", self.reason_code.is_some(), Stop),
            ("/stopped_on", self.stopped_on.is_some(), Stop),
            ("/cancel", self.cancel, Stop),
            ("/sig", self.sig.is_some(), Change),
            ("/taking_as_directed", self.taking_as_directed.is_some(), Keep),
        ];
        fields.into_iter().find(|(_, given, of)| *given && *of != self.action).map(|(field, ..)| field)
    }
}

/// Who decides, when, about which line of whose list.
#[derive(Clone)]
struct Round {
    /// The records whose list it is.
    chart: Vec<PatientId>,
    medication: Uuid,
    seen: IfMatch,
    client: String,
    sealing: Sealing,
    now: DateTime<Utc>,
}

#[utoipa::path(request_body = ReconcileMedication,
    params(("id" = PatientId, Path, description = "The patient."), ("medication_id" = Uuid, Path, description = "The line of the list.")),
    responses((status = 200, description = "As it stands now; `proposal` says what should follow.", body = ReconciledMedication)))]
#[post("/v1/patients/{id}/medications/{medication_id}/reconcile")]
/// Keeps, stops or changes a medicine of the list.
///
/// Stopping what the pharmacy may still hand out proposes to cancel it there; `cancel: true` does both at once.
/// The pharmacy's answer is awaited in GET /v1/medication-stops. Keeping what was stopped takes the stop back.
pub async fn reconcile_medication(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    request: HttpRequest,
    seen: IfMatch,
    body: Body<ReconcileMedication>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    if wish.cancel && !caller.scopes.contains(&Scope::PrescriptionsSign) {
        return Err(cancel_needs_scope());
    }
    let round = Round {
        chart: Vec::new(),
        medication: medication_id(&request)?,
        seen,
        client: caller.client.clone(),
        sealing: db.sealing()?,
        now: platform::now(),
    };
    once(&db, &caller, body.digest, async move |tx| {
        let chart = lock_chart(tx, patient.0).await?;
        let round = Round { chart, ..round.clone() };
        let reconciled = round.reconcile(tx, wish.clone()).await?;
        Ok(Reply::ok(&reconciled)?.version(reconciled.medication.version))
    })
    .await
}

fn cancel_needs_scope() -> Problem {
    let detail = "Cancelling at the pharmacy needs the scope prescriptions:sign.";
    Problem::new(StatusCode::FORBIDDEN, "scope-missing", detail)
        .next_step("Stop it without `cancel`; a prescriber cancels it from GET /v1/medication-stops.")
}

impl Round {
    async fn reconcile(
        &self,
        tx: &mut Tx,
        wish: ReconcileMedication,
    ) -> Result<ReconciledMedication, Problem> {
        let prescribed = prescription::store::find_for_change(tx, PrescriptionId(self.medication)).await?;
        let signed = prescribed.filter(|one| self.chart.contains(&one.patient_id) && one.signature.is_some());
        match signed {
            Some(prescription) => self.of_prescription(tx, prescription, wish).await,
            None => self.of_report(tx, wish).await,
        }
    }

    async fn of_prescription(
        &self,
        tx: &mut Tx,
        before: Prescription,
        wish: ReconcileMedication,
    ) -> Result<ReconciledMedication, Problem> {
        self.seen.require(before.version)?;
        if wish.action == DecisionAction::Change {
            return Err(prescribed_here());
        }
        let cancels = wish.cancel && before.can_be_obtained();
        let decided = self.decide(tx, before.patient_id, wish).await?;
        let by = Actor::Client(self.client.clone());
        let change = if decided.is_stop() { "stopped on the list" } else { "kept on the list" };
        let reason = decided.decision.reason().map(|reason| reason.to_string());
        let entry = Entry::new(mint(), &before, change, &by, self.now).note(reason.clone());
        history::store::record(tx, &entry).await?;
        let note = decided.decision.note();
        let after = if cancels { take_back(tx, before, note, reason, &by, self.now).await? } else { before };
        let proposal = decided.is_stop().then(|| Proposal::cancel(&after)).flatten();
        let standing = Standing::of(tx, &self.sealing, std::slice::from_ref(&after)).await?;
        let medication = ListedMedication::prescribed(after, Some(decided), &standing, self.now.date_naive());
        Ok(ReconciledMedication { medication, proposal })
    }

    async fn of_report(
        &self,
        tx: &mut Tx,
        wish: ReconcileMedication,
    ) -> Result<ReconciledMedication, Problem> {
        let found = store::reported_for_change(tx, ReportedMedicationId(self.medication)).await?;
        let mut reported = found
            .filter(|one| self.chart.contains(&one.patient_id))
            .ok_or_else(|| Problem::missing("medicine on this list"))?;
        self.seen.require(reported.version)?;
        let decided = self.decide(tx, reported.patient_id, wish).await?;
        if let Decision::Change { sig, .. } = &decided.decision {
            reported = reported.with_sig(sig.clone());
            store::update(tx, &reported).await?;
        }
        let medication = ListedMedication::reported(reported, Some(decided));
        Ok(ReconciledMedication { medication, proposal: None })
    }

    /// In the record the line stands in.
    async fn decide(
        &self,
        tx: &mut Tx,
        patient_id: PatientId,
        wish: ReconcileMedication,
    ) -> Result<Decided, Problem> {
        let decision = wish.decision(self.now.date_naive())?;
        let decided = Decided {
            id: mint(),
            patient_id,
            medication_id: self.medication,
            action: decision.action(),
            decision,
            at: self.now,
            decided_by: self.client.clone(),
        };
        store::decide(tx, &decided).await?;
        Ok(decided)
    }
}

fn prescribed_here() -> Problem {
    Problem::conflict("prescribed-here", "What was prescribed here cannot be changed on the list.")
        .next_step("Draft a new prescription; its checks propose to stop this one.")
}
