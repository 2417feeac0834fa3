//! Eligibility: the 270 inquiry and the 271 response (005010X279A1).
//!
//! Asking whether a patient is covered today:
//!
//! ```
//! use chrono::NaiveDate;
//! use x12::date::DatePeriod;
//! use x12::eligibility::{Inquiry, Patient};
//! use x12::header::TransactionHeader;
//! use x12::name::{Party, Trace};
//!
//! let today = NaiveDate::from_ymd_opt(2026, 3, 9).expect("a day");
//! let mut patient = Patient::subscriber("ALDER", "MORGAN", "M0033").asked_on(DatePeriod::Day(today));
//! patient.birth = NaiveDate::from_ymd_opt(1988, 11, 4);
//! patient.traces.push(Trace::own("T-1001", "1234567890"));
//! let inquiry = Inquiry {
//!     header: TransactionHeader::new("REF1001", today.and_hms_opt(14, 5, 0).expect("a time")),
//!     payer: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
//!     provider: Party::organization("1P", "CEDAR CLINIC", "XX", "1234567893"),
//!     subscriber: patient,
//!     service_types: vec!["30".into()],
//!     ..Inquiry::default()
//! };
//! let text = inquiry.write("0001")?;
//! assert!(text.as_str().contains("~NM1*IL*1*ALDER*MORGAN****MI*M0033~DMG*D8*19881104~DTP*291*D8*20260309~EQ*30~"));
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! Reading the answer. The payer repeats the trace; a rejection (AAA) stands where benefits (EB) would:
//!
//! ```
//! use x12::eligibility::{BenefitKind, Response, TimePeriod};
//! use x12::reader::Transactions;
//!
//! # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HB*PAYER*CLINIC*20260309*1405*1*X*005010X279A1~";
//! let file = format!(
//!     "{head}ST*271*0001*005010X279A1~BHT*0022*11*REF1001*20260309*1405~HL*1**20*1~\
//!      NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~HL*2*1*21*1~NM1*1P*2*CEDAR CLINIC*****XX*1234567893~HL*3*2*22*0~\
//!      TRN*2*T-1001*1234567890~NM1*IL*1*ALDER*MORGAN****MI*M0033~EB*1*IND*30*HM*SILVER 2~\
//!      EB*C*IND*30***23*1500~EB*C*IND*30***29*412.5~EB*B*IND*98***27*25~SE*14*0001~GE*1*1~IEA*1*000000042~"
//! );
//! let delivery = Transactions::new(&file).next().expect("one")?;
//! let response = Response::parse(&delivery.set)?;
//! assert_eq!(response.echoed_trace().map(|trace| trace.number.as_str()), Some("T-1001"));
//! assert!(response.benefits.iter().any(|benefit| benefit.is_active()));
//! let left = response.benefits.iter().find(|benefit| {
//!     benefit.kind == BenefitKind::Deductible && benefit.period == Some(TimePeriod::Remaining)
//! });
//! assert_eq!(left.and_then(|benefit| benefit.amount).map(|amount| amount.cents()), Some(41_250));
//! assert_eq!(response.all_rejections().count(), 0);
//! # Ok::<(), x12::X12Error>(())
//! ```

mod benefit;
mod entity;
mod inquiry;
mod lists;
mod patient;
mod rejection;
mod response;

pub use benefit::{Benefit, Delivery, Place};
pub use entity::BenefitEntity;
pub use inquiry::Inquiry;
pub use lists::{Answer, BenefitKind, CoverageLevel, FollowUp, Sex, TimePeriod};
pub use patient::{DatedPeriod, Patient, Relationship};
pub use rejection::{Rejection, RejectionLevel};
pub use response::Response;

/// GS08 and ST03 of both.
pub const IMPLEMENTATION: &str = "005010X279A1";
/// GS01 of a 270.
pub const INQUIRY_GROUP: &str = "HS";
/// GS01 of a 271.
pub const RESPONSE_GROUP: &str = "HB";
