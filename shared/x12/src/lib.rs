//! X12 005010 healthcare transactions: text to typed values and back.
//!
//! Who was paid what, out of an 835:
//!
//! ```
//! use x12::reader::Transactions;
//! use x12::remittance::Remittance;
//!
//! let file = "ISA*00*          *00*          *ZZ*EVERGREEN      *ZZ*CEDAR          *260309*1405*^*00501*000000042*0*P*:~\
//!     GS*HP*EVERGREEN*CEDAR*20260309*1405*1*X*005010X221A1~ST*835*0001~BPR*I*75*C*CHK************20260309~\
//!     TRN*1*1001*1512345678~N1*PR*EVERGREEN HEALTH~N3*1 PINE PLAZA~N4*SPRINGFIELD*IL*62701~\
//!     PER*BL*EDI DESK*TE*2175550199~N1*PE*CEDAR CLINIC*XX*1234567893~LX*1~CLP*A1001*1*125*75*20*12*ICN1~\
//!     CAS*CO*45*30~CAS*PR*3*20~NM1*QC*1*ALDER*MORGAN~SE*14*0001~GE*1*1~IEA*1*000000042~";
//! let mut lines = Vec::new();
//! for delivery in Transactions::new(file) {
//!     let remittance = Remittance::read(&delivery?.set)?;
//!     let Remittance { payee, payer, .. } = &remittance;
//!     for claim in remittance.claims() {
//!         let number = &claim.patient_control_number;
//!         lines.push(format!("{} paid {} {} of {} for {number}", payer.name, payee.name, claim.paid, claim.charge));
//!     }
//! }
//! println!("{}", lines.join("\n"));
//! assert_eq!(lines, ["EVERGREEN HEALTH paid CEDAR CLINIC 75 of 125 for A1001"]);
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! # Where to look
//!
//! | To | look at |
//! |---|---|
//! | split a text or a file into segments | [`reader`]: [`reader::Stream`], [`reader::Transactions`], [`Interchange`] |
//! | read or write claims | [`claim`] (837P), [`institutional`] (837I) |
//! | read or write payments | [`remittance`] (835) |
//! | ask about coverage, claims, authorizations | [`eligibility`] (270, 271), [`claim_status`] (276, 277), [`services_review`] (278) |
//! | know what was taken | [`acknowledgment`] (TA1, 999), [`claim_acknowledgment`] (277CA) |
//! | find out what is wrong with a file | [`validate`] |
//! | know what a code means and what to do | [`explain`] |
//! | change a file and nothing else in it | [`original`] |
//! | write any transaction set, and the envelope around it | [`writer`], [`envelope`] |
//! | get a file as JSON, and back | `json`, behind the feature of that name |
//! | look up loops, segments, elements and codes | [`guide`] |
//! | write a parser of one's own | [`cursor`], [`hierarchy`] |
//!
//! Values many of these share: [`name`] (NM1, N3, N4, PER, REF, TRN), [`header`] (BHT), [`procedure`], [`date`], [`amount`],
//! [`text`], [`delimiters`], [`error`].
//!
//! # How values stand for text
//!
//! - A field says which element it holds. `Option` is an element or loop that may be absent; an empty [`Text`] is an
//!   element left out. Positions and pointers count from 1, as X12 does; money is in cents, quantities in thousandths.
//! - A code that a list does not name is kept as received, in `Other`. Segments that a value has no field for are kept in
//!   `unknown` or `unread`, and are not written: [`original`] keeps them in their places.
//! - `Debug` never shows health data. Errors say where and what to do, and show no value.

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
