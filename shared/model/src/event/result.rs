//! What is announced of results.

use super::facts;
use crate::id::{LaboratoryId, OrderId, PatientId, ResultId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which result and whose; the values stay in orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ResultSnapshot {
    pub result_id: ResultId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    pub laboratory_id: LaboratoryId,
    /// Somebody must look at once.
    pub critical: bool,
}

facts! { ResultSnapshot by "result"/result_id:
    ResultReceived = "result.received",
    /// A value that was sent before is another now, or was taken back.
    ResultCorrected = "result.corrected",
    ResultReviewed = "result.reviewed",
}
