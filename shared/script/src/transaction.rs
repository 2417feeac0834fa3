//! The transactions with their own type, and the names of those without.

mod cancel;
mod change;
mod fill;
mod history;
mod observation;
mod prescription;
mod receipt;
mod renewal;

pub use cancel::{CancelRx, CancelRxResponse};
pub use change::{RxChangeRequest, RxChangeResponse};
pub use fill::RxFill;
pub use history::{
    Benefits, HistoryItem, HistorySource, RequestedDates, RxHistoryRequest, RxHistoryResponse,
};
pub use observation::Measurement;
pub use prescription::NewRx;
pub use receipt::{ErrorReport, Status, Verify};
pub use renewal::{RxRenewalRequest, RxRenewalResponse};

/// The transactions of 42 CFR 423.160(b)(1) that are known by name only.
pub const UNMODELLED: [&str; 23] = [
    "GetMessage",
    "Resupply",
    "DrugAdministration",
    "NewRxRequest",
    "NewRxResponseDenied",
    "RxTransferInitiationRequest",
    "RxTransfer",
    "RxTransferConfirm",
    "RxFillIndicatorChange",
    "Recertification",
    "REMSInitiationRequest",
    "REMSInitiationResponse",
    "REMSRequest",
    "REMSResponse",
    "PAInitiationRequest",
    "PAInitiationResponse",
    "PARequest",
    "PAResponse",
    "PAAppealRequest",
    "PAAppealResponse",
    "PACancelRequest",
    "PACancelResponse",
    "PANotification",
];
