//! Code lists of 270 and 271.

use crate::codes::codes;

codes! {
    /// EB01: what a benefit line says. [`explain`](crate::explain::explain) has each in words.
    BenefitKind {
        Active = "1", ActiveFullRisk = "2", ActiveServicesCapitated = "3", ActiveCapitatedToPrimary = "4",
        ActivePending = "5", Inactive = "6", InactivePending = "7", InactiveInvestigating = "8",
        Coinsurance = "A", Copayment = "B", Deductible = "C", CoverageBasis = "CB", Description = "D",
        Exclusions = "E", Limitations = "F", OutOfPocket = "G", Unlimited = "H", NonCovered = "I",
        CostContainment = "J", Reserve = "K", PrimaryCareProvider = "L", PreExistingCondition = "M",
        ManagedCareCoordinator = "MC", RestrictedTo = "N", NotMedicallyNecessary = "O", Disclaimer = "P",
        SecondOpinionRequired = "Q",
        /// Another payer covers the patient; `Benefit::entities` names it.
        OtherPayer = "R",
        PriorYearHistory = "S", CardsReported = "T",
        /// Ask the entity named instead: a carve-out.
        ContactEntity = "U",
        CannotProcess = "V", OtherSource = "W", HealthCareFacility = "X", SpendDown = "Y",
    }
}

codes! {
    /// EB02: for whom an amount counts; never mix individual and family.
    CoverageLevel {
        ChildrenOnly = "CHD", DependentsOnly = "DEP", EmployeeAndChildren = "ECH", EmployeeOnly = "EMP",
        EmployeeAndSpouse = "ESP", Family = "FAM", Individual = "IND", SpouseAndChildren = "SPC",
        SpouseOnly = "SPO",
    }
}

codes! {
    /// EB06: the period an amount or quantity counts in; `Remaining` is what is left of the total, not more.
    TimePeriod {
        Hour = "6", Day = "7", TwentyFourHours = "13", Years = "21", ServiceYear = "22", CalendarYear = "23",
        YearToDate = "24", Contract = "25", Episode = "26", Visit = "27", Outlier = "28", Remaining = "29",
        Exceeded = "30", NotExceeded = "31", Lifetime = "32", LifetimeRemaining = "33", Month = "34", Week = "35",
        Admission = "36",
    }
}

codes! {
    /// EB11 and EB12: an answer of the payer to yes or no.
    Answer {
        Yes = "Y", No = "N", Unknown = "U",
        /// EB12 only: in and out of network alike.
        NotApplicable = "W",
    }
}

codes! {
    /// DMG03: sex.
    Sex { Female = "F", Male = "M", Unknown = "U" }
}

codes! {
    /// AAA04: what the payer wants done about a rejection.
    FollowUp {
        CorrectAndResend = "C", DoNotResubmit = "N", ResendAsIs = "P", ResendAllowed = "R",
        DoNotResendWillRespond = "S", WaitThirtyDays = "W", WaitTenDays = "X", DoNotResendHeld = "Y",
    }
}
