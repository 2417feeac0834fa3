//! What a check found out, in the words staff act on.

mod basis;
mod reason;

pub use super::difference::{Difference, Topic};
pub use super::summary::{
    Accumulator, AuthorizationRule, CostShare, Enrollment, Figure, Limitation, NotCovered, OtherPayer,
    Provider,
};
pub use basis::{Basis, BasisCode};
pub use reason::{Reason, ReasonCode};

use super::benefit::{Benefit, Contact};
use chrono::{DateTime, Utc};
use model::Money;
use model::event::EligibilityOutcome;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityFinding)]
pub struct Finding {
    pub outcome: EligibilityOutcome,
    /// Why it could not be determined; absent when it could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What an active or inactive outcome rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Absent when the payer never answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Kind of insurance, group, and from when to when.
    #[serde(default)]
    pub enrollment: Enrollment,
    /// In the network: for what was asked about, else for an office visit, else for the plan as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copay: Option<Money>,
    /// The patient's share in percent, as `20`; found as the copay is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coinsurance: Option<String>,
    /// One person's, in the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deductible: Option<Limit>,
    /// One person's, in the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_pocket: Option<Limit>,
    /// Every copay and coinsurance, those of what was asked about first.
    #[serde(default)]
    pub cost_shares: Vec<CostShare>,
    /// Deductibles and out-of-pocket maxima, each for a person and a family, in and out of the network.
    #[serde(default)]
    pub accumulators: Vec<Accumulator>,
    /// How much of a service is covered, such as 30 visits a year.
    #[serde(default)]
    pub limits: Vec<Limitation>,
    /// Services the payer says need an authorization, or need none.
    #[serde(default)]
    pub authorization_required: Vec<AuthorizationRule>,
    #[serde(default)]
    pub not_covered: Vec<NotCovered>,
    /// Others who cover the patient, beside the payer asked.
    #[serde(default)]
    pub other_payers: Vec<OtherPayer>,
    /// Who is to be billed in place of the payer asked: a managed care plan, or who a service was carved out to.
    #[serde(default)]
    pub bill_instead: Vec<OtherPayer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_care_provider: Option<Provider>,
    /// How to reach the payer.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// What the payer says in free text, each once.
    #[serde(default)]
    pub messages: Vec<String>,
    pub benefits: Vec<Benefit>,
    pub rejections: Vec<Rejection>,
    pub differences: Vec<Difference>,
    /// Segments of the answer that are not understood here, as the payer sent them.
    #[serde(default)]
    pub not_understood: Vec<String>,
}

/// What the patient pays at most, and what of it is met and still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitLimit)]
pub struct Limit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Money>,
    /// Which of these the payer did not say, and were computed from what it did say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub computed: Vec<Figure>,
}

model::word_enum! {
    /// Where in the payer's answer a rejection stands (the level of its AAA).
    RejectionLevel {
        Source = "source",
        Payer = "payer",
        Provider = "provider",
        Subscriber = "subscriber",
        Dependent = "dependent",
        Benefit = "benefit",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityRejection)]
pub struct Rejection {
    /// AAA03.
    pub code: String,
    pub level: RejectionLevel,
    pub meaning: String,
    /// What to do next.
    pub action: String,
    /// AAA04: what the payer wants done about it, such as `C` (correct and ask again) or `N` (never ask again).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub follow_up: String,
}

impl Finding {
    /// Nothing is known but this.
    pub fn without_answer(reason: ReasonCode) -> Self {
        Self {
            outcome: EligibilityOutcome::Undetermined,
            reason: Some(reason.into()),
            basis: None,
            answered_at: None,
            plan: None,
            enrollment: Enrollment::default(),
            copay: None,
            coinsurance: None,
            deductible: None,
            out_of_pocket: None,
            cost_shares: Vec::new(),
            accumulators: Vec::new(),
            limits: Vec::new(),
            authorization_required: Vec::new(),
            not_covered: Vec::new(),
            other_payers: Vec::new(),
            bill_instead: Vec::new(),
            primary_care_provider: None,
            contacts: Vec::new(),
            messages: Vec::new(),
            benefits: Vec::new(),
            rejections: Vec::new(),
            differences: Vec::new(),
            not_understood: Vec::new(),
        }
    }
}

impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finding({}, [phi])", self.outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As an earlier version kept it.
    const EARLIER: &str = r#"{"outcome": "active", "answered_at": "2026-06-21T09:00:00Z", "plan": "GOLD 123 PLAN",
        "copay": "10.00", "deductible": {"total": "500.00", "remaining": "350.00"},
        "benefits": [{"kind": "other_payer", "service_types": ["30"], "network": "in", "messages": [],
            "entities": [{"role": "PR", "name": "HARBOR MUTUAL"}], "codes": {"eb01": "R", "eb03": ["30"]}}],
        "rejections": [], "differences": [{"field": "name", "ours": "Nora Rios", "payers": "NORA RIVERS"}]}"#;

    #[test]
    fn what_was_kept_before_is_still_read() -> serde_json::Result<()> {
        let found: Finding = serde_json::from_str(EARLIER)?;
        assert_eq!(found.plan.as_deref(), Some("GOLD 123 PLAN"));
        assert_eq!(found.deductible.map(|limit| (limit.met, limit.computed)), Some((None, Vec::new())));
        assert_eq!(found.benefits[0].entities[0].name, "HARBOR MUTUAL");
        assert!(found.differences[0].proposal.is_none() && found.differences[0].accepted.is_none());
        Ok(())
    }
}
