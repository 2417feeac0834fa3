//! The list files: every row is whole, sorted, short and once there.

use std::collections::BTreeSet;

use super::super::table::{Row, lines, row, rows};
use super::super::{CodeList, NextStep, Wording, codes, explain, is_known, known};
use crate::acknowledgment::AckStatus;
use crate::claim::{AdjustmentGroup, ClaimFiling};
use crate::claim_acknowledgment::StatusCategory;
use crate::eligibility::{BenefitKind, CoverageLevel, FollowUp, TimePeriod};
use crate::remittance::{ClaimPaymentStatus, ProviderAdjustmentReason};

const LONGEST: usize = 160;

/// `MA130` after `MA13`: letters, number, letters.
fn natural(code: &str) -> (&str, Option<u32>, &str) {
    let digits = code.find(|c: char| c.is_ascii_digit()).unwrap_or(code.len());
    let (letters, rest) = code.split_at(digits);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    (letters, rest[..end].parse().ok(), &rest[end..])
}

#[test]
fn every_row_is_whole_and_short() {
    for list in CodeList::ALL {
        for line in lines(list) {
            let row = Row::parse(line).unwrap_or_else(|| panic!("{list:?}: {line}"));
            let code_fits = row.code.len() <= 5 && row.code.bytes().all(|byte| byte.is_ascii_alphanumeric());
            assert!(code_fits, "{list:?} {}", row.code);
            assert!(
                row.meaning.ends_with(['.', '?']) && row.meaning.len() <= LONGEST,
                "{list:?} {}",
                row.code
            );
            let advice = row.explained(list).advice;
            assert!(advice.ends_with('.') && advice.len() <= LONGEST, "{list:?} {}", row.code);
            assert!(row.groups.is_empty() || list == CodeList::Carc, "{list:?} {}", row.code);
            for group in row.groups.split_terminator(' ') {
                assert!(explain(CodeList::AdjustmentGroup, group).is_some(), "{} {group}", row.code);
            }
        }
    }
}

#[test]
fn every_file_is_sorted_and_every_code_stands_once() {
    for list in CodeList::ALL {
        let codes: Vec<&str> = lines(list).filter_map(Row::parse).map(|row| row.code).collect();
        for pair in codes.windows(2) {
            assert!(natural(pair[0]) < natural(pair[1]), "{list:?}: {} before {}", pair[0], pair[1]);
        }
        assert_eq!(codes.len(), rows(list).len(), "{list:?}");
        assert!(codes.iter().all(|code| row(list, code).is_some_and(|row| row.code == *code)), "{list:?}");
    }
}

#[test]
fn steps_are_found_by_their_keyword() {
    for step in NextStep::all() {
        assert_eq!(NextStep::from_keyword(step.keyword()), Some(step));
        for list in CodeList::ALL {
            assert!(step.advice(list).len() <= LONGEST, "{step:?}");
        }
    }
}

/// Is the code one that a typed list names?
type Named = fn(&str) -> bool;

/// Every code of up to three letters and digits.
fn possible() -> impl Iterator<Item = String> {
    let letters = || (b'0'..=b'9').chain(b'A'..=b'Z').map(char::from);
    let one = letters().map(String::from);
    let two = letters().flat_map(move |a| letters().map(move |b| format!("{a}{b}")));
    let three = letters()
        .flat_map(move |a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))));
    one.chain(two).chain(three)
}

#[test]
fn every_code_of_the_typed_lists_is_explained() {
    let named: [(CodeList, Named); 10] = [
        (CodeList::Benefit, |code| !matches!(BenefitKind::from_code(code), BenefitKind::Other(_))),
        (CodeList::CoverageLevel, |code| !matches!(CoverageLevel::from_code(code), CoverageLevel::Other(_))),
        (CodeList::TimePeriod, |code| !matches!(TimePeriod::from_code(code), TimePeriod::Other(_))),
        (CodeList::FollowUp, |code| !matches!(FollowUp::from_code(code), FollowUp::Other(_))),
        (CodeList::ClaimFiling, |code| !matches!(ClaimFiling::from_code(code), ClaimFiling::Other(_))),
        (CodeList::AdjustmentGroup, |code| {
            !matches!(AdjustmentGroup::from_code(code), AdjustmentGroup::Other(_))
        }),
        (CodeList::ClaimPaymentStatus, |code| {
            !matches!(ClaimPaymentStatus::from_code(code), ClaimPaymentStatus::Other(_))
        }),
        (CodeList::ProviderAdjustment, |code| {
            !matches!(ProviderAdjustmentReason::from_code(code), ProviderAdjustmentReason::Other(_))
        }),
        (CodeList::Acknowledgment, |code| !matches!(AckStatus::from_code(code), AckStatus::Other(_))),
        (CodeList::ClaimStatusCategory, |code| {
            !matches!(StatusCategory::from_code(code), StatusCategory::Other(_))
        }),
    ];
    let possible: Vec<String> = possible().collect();
    for (list, is_named) in named {
        for code in possible.iter().filter(|code| is_named(code)) {
            assert!(row(list, code).is_some(), "{list:?} {code}");
        }
    }
}

#[test]
fn codes_without_wording_point_to_the_official_list() {
    assert_eq!(known::codes(CodeList::Rarc).len(), 1216);
    for (list, code) in [(CodeList::Rarc, "N99"), (CodeList::Rarc, "MA20"), (CodeList::ClaimStatus, "257")] {
        let found = explain(list, code).map(|one| (one.code, one.next, one.wording));
        assert_eq!(found, Some((code, NextStep::OfficialList, Wording::CodeOnly)));
    }
    for (list, code) in [
        (CodeList::Rarc, "N813"),
        (CodeList::Rarc, "MA1"),
        (CodeList::Rarc, "N9999"),
        (CodeList::ClaimStatus, "36"),
        (CodeList::Carc, "9999"),
    ] {
        assert_eq!(explain(list, code), None, "{list:?} {code}");
    }
    for list in [CodeList::Rarc, CodeList::ClaimStatus] {
        for row in rows(list) {
            assert!(known::code(list, row.code).is_some(), "{list:?} {} is no code", row.code);
        }
    }
}

/// Prints how far the wording reaches; the numbers may only grow.
#[test]
fn coverage() {
    for (list, least) in [
        (CodeList::Carc, 407),
        (CodeList::Rarc, 600),
        (CodeList::ClaimStatusCategory, 48),
        (CodeList::ClaimStatus, 550),
        (CodeList::Entity, 218),
        (CodeList::ServiceType, 221),
        (CodeList::PlaceOfService, 52),
        (CodeList::RejectReason, 63),
    ] {
        let (worded, all) = (rows(list).len(), codes(list));
        println!("{list:?}: {worded} of {} known codes have wording", all.len());
        assert!(all.iter().all(|code| is_known(list, code)), "{list:?}");
        assert!(worded >= least, "{list:?}");
    }
    let lists: BTreeSet<CodeList> = CodeList::ALL.into_iter().collect();
    assert_eq!(lists.len(), CodeList::ALL.len());
    println!("all lists: {}", CodeList::ALL.into_iter().map(|list| rows(list).len()).sum::<usize>());
}
