//! The typed transactions: what is read can be written, and what was written reads as the same value.

use std::cell::RefCell;

use x12::acknowledgment::Ack999;
use x12::claim::ProfessionalClaims;
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::claim_status::{StatusRequest, StatusResponse};
use x12::eligibility::{Inquiry, Response};
use x12::institutional::InstitutionalClaims;
use x12::original::{Original, Transaction};
use x12::reader::Segments;
use x12::remittance::Remittance;
use x12::services_review::{ReviewRequest, ReviewResponse};
use x12::validate::{Finding, Level, Severity, Validator};
use x12::{Interchange, TransactionSet, TransactionText, X12Error};

use super::envelope::{self, Kind};
use super::plain::Plain;
use super::{Reached, is_chosen};

/// One input out of so many is looked at longer.
const DEEPER: u64 = 16;

pub fn inquiry(body: &[u8]) -> Reached {
    check::<Inquiry>(envelope::INQUIRY, body, Inquiry::parse_all, |_| {})
}

pub fn response(body: &[u8]) -> Reached {
    check::<Response>(envelope::RESPONSE, body, Response::parse_all, |response| {
        let _ = (response.echoed_trace(), response.all_rejections().filter_map(|one| one.explain()).count());
    })
}

pub fn status_request(body: &[u8]) -> Reached {
    check::<StatusRequest>(envelope::STATUS_REQUEST, body, one, |_| {})
}

pub fn status_response(body: &[u8]) -> Reached {
    check::<StatusResponse>(envelope::STATUS_RESPONSE, body, one, |_| {})
}

pub fn claim_acknowledgment(body: &[u8]) -> Reached {
    check::<ClaimAcknowledgment>(envelope::CLAIM_ACKNOWLEDGMENT, body, one, |read| {
        let _ = read.claims().filter(|claim| claim.is_rejected()).count();
    })
}

pub fn remittance(body: &[u8]) -> Reached {
    check::<Remittance>(envelope::REMITTANCE, body, one, |remittance| {
        remittance.check().iter().for_each(|imbalance| assert!(!imbalance.to_string().is_empty()));
        let _ = remittance.claims().filter(|claim| claim.is_reversal()).count();
    })
}

pub fn professional_claims(body: &[u8]) -> Reached {
    check::<ProfessionalClaims>(envelope::PROFESSIONAL_CLAIMS, body, one, |claims| {
        claims.check().iter().for_each(|finding| assert!(!finding.fault.to_string().is_empty()));
    })
}

pub fn institutional_claims(body: &[u8]) -> Reached {
    check::<InstitutionalClaims>(envelope::INSTITUTIONAL_CLAIMS, body, one, |claims| {
        claims.check().iter().for_each(|finding| assert!(!finding.fault.to_string().is_empty()));
    })
}

pub fn review_request(body: &[u8]) -> Reached {
    check::<ReviewRequest>(envelope::REVIEW_REQUEST, body, one, |_| {})
}

pub fn review_response(body: &[u8]) -> Reached {
    check::<ReviewResponse>(envelope::REVIEW_RESPONSE, body, one, |response| {
        let _ = (response.verdicts().count(), response.all_rejections().count());
    })
}

pub fn functional_acknowledgment(body: &[u8]) -> Reached {
    check::<Ack999>(envelope::FUNCTIONAL_ACKNOWLEDGMENT, body, one, |ack| {
        let _ = (ack.is_accepted(), ack.accepts("0001"));
    })
}

fn one<T: Transaction>(set: &TransactionSet<'_>) -> Result<Vec<T>, X12Error> {
    T::read(set).map(|value| vec![value])
}

/// `body` stands between ST and SE, and its segments end with line breaks; `look` is at each value read.
fn check<T: Transaction + Plain + PartialEq>(
    kind: Kind,
    body: &[u8],
    parse: fn(&TransactionSet<'_>) -> Result<Vec<T>, X12Error>,
    look: impl Fn(&T),
) -> Reached {
    let Ok(body) = std::str::from_utf8(body) else { return Reached::Nothing };
    let text = kind.wrap(body);
    let Ok(interchanges) = Interchange::read(&text) else { return Reached::Nothing };
    let set = only_set(&interchanges);
    let values = match parse(set) {
        Ok(values) => values,
        Err(error) => {
            assert!(
                !is_chosen(body.as_bytes(), DEEPER) || !is_sound(&text),
                "a right transaction set is refused: {error}\n{body}"
            );
            return Reached::Refused;
        }
    };
    values.iter().for_each(look);
    if is_chosen(body.as_bytes(), DEEPER) {
        unchanged::<T>(&text, set);
    }
    values.into_iter().map(|value| survives(kind, &text, value)).min().unwrap_or(Reached::Refused)
}

/// A value that was not changed is its text, byte for byte.
fn unchanged<T: Transaction>(text: &str, set: &TransactionSet<'_>) {
    let Ok(original) = Original::<T>::read(text, set) else { return };
    if let Ok(written) = original.write() {
        assert_eq!(written, text[original.range()]);
    }
}

/// What was written reads as the same value; only what the guide forbids may be lost.
fn survives<T: Transaction + Plain + PartialEq>(kind: Kind, text: &str, mut value: T) -> Reached {
    let Ok(written) = value.write("0001") else { return Reached::Read };
    let again = read_again::<T>(kind, &written);
    value.forget_unread();
    if again == value {
        return Reached::Whole;
    }
    assert!(
        has_idle_blanks(text) || !is_sound(text),
        "read again it differs:\n{text}\n--\n{}",
        shown(&written)
    );
    settles(kind, again, written);
    Reached::Read
}

/// Whether the body has blanks at the end of an element or part: they mean nothing, and are not written.
fn has_idle_blanks(text: &str) -> bool {
    let body = text.as_bytes().get(106..).unwrap_or_default();
    body.windows(2).any(|pair| pair[0] == b' ' && b"*:^\n".contains(&pair[1]))
}

/// Writing and reading comes to an end where nothing changes any more.
fn settles<T: Transaction>(kind: Kind, mut value: T, mut written: TransactionText) {
    for _ in 0..4 {
        let Ok(twice) = value.write("0001") else { return };
        if twice == written {
            return;
        }
        value = read_again(kind, &twice);
        written = twice;
    }
    panic!("it never settles:\n{}", shown(&written));
}

pub fn read_again<T: Transaction>(kind: Kind, written: &TransactionText) -> T {
    let text = kind.enclose(written.as_str(), '~');
    let read = Interchange::read(&text).and_then(|interchanges| T::read(only_set(&interchanges)));
    read.unwrap_or_else(|error| panic!("what was written cannot be read: {error}\n{}", shown(written)))
}

pub fn only_set<'i, 'a>(interchanges: &'i [Interchange<'a>]) -> &'i TransactionSet<'a> {
    let mut sets = interchanges.iter().flat_map(Interchange::transactions);
    let (Some(set), None) = (sets.next(), sets.next()) else { panic!("there is one") };
    set
}

pub fn shown(text: &TransactionText) -> String {
    text.as_str().replace('~', "\n")
}

thread_local! {
    /// To make one for a guide takes longer than most inputs do.
    static VALIDATOR: RefCell<Validator> = RefCell::new(Validator::new(Level::Requirement));
}

/// True where the validator finds nothing wrong with the text.
pub fn is_sound(text: &str) -> bool {
    VALIDATOR.with_borrow_mut(|validator| {
        let mut findings = Vec::new();
        let is_wrong = |findings: &[Finding]| findings.iter().any(|one| one.severity == Severity::Error);
        for segment in Segments::new(text).map_while(Result::ok) {
            validator.push(&segment, &mut findings);
            if is_wrong(&findings) {
                break;
            }
        }
        validator.finish(&mut findings);
        !is_wrong(&findings)
    })
}
