//! A prescription in the place of another: drafted, checked and signed in one step, or not at all.

use super::case::Case;
use super::pen::{Pen, Saying};
use crate::history::{self, Actor, Entry};
use crate::prescription::{Prescription, Refusal, store};
use crate::safety::{self, Override, OverrideReason, Report};
use crate::succession::{self, Reason};
use chrono::{DateTime, Utc};
use model::{Note, PrescriptionId};
use platform::{Problem, Tx, mint};
use serde::Deserialize;
use utoipa::ToSchema;

/// The prescriber's answer to every interruptive alert of the checks that run with the signature.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideAlerts {
    pub reason_code: OverrideReason,
    pub note: Option<Note>,
}

/// What is to stand in the place of another prescription.
pub(crate) struct Successor {
    pub draft: Prescription,
    pub of: PrescriptionId,
    pub reason: Reason,
    pub alerts: Option<OverrideAlerts>,
    pub saying: Saying,
}

impl Successor {
    /// With the prescriber's pen.
    pub async fn sign(self, tx: &mut Tx, pen: &Pen) -> Result<Prescription, Problem> {
        let Self { draft, of, reason, alerts, saying } = self;
        let (client, now) = (pen.client(), pen.now());
        let draft = draft.prepared_by(client.to_owned());
        store::insert(tx, std::slice::from_ref(&draft)).await?;
        succession::store::insert(tx, of, draft.id, reason, now).await?;
        let by = Actor::Client(client.to_owned());
        let entry = Entry::new(mint(), &draft, "drafted", &by, now).note(Some(format!("{reason}: {of}")));
        history::store::record(tx, &entry).await?;
        let case = Case::examine(tx, draft, now).await?;
        case.prescription.content.require_start(case.written_on).map_err(Refusal::from)?;
        let report = Report::new(mint(), case.prescription.id, case.verdicts, mint, now);
        let report = answered(report, alerts, client, now)?;
        safety::store::insert(tx, &report).await?;
        let ready = case.prescription.checked(report.open_alerts())?;
        pen.sign(tx, ready, saying).await
    }
}

fn answered(
    report: Report,
    alerts: Option<OverrideAlerts>,
    client: &str,
    now: DateTime<Utc>,
) -> Result<Report, Problem> {
    match (report.open_alerts(), alerts) {
        (0, _) => Ok(report),
        (open, None) => {
            let detail = format!("{open} interruptive alerts of the safety checks are not answered.");
            Err(Problem::conflict("alerts-open", detail).next_step(
                "Answer them with override_alerts. To read them first, draft the same with POST /v1/prescriptions and run its checks.",
            ))
        }
        (_, Some(OverrideAlerts { reason_code, note })) => {
            let answer = Override { reason_code, note, by: client.to_owned(), at: now };
            let report = report.answer(None, &answer)?;
            if report.open_alerts() > 0 {
                return Err(Refusal::NotOverridable.into());
            }
            Ok(report)
        }
    }
}
