//! Claim status: the 276 request and the 277 response (005010X212).

mod claim;
mod levels;
mod request;
mod response;
mod status;

pub use claim::{ClaimKey, Insured, ServiceLine};
pub use request::{ClaimInquiry, StatusRequest};
pub use response::{ClaimStatus, LineStatus, Refusal, StatusResponse};
pub use status::{Status, StatusCode};

/// GS08 and ST03 of both.
pub const IMPLEMENTATION: &str = "005010X212";
/// GS01 of a 276.
pub const REQUEST_GROUP: &str = "HR";
/// GS01 of a 277.
pub const RESPONSE_GROUP: &str = "HN";
