//! The rules by which coverages are put in order, in words and with where they stand.

model::word_enum! {
    /// What decides which of two coverages pays first.
    Rule {
        /// Workers' compensation, no-fault and liability insurance pay first for what they answer for (42 CFR 411.40, 411.50).
        LiabilityFirst = "liability_first",
        /// Medicaid pays last (42 U.S.C. 1396a(a)(25), 42 CFR 433.139).
        MedicaidLast = "medicaid_last",
        /// What the Department of Veterans Affairs authorizes it pays alone (42 CFR 411.8, 38 CFR 17.4020).
        VaAuthorized = "va_authorized",
        /// TRICARE pays after all but Medicaid (10 U.S.C. 1079(j)(1), 1086(d); 32 CFR 199.8).
        TricareAfterOthers = "tricare_after_others",
        /// A Medicare Advantage plan pays in place of original Medicare (42 U.S.C. 1395w-21(i)).
        MedicareAdvantageInstead = "medicare_advantage_instead",
        /// Working aged: the plan of an employer of 20 or more pays before Medicare (42 CFR 411.170 to 411.172).
        WorkingAged = "working_aged",
        /// Disability: the plan of an employer of 100 or more pays before Medicare (42 CFR 411.200 to 411.206).
        WorkingDisabled = "working_disabled",
        /// End-stage renal disease: a group plan pays before Medicare for 30 months (42 CFR 411.162).
        EsrdCoordination = "esrd_coordination",
        /// Medicare pays first where no rule makes it second.
        MedicareFirst = "medicare_first",
        /// The plan that covers a person as other than a dependent pays first (MDL-120 6.D(1)).
        OwnBeforeDependent = "own_before_dependent",
        /// Turned round for one who has Medicare that pays after the dependent's and before the own plan (MDL-120 6.D(1)(b)).
        DependentBeforeOwn = "dependent_before_own",
        /// The plan of the parent a court made responsible pays first (MDL-120 6.D(2)(b)(i)).
        CourtOrder = "court_order",
        /// Custodial parent, that parent's spouse, the other parent, that parent's spouse (MDL-120 6.D(2)(b)(iv)).
        Custody = "custody",
        /// The plan of the parent whose birthday falls earlier in the year pays first (MDL-120 6.D(2)(a)(i)).
        Birthday = "birthday",
        /// The parents have one birthday: the plan that covered its parent longer (MDL-120 6.D(2)(a)(ii)).
        BirthdayLonger = "birthday_longer",
        /// Current employment pays before employment that has ended (MDL-120 6.D(3)).
        ActiveBeforeRetired = "active_before_retired",
        /// COBRA or a state's continuation pays last (MDL-120 6.D(4)).
        CobraLast = "cobra_last",
        /// The plan that covered the person longer pays first (MDL-120 6.D(5)).
        LongerFirst = "longer_first",
        /// No rule decides: the plans share equally (MDL-120 6.D(6)), and the recorded rank stands.
        RecordedRank = "recorded_rank",
    }

    /// What would decide, but is not recorded.
    Missing {
        PlanKind = "plan_kind",
        Employment = "employment",
        EmployerSize = "employer_size",
        MedicareReason = "medicare_reason",
        EsrdSince = "esrd_since",
        Custody = "custody",
        Accident = "accident",
        VaAuthorization = "va_authorization",
    }
}

impl Rule {
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::LiabilityFirst => {
                "Workers' compensation, no-fault and liability insurance pay first for the accident they answer for \
                 (42 CFR 411.40, 411.50)."
            }
            Self::MedicaidLast => "Medicaid pays after every other coverage (42 CFR 433.139).",
            Self::VaAuthorized => {
                "The VA pays alone for what it has authorized (42 CFR 411.8, 38 CFR 17.4020)."
            }
            Self::TricareAfterOthers => {
                "TRICARE pays after every other coverage but Medicaid (32 CFR 199.8)."
            }
            Self::MedicareAdvantageInstead => {
                "A Medicare Advantage plan is billed in place of original Medicare (42 U.S.C. 1395w-21(i))."
            }
            Self::WorkingAged => {
                "Medicare by age pays after a plan from current employment with an employer of 20 or more (42 CFR 411.172)."
            }
            Self::WorkingDisabled => {
                "Medicare by disability pays after a plan from current employment with an employer of 100 or more \
                 (42 CFR 411.204, 411.206)."
            }
            Self::EsrdCoordination => {
                "For the first 30 months of eligibility by end-stage renal disease a group plan pays before Medicare \
                 (42 CFR 411.162)."
            }
            Self::MedicareFirst => {
                "Medicare pays first: no Medicare Secondary Payer rule makes it second (42 CFR 411)."
            }
            Self::OwnBeforeDependent => {
                "The plan that covers the patient as its own member pays before one that covers them as a dependent \
                 (NAIC MDL-120, 6.D(1))."
            }
            Self::DependentBeforeOwn => {
                "Medicare pays after the plan that covers the patient as a dependent and before their own plan, so the \
                 dependent's plan pays first (NAIC MDL-120, 6.D(1)(b))."
            }
            Self::CourtOrder => "A court made this parent responsible (NAIC MDL-120, 6.D(2)(b)).",
            Self::Custody => {
                "For parents apart: the custodial parent, that parent's spouse, the other parent, that parent's spouse \
                 (NAIC MDL-120, 6.D(2)(b))."
            }
            Self::Birthday => "This parent's birthday comes earlier in the year (NAIC MDL-120, 6.D(2)(a)).",
            Self::BirthdayLonger => {
                "The parents share a birthday, and this plan has covered its parent longer (NAIC MDL-120, 6.D(2)(a))."
            }
            Self::ActiveBeforeRetired => {
                "A plan from current employment pays before one from employment that has ended (NAIC MDL-120, 6.D(3))."
            }
            Self::CobraLast => "A continued plan (COBRA) pays after one that is not (NAIC MDL-120, 6.D(4)).",
            Self::LongerFirst => "This plan has covered the subscriber longer (NAIC MDL-120, 6.D(5)).",
            Self::RecordedRank => {
                "No rule decides between them, so the recorded rank stands (NAIC MDL-120, 6.D(6))."
            }
        }
    }
}
