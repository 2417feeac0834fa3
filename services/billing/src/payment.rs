//! Payments patients make.

mod routes;
pub mod store;

pub use routes::routes;

use crate::ledger::{Kind, Owner, Posting};
use crate::schema::payments;
use chrono::{DateTime, Utc};
use diesel::prelude::{Insertable, Queryable, Selectable};
use model::event::PaymentSnapshot;
use model::{LedgerTransactionId, Money, Name, PatientId, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// How the money came.
    PaymentMethod { Cash = "cash", Check = "check", Card = "card", Transfer = "transfer", Other = "other" }
}

#[derive(Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = payments)]
pub struct Payment {
    pub id: PaymentId,
    pub patient_id: PatientId,
    pub amount: Money,
    pub method: PaymentMethod,
    /// Number of the check or of the card slip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Name>,
    pub posted_at: DateTime<Utc>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostPayment {
    pub patient_id: PatientId,
    pub amount: Money,
    pub method: PaymentMethod,
    #[serde(default)]
    pub reference: Option<Name>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a payment is more than zero")]
    NotPositive,
}

impl Payment {
    pub fn post(id: PaymentId, request: PostPayment, posted_at: DateTime<Utc>) -> Result<Self, Refusal> {
        let PostPayment { patient_id, amount, method, reference } = request;
        if amount <= Money::ZERO {
            return Err(Refusal::NotPositive);
        }
        Ok(Self { id, patient_id, amount, method, reference, posted_at })
    }

    /// Cash in, and the patient owes that much less; more than was owed is a credit.
    pub fn posting(&self, id: LedgerTransactionId) -> Option<Posting> {
        let source = format!("payment/{}", self.id);
        Posting::new(id, Kind::PatientPayment, &source, Owner::Patient(self.patient_id), self.amount)
    }

    pub fn snapshot(&self) -> PaymentSnapshot {
        PaymentSnapshot { payment_id: self.id, patient_id: self.patient_id, amount: self.amount }
    }
}
