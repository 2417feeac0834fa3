//! The code lists of the 835.

use crate::codes::codes;

codes! {
    /// BPR01: what whoever handles the text does with it.
    Handling {
        /// The remittance comes by itself; the money moves apart from it, as most does.
        RemittanceOnly = "I",
        /// Money and remittance go through the bank together.
        PaymentAccompanies = "C",
        /// Money only: the rest of the text is not sent on.
        PaymentOnly = "D",
        /// Nothing is paid: BPR02 is 0.
        NoticeOnly = "H",
        /// Tries out an account before money is sent to it.
        Prenotification = "P",
        /// The bank parts money and remittance.
        SplitPayment = "U",
        /// Whether to part them is left to the bank.
        HandlingParty = "X",
    }
}

codes! {
    /// BPR04: how the money moves. `NoPayment` comes with a zero amount.
    PaymentMethod {
        Ach = "ACH", Check = "CHK", NoPayment = "NON", WireTransfer = "FWT", FinancialInstitutionOption = "BOP",
    }
}

codes! {
    /// CLP02: in which turn the claim was decided. A denied line often stands in a claim that is `Primary`: read the adjustments too.
    ClaimPaymentStatus {
        Primary = "1", Secondary = "2", Tertiary = "3", Denied = "4", PrimaryForwarded = "19",
        SecondaryForwarded = "20", TertiaryForwarded = "21",
        /// Repeats an earlier payment with every amount negated.
        Reversal = "22",
        NotOursForwarded = "23", PricingOnly = "25",
    }
}

codes! {
    /// PLB03-1 and its repeats: why money moves beside the claims. Positive amounts take money away, negative ones add.
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
        Coverage = "AU", Discount = "D8",
        /// The most that is paid for a day.
        PerDay = "DY",
        PatientPaid = "F5",
        /// Interest the payer owes, as of late payment.
        Interest = "I",
        /// What a later payment is lessened by; Medicare.
        NegativeLedger = "NL",
        Tax = "T", TotalBeforeTaxes = "T2",
        /// What the payer takes as price of the service.
        Allowed = "B6",
        /// What is taken off because the claim came late.
        LateFiling = "KH",
    }
}

codes! {
    /// LQ01: the list a remark is from.
    RemarkCodeList {
        /// RARC.
        Remittance = "HE",
        /// Reject codes of pharmacy claims (NCPDP).
        Pharmacy = "RX",
    }
}
