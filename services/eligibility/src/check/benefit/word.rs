//! The words for X12's code lists of benefits; a code without a word stays readable in `codes`.

use x12::eligibility as x;

model::word_enum! {
    /// What a statement is about (EB01).
    BenefitKind {
        Active = "active",
        Inactive = "inactive",
        Coinsurance = "coinsurance",
        Copay = "copay",
        Deductible = "deductible",
        OutOfPocket = "out_of_pocket",
        Limitation = "limitation",
        Exclusion = "exclusion",
        NonCovered = "non_covered",
        Unlimited = "unlimited",
        PrimaryCareProvider = "primary_care_provider",
        OtherPayer = "other_payer",
        ManagedCareCoordinator = "managed_care_coordinator",
        RestrictedTo = "restricted_to",
        CoverageBasis = "coverage_basis",
        ContactEntity = "contact_entity",
        Description = "description",
        CannotProcess = "cannot_process",
        /// See `codes`.
        Other = "other",
    }

    /// Whom an amount counts for (EB02).
    CoverageLevel { Individual = "individual", Family = "family", Other = "other" }

    /// In which time an amount counts (EB06).
    Period {
        Day = "day",
        Week = "week",
        Month = "month",
        Visit = "visit",
        Admission = "admission",
        Episode = "episode",
        CalendarYear = "calendar_year",
        ServiceYear = "service_year",
        YearToDate = "year_to_date",
        Contract = "contract",
        Lifetime = "lifetime",
        Remaining = "remaining",
        Other = "other",
    }

    /// Where a statement counts (EB12).
    Network { In = "in", Out = "out", Both = "both", Unknown = "unknown" }
}

pub fn kind(eb01: &x::BenefitKind) -> BenefitKind {
    use x::BenefitKind as X;
    match eb01 {
        X::Active
        | X::ActiveFullRisk
        | X::ActiveServicesCapitated
        | X::ActiveCapitatedToPrimary
        | X::ActivePending => BenefitKind::Active,
        X::Inactive | X::InactivePending | X::InactiveInvestigating => BenefitKind::Inactive,
        X::Coinsurance => BenefitKind::Coinsurance,
        X::Copayment => BenefitKind::Copay,
        X::Deductible => BenefitKind::Deductible,
        X::OutOfPocket => BenefitKind::OutOfPocket,
        X::Limitations => BenefitKind::Limitation,
        X::Exclusions => BenefitKind::Exclusion,
        X::NonCovered => BenefitKind::NonCovered,
        X::Unlimited => BenefitKind::Unlimited,
        X::PrimaryCareProvider => BenefitKind::PrimaryCareProvider,
        X::OtherPayer => BenefitKind::OtherPayer,
        X::ManagedCareCoordinator => BenefitKind::ManagedCareCoordinator,
        X::RestrictedTo => BenefitKind::RestrictedTo,
        X::CoverageBasis => BenefitKind::CoverageBasis,
        X::ContactEntity => BenefitKind::ContactEntity,
        X::Description => BenefitKind::Description,
        X::CannotProcess => BenefitKind::CannotProcess,
        _ => BenefitKind::Other,
    }
}

pub fn level(eb02: &x::CoverageLevel) -> CoverageLevel {
    match eb02 {
        x::CoverageLevel::Individual => CoverageLevel::Individual,
        x::CoverageLevel::Family => CoverageLevel::Family,
        _ => CoverageLevel::Other,
    }
}

pub fn period(eb06: &x::TimePeriod) -> Period {
    use x::TimePeriod as X;
    match eb06 {
        X::Day | X::TwentyFourHours => Period::Day,
        X::Week => Period::Week,
        X::Month => Period::Month,
        X::Visit => Period::Visit,
        X::Admission => Period::Admission,
        X::Episode => Period::Episode,
        X::CalendarYear => Period::CalendarYear,
        X::ServiceYear => Period::ServiceYear,
        X::YearToDate => Period::YearToDate,
        X::Contract => Period::Contract,
        X::Lifetime => Period::Lifetime,
        X::Remaining | X::LifetimeRemaining => Period::Remaining,
        _ => Period::Other,
    }
}

pub fn network(eb12: &x::Answer) -> Network {
    match eb12 {
        x::Answer::Yes => Network::In,
        x::Answer::No => Network::Out,
        x::Answer::NotApplicable => Network::Both,
        _ => Network::Unknown,
    }
}

pub fn yes_or_no(answer: &x::Answer) -> Option<bool> {
    match answer {
        x::Answer::Yes => Some(true),
        x::Answer::No => Some(false),
        _ => None,
    }
}
