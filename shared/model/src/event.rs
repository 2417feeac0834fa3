//! Facts the services announce: past tense, one struct a kind, the whole of what a listener needs to keep.

mod appointment;
mod authorization;
mod billing;
mod coverage;
mod demographics;
mod patient;
mod practice;
mod prescription;
mod renewal;
mod result;
mod task;
mod waitlist;

pub use appointment::*;
pub use authorization::*;
pub use billing::*;
pub use coverage::*;
pub use demographics::*;
pub use patient::*;
pub use practice::*;
pub use prescription::*;
pub use renewal::*;
pub use result::*;
pub use task::*;
pub use waitlist::*;

use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

/// A fact with a name and a stream it belongs to.
pub trait Event: Serialize + DeserializeOwned + ToSchema {
    /// Also the routing key; the part before the dot names the noun, so a listener can bind a noun's whole stream.
    const KIND: &'static str;

    /// What the fact is about, as `appointment/0190…`; facts of one stream reach a listener in order.
    fn subject(&self) -> String;
}

/// Several facts about a noun share one snapshot of it; each is a type of its own all the same.
macro_rules! facts {
    ($snapshot:ident by $noun:literal/$id:ident: $($(#[$doc:meta])* $name:ident = $kind:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub $snapshot);

        impl $crate::event::Event for $name {
            const KIND: &'static str = $kind;
            fn subject(&self) -> String {
                format!(concat!($noun, "/{}"), self.0.$id)
            }
        }
    )*};
}
pub(crate) use facts;

/// Every kind of fact, for the AsyncAPI document and for tests that none is forgotten.
pub const KINDS: &[&str] = &[
    PatientRegistered::KIND,
    PatientUpdated::KIND,
    PractitionerUpdated::KIND,
    LocationUpdated::KIND,
    VisitTypeUpdated::KIND,
    AppointmentBooked::KIND,
    AppointmentRescheduled::KIND,
    AppointmentCancelled::KIND,
    AppointmentReinstated::KIND,
    AppointmentArrived::KIND,
    AppointmentBegun::KIND,
    AppointmentCompleted::KIND,
    AppointmentNoShow::KIND,
    CoverageRecorded::KIND,
    CoverageUpdated::KIND,
    EligibilityChecked::KIND,
    AuthorizationRecorded::KIND,
    AuthorizationUpdated::KIND,
    AuthorizationRunningLow::KIND,
    AuthorizationExhausted::KIND,
    EligibilityBatchFinished::KIND,
    PrescriptionSigned::KIND,
    PrescriptionTransmitted::KIND,
    PrescriptionAccepted::KIND,
    PrescriptionVerified::KIND,
    PrescriptionDispensed::KIND,
    PrescriptionNotDispensed::KIND,
    PrescriptionFillWithdrawn::KIND,
    PrescriptionCancelled::KIND,
    PrescriptionFailed::KIND,
    ResultReceived::KIND,
    ResultCorrected::KIND,
    ResultReviewed::KIND,
    RenewalRequested::KIND,
    RenewalAnswered::KIND,
    ChangeRequested::KIND,
    ChangeAnswered::KIND,
    TaskEscalated::KIND,
    ClaimReady::KIND,
    ClaimSubmitted::KIND,
    ClaimReceived::KIND,
    ClaimAccepted::KIND,
    ClaimRejected::KIND,
    ClaimPaid::KIND,
    ClaimDenied::KIND,
    PaymentPosted::KIND,
    AccountChanged::KIND,
    FeeScheduleUpdated::KIND,
    PatientMerged::KIND,
    PatientUnmerged::KIND,
    WaitlistOffered::KIND,
    DemographicsCorrected::KIND,
];
