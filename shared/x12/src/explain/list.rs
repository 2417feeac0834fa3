//! The code lists, and where their codes stand in a transaction.

/// One code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CodeList {
    /// CAS02 and its repeats: claim adjustment reason (source 139).
    Carc,
    /// MOA, MIA and LQ*HE: remittance advice remark (source 411).
    Rarc,
    /// STC01-1 (source 507).
    ClaimStatusCategory,
    /// STC01-2 (source 508).
    ClaimStatus,
    /// STC01-3, NM101 and N101: whom something is about (element 98).
    Entity,
    /// EB03 and EQ01 (element 1365).
    ServiceType,
    /// CLM05-1 and SV105 (source 237).
    PlaceOfService,
    /// AAA03 (element 901).
    RejectReason,
    /// AAA04 (element 889).
    FollowUp,
    /// IK304 of a 999.
    SegmentError,
    /// IK403 of a 999.
    ElementError,
    /// IK502 to IK506 of a 999.
    TransactionError,
    /// AK905 to AK909 of a 999.
    GroupError,
    /// IK501 and AK901 of a 999, TA104.
    Acknowledgment,
    /// TA105.
    InterchangeNote,
    /// PLB03-1 and its repeats (element 426).
    ProviderAdjustment,
    /// CLP02.
    ClaimPaymentStatus,
    /// CAS01.
    AdjustmentGroup,
    /// SBR09 and CLP06.
    ClaimFiling,
    /// EB01.
    Benefit,
    /// EB02 and EQ03.
    CoverageLevel,
    /// EB04 and SBR05.
    InsuranceType,
    /// EB06 and HSD05.
    TimePeriod,
}

impl CodeList {
    /// Every list, in the order of its variants.
    pub const ALL: [Self; 23] = [
        Self::Carc,
        Self::Rarc,
        Self::ClaimStatusCategory,
        Self::ClaimStatus,
        Self::Entity,
        Self::ServiceType,
        Self::PlaceOfService,
        Self::RejectReason,
        Self::FollowUp,
        Self::SegmentError,
        Self::ElementError,
        Self::TransactionError,
        Self::GroupError,
        Self::Acknowledgment,
        Self::InterchangeNote,
        Self::ProviderAdjustment,
        Self::ClaimPaymentStatus,
        Self::AdjustmentGroup,
        Self::ClaimFiling,
        Self::Benefit,
        Self::CoverageLevel,
        Self::InsuranceType,
        Self::TimePeriod,
    ];

    /// The list of an element as people write it: `CAS02`, `STC01-2`, `PLB03-1`.
    #[must_use]
    pub fn of_element(position: &str) -> Option<Self> {
        let (place, component) = match position.trim().split_once('-') {
            Some((place, component)) => (place, component.parse().ok()?),
            None => (position.trim(), 0),
        };
        let (segment, element) = place.split_at_checked(place.len().checked_sub(2)?)?;
        Self::at(segment, element.parse().ok()?, component)
    }

    /// The list of an element by segment id, element and component; 0 is the whole element, or its first component.
    ///
    /// LQ02 and III02 hold these codes where LQ01 is `HE` and III01 is `ZZ`.
    #[must_use]
    pub fn at(segment: &str, element: usize, component: usize) -> Option<Self> {
        match (segment, element, component) {
            ("CAS", 1, 0) => Some(Self::AdjustmentGroup),
            ("CAS", 2 | 5 | 8 | 11 | 14 | 17, 0) => Some(Self::Carc),
            ("CLP", 2, 0) => Some(Self::ClaimPaymentStatus),
            ("CLP", 6, 0) | ("SBR", 9, 0) => Some(Self::ClaimFiling),
            ("MOA", 3..=7, 0) | ("MIA", 5 | 20..=23, 0) | ("LQ", 2, 0) => Some(Self::Rarc),
            ("PLB", 3 | 5 | 7 | 9 | 11 | 13, 0 | 1) => Some(Self::ProviderAdjustment),
            ("STC", 1 | 10 | 11, 0 | 1) => Some(Self::ClaimStatusCategory),
            ("STC", 1 | 10 | 11, 2) => Some(Self::ClaimStatus),
            ("STC", 1 | 10 | 11, 3) | ("NM1" | "N1", 1, 0) => Some(Self::Entity),
            ("CLM", 5, 0 | 1) | ("SV1", 5, 0) | ("III", 2, 0) => Some(Self::PlaceOfService),
            _ => Self::at_inquiry(segment, element, component).or_else(|| Self::at_answer(segment, element)),
        }
    }

    /// 270 and 271.
    fn at_inquiry(segment: &str, element: usize, component: usize) -> Option<Self> {
        match (segment, element, component) {
            ("AAA", 3, 0) => Some(Self::RejectReason),
            ("AAA", 4, 0) => Some(Self::FollowUp),
            ("EB", 1, 0) => Some(Self::Benefit),
            ("EB", 2, 0) | ("EQ", 3, 0) => Some(Self::CoverageLevel),
            ("EB", 3, 0) | ("EQ", 1, 0) => Some(Self::ServiceType),
            ("EB" | "EQ", 4, 0) | ("SBR", 5, 0) => Some(Self::InsuranceType),
            ("EB", 6, 0) | ("HSD", 5, 0) => Some(Self::TimePeriod),
            _ => None,
        }
    }

    /// 999 and TA1.
    fn at_answer(segment: &str, element: usize) -> Option<Self> {
        match (segment, element) {
            ("IK3", 4) => Some(Self::SegmentError),
            ("IK4", 3) => Some(Self::ElementError),
            ("IK5", 1) | ("AK9", 1) | ("TA1", 4) => Some(Self::Acknowledgment),
            ("IK5", 2..=6) => Some(Self::TransactionError),
            ("AK9", 5..=9) => Some(Self::GroupError),
            ("TA1", 5) => Some(Self::InterchangeNote),
            _ => None,
        }
    }

    /// Codes of 999 and TA1, about a file and not about a claim.
    #[must_use]
    pub fn is_acknowledgment(self) -> bool {
        let own = [Self::SegmentError, Self::ElementError, Self::TransactionError, Self::GroupError];
        own.contains(&self) || matches!(self, Self::Acknowledgment | Self::InterchangeNote)
    }

    /// The file its rows stand in.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::Carc => include_str!("lists/carc.tsv"),
            Self::Rarc => include_str!("lists/rarc.tsv"),
            Self::ClaimStatusCategory => include_str!("lists/claim_status_category.tsv"),
            Self::ClaimStatus => include_str!("lists/claim_status.tsv"),
            Self::Entity => include_str!("lists/entity.tsv"),
            Self::ServiceType => include_str!("lists/service_type.tsv"),
            Self::PlaceOfService => include_str!("lists/place_of_service.tsv"),
            Self::RejectReason => include_str!("lists/reject_reason.tsv"),
            Self::FollowUp => include_str!("lists/follow_up.tsv"),
            Self::SegmentError => include_str!("lists/segment_error.tsv"),
            Self::ElementError => include_str!("lists/element_error.tsv"),
            Self::TransactionError => include_str!("lists/transaction_error.tsv"),
            Self::GroupError => include_str!("lists/group_error.tsv"),
            Self::Acknowledgment => include_str!("lists/acknowledgment.tsv"),
            Self::InterchangeNote => include_str!("lists/interchange_note.tsv"),
            Self::ProviderAdjustment => include_str!("lists/provider_adjustment.tsv"),
            Self::ClaimPaymentStatus => include_str!("lists/claim_payment_status.tsv"),
            Self::AdjustmentGroup => include_str!("lists/adjustment_group.tsv"),
            Self::ClaimFiling => include_str!("lists/claim_filing.tsv"),
            Self::Benefit => include_str!("lists/benefit.tsv"),
            Self::CoverageLevel => include_str!("lists/coverage_level.tsv"),
            Self::InsuranceType => include_str!("lists/insurance_type.tsv"),
            Self::TimePeriod => include_str!("lists/time_period.tsv"),
        }
    }
}
