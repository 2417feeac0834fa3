//! Claim status: the 276 request and the 277 response (005010X212).
//!
//! Asking what became of a claim:
//!
//! ```
//! use chrono::NaiveDate;
//! use x12::Amount;
//! use x12::claim_status::{ClaimInquiry, ClaimKey, Insured, StatusRequest};
//! use x12::date::DatePeriod;
//! use x12::header::TransactionHeader;
//! use x12::name::Party;
//!
//! let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
//! let key = ClaimKey {
//!     payer: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
//!     receiver: Party::organization("41", "CEDAR CLINIC", "46", "CEDAR1"),
//!     providers: vec![Party::organization("1P", "CEDAR CLINIC", "XX", "1234567893")],
//!     subscriber: Insured {
//!         party: Party::person("IL", "ALDER", "MORGAN", "MI", "M0033"),
//!         birth: NaiveDate::from_ymd_opt(1988, 11, 4),
//!         ..Insured::default()
//!     },
//!     trace: "A1001".into(),
//!     service: Some(DatePeriod::Day(day(2, 27))),
//!     ..ClaimKey::default()
//! };
//! let charge = Some(Amount::from_cents(12_500));
//! let request = StatusRequest {
//!     header: TransactionHeader::new("STAT1", day(3, 9).and_hms_opt(14, 5, 0).expect("a time")),
//!     claims: vec![ClaimInquiry { key, charge, lines: Vec::new() }],
//!     ..StatusRequest::default()
//! };
//! let text = request.write("0001")?;
//! assert!(text.as_str().contains("~TRN*1*A1001~AMT*T3*125~DTP*472*D8*20260227~"));
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! Reading the answer:
//!
//! ```
//! use x12::claim_status::StatusResponse;
//! use x12::reader::Transactions;
//!
//! # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HN*PAYER*CLINIC*20260309*1405*1*X*005010X212~";
//! let file = format!(
//!     "{head}ST*277*0001*005010X212~BHT*0010*08*STAT1*20260309*1405*DG~HL*1**20*1~\
//!      NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~HL*2*1*21*1~NM1*41*2*CEDAR CLINIC*****46*CEDAR1~HL*3*2*19*1~\
//!      NM1*1P*2*CEDAR CLINIC*****XX*1234567893~HL*4*3*22*0~NM1*IL*1*ALDER*MORGAN****MI*M0033~TRN*2*A1001~\
//!      STC*F1:65*20260309**125*75*20260305**20260309*1001~REF*1K*ICN1~DTP*472*D8*20260227~\
//!      SE*15*0001~GE*1*1~IEA*1*000000042~"
//! );
//! let delivery = Transactions::new(&file).next().expect("one")?;
//! let response = StatusResponse::parse(&delivery.set)?;
//! let claim = &response.claims[0];
//! assert_eq!((claim.key.trace.as_str(), claim.key.payer_claim_number()), ("A1001", Some("ICN1")));
//! let status = &claim.statuses[0];
//! assert_eq!((status.codes[0].category.as_str(), status.payment_number.as_str()), ("F1", "1001"));
//! assert_eq!(status.paid.map(|paid| paid.to_string()).as_deref(), Some("75"));
//! # Ok::<(), x12::X12Error>(())
//! ```

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
