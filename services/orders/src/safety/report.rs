//! The report of one run of the checks, and the prescriber's answers to its alerts.

use super::{AlertSeverity, CheckKind, Demand, Outcome, StopProposal, Verdict, overall};
use crate::prescription::Refusal;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Note, PrescriptionId, SafetyCheckId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    /// Why an alert does not hold the prescription up.
    OverrideReason {
        WillMonitor = "will_monitor",
        NotClinicallySignificant = "not_clinically_significant",
        BenefitOutweighsRisk = "benefit_outweighs_risk",
        ToleratedPreviously = "tolerated_previously",
        DoseAdjusted = "dose_adjusted",
        Other = "other",
    }
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Override {
    pub reason_code: OverrideReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Alert {
    pub id: Uuid,
    pub kind: CheckKind,
    pub severity: AlertSeverity,
    /// Whether signing waits for it.
    pub interruptive: bool,
    pub demand: Demand,
    pub text: String,
    pub source: String,
    /// What would settle it: stopping a medicine that this order replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<StopProposal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// What one kind of check came to; its alerts stand in `alerts`.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KindOutcome {
    pub kind: CheckKind,
    pub outcome: Outcome,
    pub text: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Report {
    pub id: SafetyCheckId,
    pub prescription_id: PrescriptionId,
    pub outcome: Outcome,
    pub kinds: Vec<KindOutcome>,
    pub alerts: Vec<Alert>,
    pub checked_at: DateTime<Utc>,
}
model::jsonb!(Report);
model::redacted!(Report);

impl Alert {
    fn is_open(&self) -> bool {
        self.interruptive && self.overridden.is_none()
    }
}

impl Report {
    pub fn new(
        id: SafetyCheckId,
        prescription_id: PrescriptionId,
        verdicts: Vec<Verdict>,
        mut mint: impl FnMut() -> Uuid,
        checked_at: DateTime<Utc>,
    ) -> Self {
        let outcome = overall(verdicts.iter().map(|verdict| verdict.outcome));
        let (mut kinds, mut alerts) = (Vec::new(), Vec::new());
        for Verdict { kind, outcome, text, findings } in verdicts {
            kinds.push(KindOutcome { kind, outcome, text });
            alerts.extend(findings.into_iter().map(|finding| Alert {
                id: mint(),
                kind,
                severity: finding.severity,
                interruptive: finding.demand != Demand::Nothing,
                demand: finding.demand,
                text: finding.text,
                source: finding.source,
                proposal: finding.proposal,
                overridden: None,
            }));
        }
        Self { id, prescription_id, outcome, kinds, alerts, checked_at }
    }

    pub fn open_alerts(&self) -> usize {
        self.alerts.iter().filter(|alert| alert.is_open()).count()
    }

    /// What could not be checked, in words for the history.
    pub fn unchecked(&self) -> String {
        let kinds = self.kinds.iter().filter(|kind| kind.outcome == Outcome::CouldNotCheck);
        let kinds: Vec<&str> = kinds.map(|kind| kind.kind.as_str()).collect();
        if kinds.is_empty() { String::new() } else { format!("could not be checked: {}", kinds.join(", ")) }
    }

    /// Whether the checks, run again, come to the same.
    pub fn says(&self, verdicts: &[Verdict]) -> bool {
        let outcomes = self.kinds.iter().map(|k| (k.kind, k.outcome));
        let alerts = self.alerts.iter().map(|a| (a.kind, a.text.as_str()));
        let again = verdicts.iter().map(|v| (v.kind, v.outcome));
        let findings = verdicts.iter().flat_map(|v| v.findings.iter().map(|f| (v.kind, f.text.as_str())));
        outcomes.eq(again) && alerts.eq(findings)
    }

    /// Answers one alert, or every open one that can be answered when none is named.
    pub fn answer(mut self, alert: Option<Uuid>, answer: &Override) -> Result<Self, Refusal> {
        if answer.reason_code == OverrideReason::Other && answer.note.is_none() {
            return Err(Refusal::NoteMissing);
        }
        let meant = |a: &&mut Alert| a.interruptive && alert.map_or(a.overridden.is_none(), |id| a.id == id);
        let mut meant: Vec<&mut Alert> = self.alerts.iter_mut().filter(meant).collect();
        if meant.is_empty() {
            return Err(Refusal::NoSuchAlert);
        }
        meant.retain(|a| a.demand == Demand::Answer);
        if meant.is_empty() {
            return Err(Refusal::NotOverridable);
        }
        for alert in meant {
            alert.overridden = Some(answer.clone());
        }
        Ok(self)
    }
}
