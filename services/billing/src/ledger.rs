//! The ledger: double entry, only ever added to; every balance is a sum of entries.

mod account;
mod routes;
pub mod store;
#[cfg(test)]
mod tests;

pub use account::{AccountView, Explained};
pub use routes::routes;

use model::{ClaimId, LedgerTransactionId, Money, PatientId};

model::word_enum! {
    /// What an entry is booked on. Debits are positive, credits negative.
    Account {
        /// What patients owe.
        PatientReceivable = "patient_receivable",
        /// What payers owe.
        PayerReceivable = "payer_receivable",
        /// What was charged (credit).
        Charges = "charges",
        /// Written off by contract (835 CAS group CO); never billed to the patient.
        ContractualAdjustment = "contractual_adjustment",
        /// Any other reduction (835 CAS groups OA, PI).
        OtherAdjustment = "other_adjustment",
        /// Money that came in.
        Cash = "cash",
        /// Money whose claim is not known here (credit).
        Unapplied = "unapplied",
        /// Money moved beside the claims (835 PLB).
        ProviderLevelAdjustment = "provider_level_adjustment",
    }

    /// Why a transaction was posted.
    Kind {
        Charge = "charge",
        InsurancePayment = "insurance_payment",
        ContractualAdjustment = "contractual_adjustment",
        PatientResponsibility = "patient_responsibility",
        OtherAdjustment = "other_adjustment",
        UnappliedCash = "unapplied_cash",
        ProviderLevelAdjustment = "provider_level_adjustment",
        PatientPayment = "patient_payment",
    }
}

impl Kind {
    /// The account that is debited and the one that is credited.
    pub const fn accounts(self) -> (Account, Account) {
        use Account::{
            Cash, Charges, ContractualAdjustment, OtherAdjustment, PatientReceivable, PayerReceivable,
            ProviderLevelAdjustment, Unapplied,
        };
        match self {
            Self::Charge => (PayerReceivable, Charges),
            Self::InsurancePayment => (Cash, PayerReceivable),
            Self::ContractualAdjustment => (ContractualAdjustment, PayerReceivable),
            Self::PatientResponsibility => (PatientReceivable, PayerReceivable),
            Self::OtherAdjustment => (OtherAdjustment, PayerReceivable),
            Self::UnappliedCash => (Cash, Unapplied),
            Self::ProviderLevelAdjustment => (ProviderLevelAdjustment, Cash),
            Self::PatientPayment => (Cash, PatientReceivable),
        }
    }
}

/// Whose money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Claim(PatientId, ClaimId),
    Patient(PatientId),
    /// Nobody we know: unapplied cash, provider-level adjustments.
    Practice,
}

impl Owner {
    pub fn patient(self) -> Option<PatientId> {
        match self {
            Self::Claim(patient, _) | Self::Patient(patient) => Some(patient),
            Self::Practice => None,
        }
    }

    pub fn claim(self) -> Option<ClaimId> {
        match self {
            Self::Claim(_, claim) => Some(claim),
            Self::Patient(_) | Self::Practice => None,
        }
    }
}

/// A transaction of two entries that cancel out: what one account gains the other gives.
#[derive(Clone, Debug)]
pub struct Posting {
    pub id: LedgerTransactionId,
    pub kind: Kind,
    /// What it came from; the same source is posted once only.
    pub source_key: String,
    pub owner: Owner,
    /// Negative when it takes an earlier posting back.
    amount: Money,
}

impl Posting {
    /// Nothing is posted where nothing moves.
    pub fn new(
        id: LedgerTransactionId,
        kind: Kind,
        source: &str,
        owner: Owner,
        amount: Money,
    ) -> Option<Self> {
        let source_key = format!("{source}/{kind}");
        (!amount.is_zero()).then_some(Self { id, kind, source_key, owner, amount })
    }

    /// Debit and credit.
    pub fn entries(&self) -> [(Account, Money); 2] {
        let (debit, credit) = self.kind.accounts();
        [(debit, self.amount), (credit, -self.amount)]
    }
}
