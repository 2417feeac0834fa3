//! 835 remittance advice (005010X221A1).

mod advice;
mod balance;
mod claim_payment;
mod code_lists;
mod parties;
mod payment;
mod provider_adjustment;
mod service_payment;
mod supplement;
#[cfg(test)]
mod tests;

pub use crate::claim::InpatientAdjudication;
pub use advice::{ClaimGroup, Remittance};
pub use balance::Imbalance;
pub use claim_payment::ClaimPayment;
pub use code_lists::*;
pub use parties::{Payee, RemittancePayer};
pub use payment::{Account, Payment};
pub use provider_adjustment::ProviderAdjustment;
pub use service_payment::ServicePayment;
pub use supplement::{Position, Remark, SupplementalAmount, SupplementalQuantity};

/// GS08; ST03 is not used.
pub const IMPLEMENTATION: &str = "005010X221A1";
/// GS01.
pub const FUNCTIONAL_ID: &str = "HP";
