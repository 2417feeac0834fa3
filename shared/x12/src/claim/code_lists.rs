//! The code lists of the 837 and of what other transactions share with it.

use crate::codes::codes;

codes! {
    /// BHT06: whether the file asks to be paid or only reports what was done.
    ClaimOrEncounter { Chargeable = "CH", Reporting = "RP", SubrogationDemand = "31" }
}

codes! {
    /// BHT02: whether the file is sent for the first time.
    TransactionPurpose { Original = "00", Reissue = "18" }
}

codes! {
    /// SBR01: the payer's turn among the patient's payers.
    PayerResponsibility {
        Primary = "P", Secondary = "S", Tertiary = "T", Fourth = "A", Fifth = "B", Sixth = "C", Seventh = "D",
        Eighth = "E", Ninth = "F", Tenth = "G", Eleventh = "H", Unknown = "U",
    }
}

codes! {
    /// SBR02 and PAT01: what the patient is to the subscriber.
    Relationship {
        Spouse = "01", Own = "18", Child = "19", Employee = "20", Unknown = "21", OrganDonor = "39",
        CadaverDonor = "40", LifePartner = "53", OtherRelationship = "G8",
    }
}

codes! {
    /// SBR09 and CLP06: the kind of plan.
    ClaimFiling {
        OtherNonFederal = "11", Ppo = "12", Pos = "13", Epo = "14", Indemnity = "15", MedicareAdvantage = "16",
        DentalMaintenance = "17", Automobile = "AM", BlueCross = "BL", Champus = "CH", Commercial = "CI",
        Disability = "DS", FederalEmployees = "FI", HealthMaintenance = "HM", Liability = "LM",
        MedicarePartA = "MA", MedicarePartB = "MB", Medicaid = "MC", OtherFederal = "OF", TitleV = "TV",
        VeteransAffairs = "VA", WorkersCompensation = "WC", MutuallyDefined = "ZZ",
    }
}

codes! {
    /// DMG03: sex.
    Sex { Female = "F", Male = "M", Unknown = "U" }
}

codes! {
    /// CLM05-3 and CLP09: what the claim is to earlier ones. A replacement or void names the payer's claim number in REF*F8.
    Frequency {
        Original = "1", Corrected = "6", Replacement = "7", Void = "8",
        /// A stay of no days, or one nobody pays for; like the interim bills only in institutional claims.
        NonPayment = "0",
        InterimFirst = "2", InterimContinuing = "3", InterimLast = "4", LateCharge = "5",
    }
}

codes! {
    /// CLM07: whether the provider takes the payer's price as full.
    AssignmentOfBenefits { Assigned = "A", ClinicalLabOnly = "B", NotAssigned = "C" }
}

codes! {
    /// CLM08, OI03: may the payer pay the provider.
    BenefitsAssignment { Yes = "Y", No = "N", NotApplicable = "W" }
}

codes! {
    /// CLM09, OI06: consent to release what the claim says.
    ReleaseOfInformation { InformedConsent = "I", SignedStatement = "Y" }
}

codes! {
    /// CLM11-1 to CLM11-3: what caused the condition.
    RelatedCause { AutoAccident = "AA", Employment = "EM", OtherAccident = "OA" }
}

codes! {
    /// DTP01 of a claim or a line: what happened on the day.
    DateKind {
        Onset = "431", InitialTreatment = "454", LastSeen = "304", AcuteManifestation = "453", Accident = "439",
        LastMenstrualPeriod = "484", LastXray = "455", Prescription = "471", Disability = "314",
        DisabilityBegin = "360", DisabilityEnd = "361", LastWorked = "297", ReturnToWork = "296",
        Admission = "435", Discharge = "096", AssumedCare = "090", RelinquishedCare = "091",
        FirstContact = "444", BeginTherapy = "463", LastCertification = "461", Recertification = "607",
        Test = "738", HemoglobinTest = "739", Shipped = "011", RepricerReceived = "050",
    }
}

codes! {
    /// SV103, SV204 and CTP05: what a quantity counts.
    Unit {
        Units = "UN", Days = "DA", Minutes = "MJ", Milliliter = "ML", Milligram = "ME", Gram = "GR", InternationalUnit = "F2",
    }
}

codes! {
    /// NTE01: what a note is about.
    NoteKind {
        Additional = "ADD", Certification = "CER", GoalsAndPlans = "DCP", Diagnosis = "DGN", ThirdParty = "TPO",
        Allergies = "ALG", Equipment = "DME", Medications = "MED", Nutrition = "NTR", Orders = "ODT",
        FunctionalLimitations = "RHB", ReasonsForLeavingHome = "RLH", ReasonsForBeingAway = "RNH",
        HomeEnvironment = "SET", SafetyMeasures = "SFM", SupplementaryPlan = "SPT", Updates = "UPI",
    }
}
