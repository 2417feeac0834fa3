//! The code lists of the 835.

use crate::codes::codes;

codes! {
    /// BPR01.
    Handling {
        RemittanceAndPayment = "I", PaymentAccompanies = "C", PaymentSplit = "D", NoticeOnly = "H",
        Prenotification = "P", SplitPayment = "U", HandlingParty = "X",
    }
}

codes! {
    /// BPR04. `NoPayment` comes with a zero amount.
    PaymentMethod {
        Ach = "ACH", Check = "CHK", NoPayment = "NON", WireTransfer = "FWT", FinancialInstitutionOption = "BOP",
    }
}

codes! {
    /// CLP02. A denied line often stands in a claim that is `Primary`: read the adjustments too.
    ClaimPaymentStatus {
        Primary = "1", Secondary = "2", Tertiary = "3", Denied = "4", PrimaryForwarded = "19",
        SecondaryForwarded = "20", TertiaryForwarded = "21",
        /// Repeats an earlier payment with every amount negated.
        Reversal = "22",
        NotOursForwarded = "23", PricingOnly = "25",
    }
}

codes! {
    /// PLB03-1. Positive amounts take money away, negative ones add.
    ProviderAdjustmentReason {
        OverpaymentRecovery = "WO", ForwardingBalance = "FB", AuthorizedReturn = "72", InterestOwed = "L6",
        Adjustment = "CS", NonReimbursable = "J1", InternalRevenueWithholding = "IR", Levy = "LE",
        AccelerationOfBenefits = "AP", AppliedToBorrower = "AM", LateCharge = "50", InterestPenalty = "51",
        CapitationInterest = "CR", CapitationPayment = "CT", CapitalPassthru = "CV", Withholding = "E3",
        InterimSettlement = "IS", LumpSum = "LS", RetroactivityAdjustment = "RA", UnspecifiedRecovery = "WU",
    }
}

codes! {
    /// AMT01 of a claim or a service.
    SupplementalAmountKind {
        Coverage = "AU", Discount = "D8", PerDay = "DY", PatientPaid = "F5", Interest = "I",
        NegativeLedger = "NL", Tax = "T", TotalBeforeTaxes = "T2", Allowed = "B6", LateFiling = "KH",
    }
}

codes! {
    /// LQ01.
    RemarkCodeList {
        /// RARC.
        Remittance = "HE",
        Pharmacy = "RX",
    }
}
