//! Remittances: what an 835 paid, adjusted and left to the patient, posted once and only when every sum holds.

mod posting;
mod read;
mod receive;
mod routes;
pub mod store;
#[cfg(test)]
mod tests;

pub use read::{Advice, ClaimDecision, Refusal, read};
pub use receive::{Posted, receive};
pub use routes::routes;

use crate::schema::remittances;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::{Insertable, Queryable, Selectable};
use diesel::sql_types::Jsonb;
use model::{ClaimId, Money, RemittanceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An 835 file as it was posted.
#[derive(Serialize, ToSchema, Queryable, Selectable)]
#[diesel(table_name = remittances)]
pub struct Remittance {
    pub id: RemittanceId,
    pub posted_at: DateTime<Utc>,
    /// The checks or transfers it explains.
    pub payments: Payments,
    /// Claim by claim what was posted; `unmatched` ones wait as unapplied cash.
    pub claims: ClaimResults,
    /// Money moved beside the claims (PLB).
    pub adjustments: Adjustments,
}

/// A remittance with the file it came from.
#[derive(Insertable)]
#[diesel(table_name = remittances)]
pub struct NewRemittance<'a> {
    pub id: RemittanceId,
    pub posted_at: DateTime<Utc>,
    pub payments: &'a Payments,
    pub claims: &'a ClaimResults,
    pub adjustments: &'a Adjustments,
    pub content: &'a str,
}

macro_rules! lists {
    ($($name:ident of $item:ty),*) => {$(
        #[derive(Clone, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
        #[serde(transparent)]
        #[diesel(sql_type = Jsonb)]
        pub struct $name(pub Vec<$item>);
        model::jsonb!($name);
        model::redacted!($name);
    )*};
}
lists!(Payments of PaymentResult, ClaimResults of ClaimResult, Adjustments of AdjustmentResult);

/// BPR and TRN.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct PaymentResult {
    /// N102 of loop 1000A.
    pub payer: String,
    /// TRN02: number of the check or transfer; the bank's record has the same.
    pub trace_number: String,
    /// BPR02.
    pub amount: Money,
    /// BPR16.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

model::word_enum! {
    /// What became of one claim of the file.
    Outcome {
        Posted = "posted",
        /// Nothing paid and nothing the patient's: the charge stays owed until somebody works on it.
        Denied = "denied",
        /// An earlier payment was taken back.
        Reversed = "reversed",
        /// No claim of ours: what was paid waits as unapplied cash.
        Unmatched = "unmatched",
    }
}

/// Loop 2100: what the payer decided and what was posted of it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ClaimResult {
    /// CLP01.
    pub claim_number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_id: Option<ClaimId>,
    pub outcome: Outcome,
    /// CLP03.
    pub charge: Money,
    /// CLP04.
    pub paid: Money,
    /// CAS CO.
    pub contractual: Money,
    /// CAS PR.
    pub patient_responsibility: Money,
    /// CAS OA, PI and others.
    pub other: Money,
    /// Charged on lines that were denied; their adjustments are not written off.
    pub denied: Money,
    /// Every CAS of the claim and its lines.
    pub reasons: Vec<Reason>,
}

/// One reason out of a CAS.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// CAS01: CO, PR, OA, PI.
    pub group: String,
    /// CARC.
    pub code: String,
    pub amount: Money,
}

/// One reason out of a PLB; positive takes money away.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct AdjustmentResult {
    /// PLB03-1.
    pub reason: String,
    /// PLB03-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    pub amount: Money,
}
