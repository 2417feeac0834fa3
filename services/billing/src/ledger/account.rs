//! A patient's account: who owes what, and the entries behind each figure.

use super::{Account, Kind};
use chrono::{DateTime, Utc};
use diesel::prelude::Queryable;
use model::{ClaimId, LedgerTransactionId, Money, PatientId};
use serde::Serialize;
use utoipa::ToSchema;

/// What a patient and the payers owe; each balance is the sum of its entries, to the cent.
#[derive(Serialize, ToSchema)]
pub struct AccountView {
    pub patient_id: PatientId,
    /// Negative when the patient has a credit.
    pub patient_balance: Money,
    pub payer_balance: Money,
    pub explain: Vec<Explained>,
}

/// An entry behind a figure: `patient_receivable` makes the patient's balance, `payer_receivable` the payer's.
#[derive(Clone, Serialize, ToSchema, Queryable)]
pub struct Explained {
    pub transaction_id: LedgerTransactionId,
    pub kind: Kind,
    pub account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_id: Option<ClaimId>,
    pub amount: Money,
    pub posted_at: DateTime<Utc>,
}

impl AccountView {
    pub fn of(patient_id: PatientId, explain: Vec<Explained>) -> Self {
        let on =
            |account| explain.iter().filter(|entry| entry.account == account).map(|entry| entry.amount).sum();
        let (patient_balance, payer_balance) = (on(Account::PatientReceivable), on(Account::PayerReceivable));
        Self { patient_id, patient_balance, payer_balance, explain }
    }
}
