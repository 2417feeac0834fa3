//! Code lists of the 278.

use crate::codes::codes;

codes! {
    /// BHT02 of a request: what is wanted.
    ReviewPurpose {
        Request = "13",
        /// Takes an earlier request back.
        Cancellation = "01",
        /// Asks that a medical services reservation be deducted.
        AuthorityToDeduct = "36",
    }
}

codes! {
    /// BHT06: what the answer means for the next one; `Reservation` stands in requests too.
    ReviewKind {
        /// No further updates follow.
        Final = "18",
        /// Further updates follow.
        UpdatesFollow = "19",
        Administrative = "AT",
        /// Of a medical services reservation.
        Reservation = "RU",
    }
}

codes! {
    /// UM01: what has to be authorized.
    RequestCategory {
        Admission = "AR", HealthServices = "HS", Individual = "IN", SpecialtyCare = "SC",
    }
}

codes! {
    /// UM02 and CR608: why a review is asked for.
    CertificationType {
        AppealImmediate = "1", AppealStandard = "2", Cancel = "3", Extension = "4", Notification = "5",
        Verification = "6", Initial = "I", Reconsideration = "N", Renewal = "R", Revised = "S",
    }
}

codes! {
    /// UM06: how urgent the care is.
    LevelOfService { Emergency = "03", Elective = "E", Urgent = "U" }
}

codes! {
    /// UM04-2: the code list of the facility type.
    FacilityKind { BillType = "A", PlaceOfService = "B" }
}

codes! {
    /// UM07: how the patient is.
    HealthCondition {
        Acute = "1", Stable = "2", Chronic = "3", Systemic = "4", Localized = "5", MildDisease = "6", Healthy = "7",
        SevereDisease = "8", SevereDiseaseThreateningLife = "9", Excellent = "E", Fair = "F", Good = "G", Poor = "P",
    }
}

codes! {
    /// UM08 and CR601: how the patient is going to be.
    Prognosis {
        Poor = "1", Guarded = "2", Fair = "3", Good = "4", VeryGood = "5", Excellent = "6",
        LessThanSixMonthsToLive = "7", Terminal = "8",
    }
}

codes! {
    /// HCR01: what was decided.
    Action {
        CertifiedInTotal = "A1", CertifiedPartly = "A2", NotCertified = "A3", Pended = "A4", Upheld = "A5", Modified = "A6",
        Cancelled = "C", ContactPayer = "CT",
        /// The service needs no authorization.
        NotRequired = "NA",
    }
}

codes! {
    /// HSD01: what a quantity counts.
    QuantityKind { Days = "DY", Units = "FL", Hours = "HS", Month = "MN", Visits = "VS" }
}

codes! {
    /// DTP01: what happens on the day.
    DateKind {
        Accident = "439", LastMenstrualPeriod = "484", EstimatedBirth = "ABC", Onset = "431", Event = "AAH",
        Admission = "435", Discharge = "096", Service = "472", Issued = "102", Expires = "036",
        /// A day, or the period the certification covers.
        Effective = "007",
    }
}

codes! {
    /// The first component of HI01 to HI12: the list of a code, and what it is to the event.
    DiagnosisKind {
        Principal = "ABK", Additional = "ABF", Admitting = "ABJ", ReasonForVisit = "APR",
        PrincipalIcd9 = "BK", AdditionalIcd9 = "BF", AdmittingIcd9 = "BJ", ReasonForVisitIcd9 = "PR",
        RelatedGroup = "DR",
        /// A LOINC code: what else the reviewer wants to know; responses only.
        InformationWanted = "LOI",
    }
}

codes! {
    /// NM101 of a provider, place or contact of an event or service.
    Role {
        Attending = "71", Operating = "72", OtherPhysician = "73", ServiceLocation = "77", Admitting = "AAJ",
        AssistantSurgeon = "DD", Ordering = "DK", Referring = "DN", Supervising = "DQ", Facility = "FA", Clinic = "G3",
        PrimaryCare = "P3", PurchasedService = "QB", GroupPractice = "QV", ServiceProvider = "SJ",
        PhysicianClinicOrGroup = "1T", PickUp = "PW", NextDestination = "ND", NextScheduledDestination = "R3",
        FinalScheduledDestination = "FS", DropOff = "45",
        /// Where to send what the reviewer wants to know; responses only.
        InformationContact = "L5",
    }
}

impl Action {
    /// True where the services asked for may be given: certified, changed by the reviewer, or in no need of it.
    #[must_use]
    pub fn is_approval(&self) -> bool {
        matches!(self, Self::CertifiedInTotal | Self::CertifiedPartly | Self::Modified | Self::NotRequired)
    }

    /// True where nothing is decided yet: a later response, or a call, decides.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Pended | Self::ContactPayer)
    }
}
