//! Which prescription came in the place of which, and why.

pub mod store;

use crate::prescription::Status;
use model::{PrescriptionId, word_enum};
use serde::Serialize;
use utoipa::ToSchema;

pub use SuccessionReason as Reason;

word_enum! {
    SuccessionReason {
        /// The same for another pharmacy.
        PharmacyChanged = "pharmacy_changed",
        /// A new authorisation of the same, at the pharmacy's request.
        Renewed = "renewed",
        /// Something else in its place, at the pharmacy's request.
        Changed = "changed",
    }
}

impl SuccessionReason {
    /// Whether the one before is not to be taken any more.
    pub fn ends_the_one_before(self) -> bool {
        self != Self::Renewed
    }
}

/// Another prescription, as seen from one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SuccessionLink)]
pub struct Link {
    pub prescription_id: PrescriptionId,
    pub reason: Reason,
    pub status: Status,
}

/// What a prescription replaces, what replaces it, and what to beware of meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = SuccessionLinks)]
pub struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<&'static str>,
}

const TWICE: &str = "The pharmacy that had it first has not confirmed that it is cancelled: until it does, the patient may get it twice.";

impl Links {
    pub fn new(replaces: Option<Link>, replaced_by: Vec<Link>) -> Self {
        let open = |link: &Link| link.reason == Reason::PharmacyChanged && link.status != Status::Cancelled;
        let warning = replaces.as_ref().is_some_and(open).then_some(TWICE);
        Self { replaces, replaced_by, warning }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_warning_stands_until_the_first_pharmacy_has_approved() {
        let link = |reason, status| Link { prescription_id: PrescriptionId(Uuid::nil()), reason, status };
        for (reason, status, warned) in [
            (Reason::PharmacyChanged, Status::CancelPending, true),
            (Reason::PharmacyChanged, Status::CancelDenied, true),
            (Reason::PharmacyChanged, Status::Dispensed, true),
            (Reason::PharmacyChanged, Status::Cancelled, false),
            (Reason::Renewed, Status::Dispensed, false),
            (Reason::Changed, Status::Verified, false),
        ] {
            let links = Links::new(Some(link(reason, status)), Vec::new());
            assert_eq!(links.warning.is_some(), warned, "{reason} {status}");
        }
        assert_eq!(Links::new(None, Vec::new()), Links::default());
    }
}
