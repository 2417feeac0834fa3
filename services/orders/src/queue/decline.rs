//! Why a pharmacy does not dispense.

use model::word_enum;

word_enum! {
    DeclineReason {
        OutOfStock = "out_of_stock",
        /// The maker or the wholesaler cannot say when there will be any.
        Unavailable = "unavailable",
        NotCollected = "not_collected",
        PatientRefused = "patient_refused",
        PatientDeceased = "patient_deceased",
        ClinicallyUnsuitable = "clinically_unsuitable",
        Duplicate = "duplicate",
        Expired = "expired",
        /// The law of this state or the licence of this pharmacy forbids it.
        NotLawful = "not_lawful",
        /// Something is missing or does not fit together.
        Invalid = "invalid",
        InsuranceRejected = "insurance_rejected",
        PriorAuthorizationMissing = "prior_authorization_missing",
        CostTooHigh = "cost_too_high",
        PatientUnknown = "patient_unknown",
        Transferred = "transferred",
        Other = "other",
    }
}

impl DeclineReason {
    pub fn words(self) -> String {
        self.as_str().replace('_', " ")
    }
}
