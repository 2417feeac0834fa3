//! Shape and coverage of the lists, and what they say of the codes that matter most.

mod lists;
mod official;

use super::*;

#[test]
fn only_waiting_helps_where_the_payer_is_away() {
    for (code, retryable) in [("42", true), ("80", true), ("72", false), ("75", false), ("79", false)] {
        assert_eq!(aaa(code).map(|explanation| explanation.retryable), Some(retryable), "{code}");
    }
    assert_eq!(aaa("ZZ9"), None);
    let by_machine = table::rows(CodeList::RejectReason).iter().filter(|row| row.step == NextStep::Retry);
    assert_eq!(by_machine.map(|row| row.code).collect::<Vec<_>>(), ["42", "80"]);
}

#[test]
fn the_follow_up_code_bounds_the_machine() {
    for (reason, follow_up, expected) in [
        ("42", "P", MachineRetry::Later),
        ("42", "R", MachineRetry::Later),
        ("80", "", MachineRetry::Later),
        ("80", "W", MachineRetry::AfterDays(30)),
        ("42", "X", MachineRetry::AfterDays(10)),
        ("42", "C", MachineRetry::No),
        ("42", "N", MachineRetry::No),
        ("80", "S", MachineRetry::No),
        ("80", "Y", MachineRetry::No),
        ("72", "R", MachineRetry::No),
    ] {
        assert_eq!(machine_retry(reason, follow_up), expected, "{reason} {follow_up}");
    }
}

#[test]
fn the_group_decides_who_is_billed() {
    use NextStep::{Appeal, BillPatient, Correct, Post, Review, WriteOff};
    for (group, reason, next, fits) in [
        ("PR", "1", BillPatient, true),
        ("CO", "1", WriteOff, true),
        ("OA", "2", Review, true),
        ("PI", "3", Review, true),
        ("CO", "45", WriteOff, true),
        ("PR", "45", BillPatient, true),
        ("OA", "45", WriteOff, false),
        ("OA", "23", Post, true),
        ("CO", "23", Post, false),
        ("CO", "50", Appeal, true),
        ("PR", "50", BillPatient, true),
        ("CO", "16", Correct, true),
        ("PR", "16", Correct, true),
        ("PR", "29", Appeal, true),
        ("PR", "253", Review, true),
        ("PR", "303", Review, false),
    ] {
        let found = adjustment(group, reason).map(|one| (one.next, one.group_fits));
        assert_eq!(found, Some((next, fits)), "{group}-{reason}");
    }
    assert_eq!(adjustment("XX", "1"), None);
    assert_eq!(adjustment("CO", "9999"), None);
}

#[test]
fn nothing_under_co_is_billed_to_the_patient() {
    for row in table::rows(CodeList::Carc) {
        for group in ["CO", "PI", "OA"] {
            let next = adjustment(group, row.code).map(|one| one.next);
            assert!(next.is_some_and(|next| next != NextStep::BillPatient), "{group}-{}", row.code);
        }
        let patient = adjustment("PR", row.code).map(|one| one.next);
        assert!(patient.is_some_and(|next| next != NextStep::WriteOff), "PR-{}", row.code);
    }
}

#[test]
fn refined_status_categories_fall_back_to_their_family() {
    for code in ["A3", "F2", "P1", "R3", "R16", "E1", "D0", "P9", "R99"] {
        assert!(status_category(code).is_some(), "{code}");
    }
    for code in ["Q1", "A9", "E9", "F9", ""] {
        assert_eq!(status_category(code), None, "{code}");
    }
}

#[test]
fn a_status_reads_as_a_sentence() {
    for (category, status, entity, expected) in [
        ("A7", "158", "IL", "Rejected: something on it is invalid. Birth date (insured or subscriber)."),
        ("A2", "20", "", "Accepted for a decision. Accepted for processing."),
        ("A3", "", "85", "Rejected: it cannot be processed. Billing provider."),
        ("", "", "", ""),
    ] {
        assert_eq!(status_sentence(category, status, entity), expected);
    }
}

#[test]
fn elements_name_their_lists() {
    for (element, list) in [
        ("CAS01", Some(CodeList::AdjustmentGroup)),
        ("CAS02", Some(CodeList::Carc)),
        ("CAS17", Some(CodeList::Carc)),
        ("CAS03", None),
        ("MOA03", Some(CodeList::Rarc)),
        ("LQ02", Some(CodeList::Rarc)),
        ("STC01-1", Some(CodeList::ClaimStatusCategory)),
        ("STC10-2", Some(CodeList::ClaimStatus)),
        ("STC11-3", Some(CodeList::Entity)),
        ("STC01-4", None),
        ("EB03", Some(CodeList::ServiceType)),
        ("EQ01", Some(CodeList::ServiceType)),
        ("AAA03", Some(CodeList::RejectReason)),
        ("AAA04", Some(CodeList::FollowUp)),
        ("PLB03-1", Some(CodeList::ProviderAdjustment)),
        ("PLB04", None),
        ("CLM05-1", Some(CodeList::PlaceOfService)),
        ("CLM05-3", None),
        ("SBR09", Some(CodeList::ClaimFiling)),
        ("IK304", Some(CodeList::SegmentError)),
        ("IK403", Some(CodeList::ElementError)),
        ("IK506", Some(CodeList::TransactionError)),
        ("AK905", Some(CodeList::GroupError)),
        ("TA105", Some(CodeList::InterchangeNote)),
        ("C", None),
        ("", None),
        ("CASé2", None),
        ("CAS02-x", None),
    ] {
        assert_eq!(CodeList::of_element(element), list, "{element}");
    }
}

#[test]
fn words_find_codes() {
    for (words, list, code) in [
        ("timely filing", CodeList::ClaimStatus, "718"),
        ("timely filing", CodeList::Carc, "29"),
        ("Medically necessary", CodeList::Carc, "50"),
        ("birth date", CodeList::RejectReason, "58"),
        ("telehealth", CodeList::PlaceOfService, "10"),
    ] {
        assert!(find(words).iter().any(|one| one.list == list && one.code == code), "{words} {code}");
    }
    assert!(find("").is_empty() && find("no such words anywhere").is_empty());
}
