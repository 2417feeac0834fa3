//! 837: what CLM asks of the segments of its claim, and claim numbers.

use std::collections::HashSet;

use crate::guide::{SegmentRule, key};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Level,
    Claim,
    /// REF*F8 of the claim.
    Replaced,
    /// DTP*439 of the claim.
    Accident,
    /// REF*6R.
    LineNumber,
}

/// The claim at hand, and the numbers of those before it.
#[derive(Debug, Default)]
pub(super) struct Claims {
    claim: Option<Claim>,
    numbers: HashSet<u64>,
    count: usize,
}

#[derive(Debug)]
struct Claim {
    mark: Mark,
    frequency: Frequency,
    /// REF*F8.
    replaced: Option<Mark>,
    /// What is broken where DTP*439 does not come.
    accident: Option<Consistency>,
}

/// CLM05-3.
#[derive(Debug, PartialEq, Eq)]
enum Frequency {
    /// 1.
    First,
    /// 7 or 8.
    Again,
    Other,
}

/// Most claims of a transaction set.
const MOST: usize = 5_000;
/// Numbers beyond these are not remembered.
const REMEMBERED: usize = 100_000;

impl Check for Claims {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            (_, "HL") => Role::Level,
            (_, "CLM") => Role::Claim,
            ("2300", "REF") if rule.has_qualifier("F8") => Role::Replaced,
            ("2300", "DTP") if rule.has_qualifier("439") => Role::Accident,
            (_, "REF") if rule.has_qualifier("6R") => Role::LineNumber,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match (role, &mut self.claim) {
            (Role::Level, _) => self.end(report),
            (Role::Claim, _) => self.begin(at, report),
            (Role::Replaced, Some(claim)) => claim.replaced = Some(at.mark()),
            (Role::Accident, Some(claim)) => claim.accident = None,
            (Role::LineNumber, _) if at.segment.element(2).len() > 30 => {
                report.faulty(Consistency::LineNumberLong, at, 2);
            }
            _ => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end(report);
    }

    fn restart(&mut self) {
        (self.claim, self.count) = (None, 0);
        self.numbers.clear();
    }
}

impl Claims {
    fn begin(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        self.end(report);
        let clm = at.segment;
        let number = clm.element(1);
        self.count += 1;
        if self.count == MOST + 1 {
            report.segment_of(Consistency::ClaimsMany, at.mark());
        }
        if self.numbers.len() < REMEMBERED && !self.numbers.insert(key(number.as_bytes())) {
            report.faulty(Consistency::ClaimRepeated, at, 1);
        }
        if number.len() > 20 {
            report.faulty(Consistency::ClaimNumberLong, at, 1);
        }
        let frequency = match clm.component(5, 3) {
            "1" => Frequency::First,
            "7" | "8" => Frequency::Again,
            _ => Frequency::Other,
        };
        let mark = at.mark();
        self.claim = Some(Claim { mark, frequency, replaced: None, accident: accident(at, report) });
    }

    fn end(&mut self, report: &mut Report<'_, '_>) {
        let Some(claim) = self.claim.take() else { return };
        match (claim.frequency, claim.replaced) {
            (Frequency::Again, None) => report.lacking(Consistency::ReplacedClaim, claim.mark, "REF"),
            (Frequency::First, Some(mark)) => {
                report.segment_of(Consistency::ReplacedUnneeded, mark);
            }
            _ => {}
        }
        if let Some(broken) = claim.accident {
            report.lacking(broken, claim.mark, "DTP");
        }
    }
}

/// CLM11: what is broken unless DTP*439 comes. Institutional claims have no CLM11.
fn accident(at: &Placed<'_, '_>, report: &mut Report<'_, '_>) -> Option<Consistency> {
    let causes = at.segment.element(11);
    if causes.is_empty() {
        return None;
    }
    let component = |m| at.segment.component(11, m);
    let has = |code| (1..=3).any(|m| component(m) == code);
    if has("AA") && component(4).is_empty() && component(5).is_empty() {
        report.faulty_component(Consistency::AccidentState, at, 11, 4);
    }
    if has("AA") || has("OA") {
        Some(Consistency::AccidentDate)
    } else {
        has("EM").then_some(Consistency::EmploymentDate)
    }
}
