//! The typed transactions: what is read can be written, and what was written reads as the same value.

use x12::acknowledgment::Ack999;
use x12::claim::ProfessionalClaims;
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::claim_status::{StatusRequest, StatusResponse};
use x12::eligibility::{Inquiry, Response};
use x12::remittance::Remittance;
use x12::reader::Segments;
use x12::services_review::{ReviewRequest, ReviewResponse};
use x12::validate::{Level, Severity, Validator};
use x12::{Interchange, TransactionSet, TransactionText, X12Error};

use super::Reached;
use super::envelope::Kind;
use super::plain::Plain;

/// How one type is read and written.
struct Codec<T> {
    kind: Kind,
    parse: fn(&TransactionSet<'_>) -> Result<T, X12Error>,
    write: fn(&T, &str) -> Result<TransactionText, X12Error>,
}

pub fn inquiry(body: &[u8]) -> Reached {
    let kind = Kind::new("270", "HS", "005010X279A1");
    Codec { kind, parse: Inquiry::parse, write: Inquiry::write }.check(body, |_| {})
}

pub fn response(body: &[u8]) -> Reached {
    let kind = Kind::new("271", "HB", "005010X279A1");
    Codec { kind, parse: Response::parse, write: Response::write }.check(body, |response| {
        let _ = (response.echoed_trace(), response.all_rejections().filter_map(|one| one.explain()).count());
    })
}

pub fn status_request(body: &[u8]) -> Reached {
    let kind = Kind::new("276", "HR", "005010X212");
    Codec { kind, parse: StatusRequest::parse, write: StatusRequest::write }.check(body, |_| {})
}

pub fn status_response(body: &[u8]) -> Reached {
    let kind = Kind::new("277", "HN", "005010X212");
    Codec { kind, parse: StatusResponse::parse, write: StatusResponse::write }.check(body, |_| {})
}

pub fn claim_acknowledgment(body: &[u8]) -> Reached {
    let kind = Kind::new("277", "HN", "005010X214");
    let codec = Codec { kind, parse: ClaimAcknowledgment::read, write: ClaimAcknowledgment::write };
    codec.check(body, |read| {
        let _ = read.claims().filter(|claim| claim.is_rejected()).count();
    })
}

pub fn remittance(body: &[u8]) -> Reached {
    let kind = Kind::new("835", "HP", "005010X221A1");
    Codec { kind, parse: Remittance::read, write: Remittance::write }.check(body, |remittance| {
        remittance.check().iter().for_each(|imbalance| assert!(!imbalance.to_string().is_empty()));
        let _ = remittance.claims().filter(|claim| claim.is_reversal()).count();
    })
}

pub fn professional_claims(body: &[u8]) -> Reached {
    let kind = Kind::new("837", "HC", "005010X222A1");
    let codec = Codec { kind, parse: ProfessionalClaims::read, write: ProfessionalClaims::write };
    codec.check(body, |claims| {
        claims.check().iter().for_each(|finding| assert!(!finding.fault.to_string().is_empty()));
    })
}

pub fn review_request(body: &[u8]) -> Reached {
    let kind = Kind::new("278", "HI", "005010X217");
    Codec { kind, parse: ReviewRequest::parse, write: ReviewRequest::write }.check(body, |_| {})
}

pub fn review_response(body: &[u8]) -> Reached {
    let kind = Kind::new("278", "HI", "005010X217");
    Codec { kind, parse: ReviewResponse::parse, write: ReviewResponse::write }.check(body, |response| {
        let _ = (response.verdicts().count(), response.all_rejections().count());
    })
}

pub fn functional_acknowledgment(body: &[u8]) -> Reached {
    let kind = Kind::new("999", "FA", "005010X231A1");
    Codec { kind, parse: Ack999::parse, write: Ack999::write }.check(body, |ack| {
        let _ = (ack.is_accepted(), ack.accepts("0001"));
    })
}

/// True where the syntax of X12 is kept, whatever the guide says.
fn is_sound(text: &str) -> bool {
    let (mut validator, mut findings) = (Validator::new(Level::Syntax), Vec::new());
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut findings);
    }
    validator.finish(&mut findings);
    findings.iter().all(|finding| finding.severity < Severity::Error)
}

impl<T: Plain + PartialEq> Codec<T> {
    /// `body` stands between ST and SE, and its segments end with line breaks; `look` is at what was read.
    fn check(&self, body: &[u8], look: impl Fn(&T)) -> Reached {
        let Ok(body) = std::str::from_utf8(body) else { return Reached::Nothing };
        let text = self.kind.wrap(body);
        let Ok(read) = self.parsed(&text) else { return Reached::Nothing };
        let Ok(mut value) = read else { return Reached::Refused };
        look(&value);
        let Ok(written) = (self.write)(&value, "0001") else { return Reached::Read };
        let again = self.again(&written);
        value.forget_unread();
        if again == value {
            return Reached::Whole;
        }
        assert!(!is_sound(&text), "read again it differs:\n{body}\n--\n{}", written.as_str().replace('~', "\n"));
        self.settles(&again, &written);
        Reached::Read
    }

    /// What the syntax of X12 forbids (blanks at the end, a segment without its first element) may be lost, but once only.
    fn settles(&self, value: &T, written: &TransactionText) {
        let twice = (self.write)(value, "0001").unwrap_or_else(|error| panic!("it cannot be written again: {error}"));
        let shown = |text: &TransactionText| text.as_str().replace('~', "\n");
        assert!(twice == *written, "written again it differs:\n{}\n--\n{}", shown(written), shown(&twice));
    }

    /// The only transaction set of `text`, or the error of its envelope.
    fn parsed(&self, text: &str) -> Result<Result<T, X12Error>, X12Error> {
        let interchanges = Interchange::read(text)?;
        let mut sets = interchanges.iter().flat_map(Interchange::transactions);
        let (Some(set), None) = (sets.next(), sets.next()) else { panic!("there is one") };
        Ok((self.parse)(set))
    }

    fn again(&self, written: &TransactionText) -> T {
        let text = self.kind.enclose(written.as_str(), '~');
        match self.parsed(&text) {
            Ok(Ok(value)) => value,
            Ok(Err(error)) | Err(error) => panic!("what was written cannot be read: {error}\n{text}"),
        }
    }
}
