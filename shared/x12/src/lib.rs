//! X12 005010 healthcare transactions: text to typed values and back.
//!
//! ```
//! # fn main() -> Result<(), x12::X12Error> {
//! let text = x12::writer::TransactionWriter::new("999", "0001", Some("005010X231A1"))
//!     .with("AK1", &["HC", "1", "005010X222A1"])
//!     .with("AK9", &["A", "1", "1", "1"])
//!     .finish()?;
//! assert_eq!(text.segments(), 4);
//! # Ok(())
//! # }
//! ```

#![warn(missing_docs, clippy::missing_errors_doc, clippy::missing_panics_doc)]

pub mod acknowledgment;
pub mod amount;
pub mod claim;
pub mod claim_acknowledgment;
pub mod claim_status;
mod codes;
pub mod cursor;
pub mod date;
pub mod delimiters;
pub mod eligibility;
pub mod envelope;
pub mod error;
pub mod explain;
pub mod guide;
pub mod header;
pub mod hierarchy;
pub mod institutional;
#[cfg(feature = "json")]
pub mod json;
pub mod name;
pub mod original;
pub mod procedure;
pub mod reader;
pub mod remittance;
pub mod services_review;
pub mod text;
pub mod validate;
pub mod writer;

pub use amount::{Amount, Quantity};
pub use delimiters::Delimiters;
pub use envelope::{InterchangeHeader, Usage, write_interchange};
pub use error::{ErrorKind, X12Error};
pub use reader::{Group, Interchange, Segment, TransactionSet};
pub use text::Text;
pub use writer::{TransactionText, TransactionWriter};
