//! Prior authorization and referral: the 278 request for review and its response (005010X217).
//!
//! Both hold the same levels: the organization that reviews (20), who asks (21), the subscriber (22), the dependent (23),
//! a patient event (EV) and its services (SS). BHT02 tells them apart: 13 asks, 11 answers.
//!
//! ```
//! use x12::header::TransactionHeader;
//! use x12::name::Party;
//! use x12::services_review::*;
//! # fn main() -> Result<(), x12::X12Error> {
//! let plan = Participant::new(Party::organization("X3", "Lakeside Health Plan", "PI", "55501"));
//! let doctor = Participant::new(Party::organization("1P", "Maple Street Family Medicine", "XX", "1234567893"));
//! let member = Member::subscriber("Rivers", "Nora", "LHP00912");
//! let asked = Asked::new(RequestCategory::SpecialtyCare, CertificationType::Initial, "3");
//! let mut event = PatientEvent { review: Review::new(asked), ..PatientEvent::default() };
//! event.review.delivery = Some(Delivery::of(QuantityKind::Visits, 3));
//! let request = ReviewRequest::new(TransactionHeader::default(), plan, doctor, member, event);
//! let text = request.write("0001")?;
//! assert!(text.as_str().contains("~UM*SC*I*3~HSD*VS*3~"));
//! # Ok(())
//! # }
//! ```
//!
//! Reading the answer:
//!
//! ```
//! use x12::reader::Transactions;
//! use x12::services_review::{Action, ReviewResponse};
//!
//! # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HI*PAYER*CLINIC*20260309*1405*1*X*005010X217~";
//! let file = format!(
//!     "{head}ST*278*0001*005010X217~BHT*0007*11*REF2001*20260309*1405*18~HL*1**20*1~\
//!      NM1*X3*2*Lakeside Health Plan*****PI*55501~HL*2*1*21*1~\
//!      NM1*1P*2*Maple Street Family Medicine*****XX*1234567893~HL*3*2*22*1~NM1*IL*1*Rivers*Nora****MI*LHP00912~\
//!      HL*4*3*EV*0~TRN*2*R-2001*1234567890~UM*SC*I*3~HCR*A1*AUTH778~SE*13*0001~GE*1*1~IEA*1*000000042~"
//! );
//! let delivery = Transactions::new(&file).next().expect("one")?;
//! let response = ReviewResponse::parse(&delivery.set)?;
//! let verdict = response.verdicts().next().expect("one");
//! assert_eq!(verdict.action, Action::CertifiedInTotal);
//! assert_eq!(response.events[0].review.authorization(), Some("AUTH778"));
//! # Ok::<(), x12::X12Error>(())
//! ```

/// `Debug` shows the name of the type only: the value is health data.
macro_rules! hidden {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([phi])"))
            }
        }
    )+};
}

mod certification;
mod delivery;
mod diagnosis;
mod event;
mod levels;
mod line;
mod lists;
mod member;
mod participant;
mod rejection;
mod request;
mod response;
mod review;
mod verdict;

pub use certification::{
    Admission, Certifications, Condition, HomeHealth, HomeOxygen, SpinalManipulation, Surgery, Transport,
};
pub use delivery::{Attachment, Delivery, ReviewDate};
pub use diagnosis::Diagnosis;
pub use event::{PatientEvent, Service};
pub use line::{DentalService, InstitutionalService, Procedure, ProfessionalService, ServiceLine, Tooth};
pub use lists::{
    Action, CertificationType, DateKind, DiagnosisKind, FacilityKind, HealthCondition, LevelOfService,
    Prognosis, QuantityKind, RequestCategory, ReviewKind, ReviewPurpose, Role,
};
pub use member::{Member, Relation};
pub use participant::{OtherOrganization, Participant, Specialty};
pub use rejection::Rejection;
pub use request::ReviewRequest;
pub use response::ReviewResponse;
pub use review::Review;
pub use verdict::{Asked, Facility, RelatedCauses, Verdict};

/// GS08 and ST03 of both.
pub const IMPLEMENTATION: &str = "005010X217";
/// GS01 of both.
pub const GROUP: &str = "HI";
