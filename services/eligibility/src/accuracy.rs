//! How near estimates come to what payers decide: kept claim by claim, reported by payer and visit type.

pub mod events;
pub mod routes;
pub mod store;

use crate::estimate::{Estimate, Outcome};
use crate::schema::estimate_outcomes;
use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use model::event::ClaimSnapshot;
use model::{ClaimId, EstimateId, Money, PayerId, VisitTypeId};
use serde::Serialize;
use utoipa::ToSchema;

model::word_enum! {
    /// What the payer decided.
    Decision { Paid = "paid", Denied = "denied" }
}

/// What came of an estimate.
#[derive(Clone, Debug, PartialEq, Insertable, AsChangeset)]
#[diesel(table_name = estimate_outcomes, treat_none_as_null = true)]
pub struct Outturn {
    pub estimate_id: EstimateId,
    pub claim_id: ClaimId,
    pub payer_id: PayerId,
    pub visit_type_id: VisitTypeId,
    pub service_date: NaiveDate,
    /// None where nothing could be determined.
    pub expected: Option<Money>,
    /// What the payer left to the patient.
    pub actual: Money,
    pub decision: Decision,
    pub recorded_at: DateTime<Utc>,
}

impl Outturn {
    /// None where there is nothing to compare: no insurance, or the patient was told only after the visit.
    pub fn of(
        estimate: &Estimate,
        claim: &ClaimSnapshot,
        decision: Decision,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        // The visit's evening in the west is the next day in UTC.
        let told_by = estimate.service_date.checked_add_days(Days::new(1))?;
        if estimate.made_at.date_naive() > told_by {
            return None;
        }
        let expected = match estimate.result {
            Outcome::Determined { patient_share } => Some(patient_share),
            Outcome::Undetermined { .. } => None,
        };
        Some(Self {
            estimate_id: estimate.id,
            claim_id: claim.claim_id,
            payer_id: estimate.payer_id?,
            visit_type_id: estimate.visit_type_id?,
            service_date: estimate.service_date,
            expected,
            actual: claim.patient_responsibility,
            decision,
            recorded_at: now,
        })
    }
}

/// How near the estimates of a payer and a kind of visit came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EstimateAccuracy)]
pub struct Accuracy {
    pub payer_id: PayerId,
    pub visit_type_id: VisitTypeId,
    /// Claims the payer paid, with an estimate of the patient's share.
    pub count: i64,
    /// Claims the payer paid where the estimate left a range.
    pub undetermined: i64,
    /// Claims the payer denied: no measure of an estimate.
    pub denied: i64,
    /// Half of the estimates were no further off than this.
    pub median_error: Option<Money>,
    /// Nine of ten were no further off than this.
    pub p90_error: Option<Money>,
    /// Of a hundred, at most five dollars off; with one decimal.
    pub percent_within_5_dollars: Option<String>,
    /// Of a hundred, at most a tenth of what it came to off; with one decimal.
    pub percent_within_10_percent: Option<String>,
}

/// So many of a hundred, with one decimal, half a tenth upwards.
pub fn percent(part: i64, of: i64) -> Option<String> {
    let tenths = (part * 1000 + of / 2).checked_div(of)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_nothing_is_nothing() {
        for (part, of, expected) in [
            (1, 3, Some("33.3")),
            (2, 3, Some("66.7")),
            (5, 5, Some("100.0")),
            (0, 4, Some("0.0")),
            (0, 0, None),
        ] {
            assert_eq!(percent(part, of).as_deref(), expected);
        }
    }
}
