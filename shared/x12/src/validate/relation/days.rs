//! Claims: days of service, of birth and of the file; periods told by two segments.

use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// The element with the day of the file.
    File(usize),
    /// HL of a subscriber or patient.
    Person,
    Birth,
    /// A claim begins, and with it its periods.
    Begin,
    /// DTP or DTM of a service.
    Service,
    /// DTP or DTM that may begin or end a period.
    Bound,
    /// DTM that may be either.
    ServiceOrBound,
}

/// Days as CCYYMMDD, 0 where there is none.
#[derive(Debug, Default)]
pub(super) struct Days {
    file: u32,
    /// DMG of the current subscriber or patient, and the day of birth.
    birth: Option<(Mark, u32)>,
    /// The first day of each of `PERIODS`.
    begun: [u32; PERIODS.len()],
}

/// Qualifiers of the day with which a period begins and of that with which it ends: hospital stay, disability, care,
/// claim and service.
const PERIODS: [[[u8; 3]; 2]; 5] =
    [[*b"435", *b"096"], [*b"360", *b"361"], [*b"090", *b"091"], [*b"232", *b"233"], [*b"150", *b"151"]];

impl Check for Days {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        let is_bound =
            |bound: &[u8; 3]| std::str::from_utf8(bound).is_ok_and(|code| rule.has_qualifier(code));
        Some(match rule.id {
            "BHT" => Role::File(4),
            "BPR" => Role::File(16),
            "HL" => Role::Person,
            "DMG" => Role::Birth,
            "CLM" | "CLP" => Role::Begin,
            "DTP" if is_only(rule, &["472", "434"]) => Role::Service,
            "DTM" if rule.has_qualifier("472") => Role::ServiceOrBound,
            "DTP" | "DTM" if PERIODS.as_flattened().iter().any(is_bound) => Role::Bound,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let element = |n| at.segment.element(n);
        match role {
            Role::File(n) => self.file = day(element(n).as_bytes()),
            Role::Person => self.birth = None,
            Role::Birth => self.birth = Some((at.mark(), day(element(2).as_bytes()))),
            Role::Begin => self.begun = [0; PERIODS.len()],
            Role::Service => self.service(at, report),
            Role::ServiceOrBound if element(1) == "472" => self.service(at, report),
            Role::Bound | Role::ServiceOrBound => self.bound(at, report),
        }
    }
}

/// Whether the segment is for dates with one of these qualifiers alone; benefits may be asked for days to come.
fn is_only(rule: &SegmentRule, codes: &[&str]) -> bool {
    rule.qualifier().is_some_and(|qualifier| qualifier.listed().all(|code| codes.contains(&code.as_str())))
}

/// The element with the period of DTP, or the day of DTM.
fn value_of(at: &Placed<'_, '_>) -> usize {
    if at.rule.id == "DTP" { 3 } else { 2 }
}

impl Days {
    fn service(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let n = value_of(at);
        let text = at.segment.element(n).as_bytes();
        let (first, last) = match text.split_at_checked(8) {
            Some((first, [b'-', last @ ..])) => (day(first), day(last)),
            _ => (day(text), day(text)),
        };
        if self.file != 0 && last > self.file {
            report.faulty(Consistency::ServiceAfterFile, at, n);
        }
        if let Some((mark, birth)) = self.birth
            && (1..birth).contains(&first)
            && (self.file == 0 || birth <= self.file)
        {
            report.element_of(Consistency::BirthAfterService, mark, 2, &birth.to_string());
            self.birth = None;
        }
    }

    fn bound(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let n = value_of(at);
        let Ok(qualifier) = <&[u8; 3]>::try_from(at.segment.element(1).as_bytes()) else { return };
        let text = at.segment.element(n).as_bytes();
        let Some(period) = PERIODS.iter().position(|bounds| bounds.contains(qualifier)) else { return };
        if *qualifier == PERIODS[period][0] {
            self.begun[period] = day(text.get(..8).unwrap_or(text));
        } else if (1..std::mem::take(&mut self.begun[period])).contains(&day(text)) {
            report.faulty(Consistency::DatesOrder, at, n);
        }
    }
}

/// CCYYMMDD as a number, 0 for anything else.
pub(super) fn day(text: &[u8]) -> u32 {
    match text.len() == 8 && text.iter().all(u8::is_ascii_digit) {
        true => text.iter().fold(0, |value, byte| 10 * value + u32::from(byte & 15)),
        false => 0,
    }
}
