//! What people call the code lists.

use x12::explain::CodeList;

use CodeList as L;

/// Name on the command line, other names, list, and what its codes are.
const LISTS: [(&str, &[&str], CodeList, &str); 23] = [
    ("CARC", &["CAS"], L::Carc, "claim adjustment reason"),
    ("RARC", &["LQ", "MOA", "MIA"], L::Rarc, "remittance advice remark"),
    ("category", &["status-category"], L::ClaimStatusCategory, "claim status category"),
    ("status", &["STC"], L::ClaimStatus, "claim status"),
    ("entity", &["NM1"], L::Entity, "entity"),
    ("service", &["service-type", "EQ"], L::ServiceType, "service type"),
    ("place", &["POS", "place-of-service"], L::PlaceOfService, "place of service"),
    ("AAA", &["reject", "reject-reason"], L::RejectReason, "reason of a rejected inquiry"),
    ("follow-up", &[], L::FollowUp, "follow-up of a rejected inquiry"),
    ("IK3", &["segment-error"], L::SegmentError, "segment error of a 999"),
    ("IK4", &["element-error"], L::ElementError, "element error of a 999"),
    ("IK5", &["transaction-error"], L::TransactionError, "transaction set error of a 999"),
    ("AK9", &["group-error"], L::GroupError, "group error of a 999"),
    ("acknowledgment", &["ack"], L::Acknowledgment, "acknowledgment"),
    ("TA1", &["note"], L::InterchangeNote, "note of a TA1"),
    ("PLB", &["provider-adjustment"], L::ProviderAdjustment, "provider adjustment"),
    ("CLP02", &["claim-payment-status"], L::ClaimPaymentStatus, "status of a paid claim"),
    ("group", &["adjustment-group"], L::AdjustmentGroup, "adjustment group"),
    ("filing", &["claim-filing", "SBR"], L::ClaimFiling, "kind of payer"),
    ("benefit", &["EB"], L::Benefit, "benefit"),
    ("level", &["coverage-level"], L::CoverageLevel, "coverage level"),
    ("insurance", &["insurance-type"], L::InsuranceType, "insurance type"),
    ("period", &["time-period"], L::TimePeriod, "time period"),
];

/// A list by its name, another of its names, or an element that has its codes, such as `CAS02`.
pub(super) fn named(name: &str) -> Option<CodeList> {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    let found = LISTS.iter().find(|(first, others, ..)| is(first) || others.iter().any(|other| is(other)));
    found.map(|(_, _, list, _)| *list).or_else(|| CodeList::of_element(&name.to_ascii_uppercase()))
}

/// The names on the command line.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LISTS.iter().map(|(name, ..)| *name)
}

/// Name and what its codes are.
pub(super) fn title(list: CodeList) -> (&'static str, &'static str) {
    let found = LISTS.iter().find(|(_, _, known, _)| *known == list);
    found.map_or(("code", "code"), |(name, _, _, title)| (*name, *title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_a_name() {
        for list in CodeList::ALL {
            let (name, _) = title(list);
            assert_eq!(named(name), Some(list), "{name}");
        }
        assert_eq!(named("cas02"), Some(CodeList::Carc));
        assert_eq!(named("pos"), Some(CodeList::PlaceOfService));
        assert_eq!(named("nothing"), None);
    }
}
