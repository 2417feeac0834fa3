//! 837: the places of the payers of a claim, and whose decisions its lines tell.

use crate::guide::{SegmentRule, key};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Level,
    /// SBR of 2000B.
    Destination,
    Claim,
    /// SBR of 2320.
    Other,
    /// CAS of 2320.
    Adjustment,
    /// AMT*D of 2320.
    Paid,
    /// NM1 of 2330B.
    Name,
    Decision,
}

/// The payers of the current claim.
#[derive(Debug, Default)]
pub(super) struct Payers {
    /// SBR01 of 2000B, as a bit.
    destination: u32,
    /// SBR01 of all payers so far, as bits.
    places: u32,
    others: Vec<Other>,
}

/// 2320.
#[derive(Debug)]
struct Other {
    mark: Mark,
    /// 2330B NM109, as a key.
    id: Option<u64>,
    decided: bool,
    paid: bool,
}

impl Check for Payers {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            (_, "HL") => Role::Level,
            ("2000B", "SBR") => Role::Destination,
            (_, "CLM") => Role::Claim,
            ("2320", "SBR") => Role::Other,
            ("2320", "CAS") => Role::Adjustment,
            ("2320", "AMT") if rule.has_qualifier("D") => Role::Paid,
            ("2330B", "NM1") => Role::Name,
            (_, "SVD") => Role::Decision,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match (role, self.others.last_mut()) {
            (Role::Level, _) => self.end(report),
            (Role::Destination, _) => self.destination = place(at),
            (Role::Claim, _) => {
                self.end(report);
                self.places = self.destination;
            }
            (Role::Other, _) => {
                let place = place(at);
                if self.places & place != 0 {
                    report.faulty(Consistency::PayerSequence, at, 1);
                }
                self.places |= place;
                self.others.push(Other { mark: at.mark(), id: None, decided: false, paid: false });
            }
            (Role::Adjustment, Some(other)) => other.decided = true,
            (Role::Paid, Some(other)) => other.paid = true,
            (Role::Name, Some(other)) => other.id = Some(key(at.segment.element(9).as_bytes())),
            (Role::Decision, _) => self.decision(at, report),
            _ => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end(report);
    }

    fn restart(&mut self) {
        (self.destination, self.places) = (0, 0);
        self.others.clear();
    }
}

impl Payers {
    fn decision(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let id = Some(key(at.segment.element(1).as_bytes()));
        match self.others.iter_mut().find(|other| other.id == id) {
            Some(other) => other.decided = true,
            None => {
                report.faulty(Consistency::PayerUnknown, at, 1);
            }
        }
    }

    fn end(&mut self, report: &mut Report<'_, '_>) {
        for other in self.others.drain(..).filter(|other| other.decided && !other.paid) {
            report.lacking(Consistency::PayerPaid, other.mark, "AMT");
        }
    }
}

/// SBR01 as a bit; none for U, which several payers may have.
fn place(at: &Placed<'_, '_>) -> u32 {
    match at.segment.element(1).as_bytes() {
        [letter @ b'A'..=b'Z'] if *letter != b'U' => 1 << (letter - b'A'),
        _ => 0,
    }
}
