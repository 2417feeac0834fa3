//! 837: who the patient is, SBR02 and what has to follow; Medicare as secondary payer.

use crate::guide::{SegmentRule, Usage};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// HL of the billing provider.
    Biller,
    /// HL of the subscriber.
    Level,
    /// HL of the patient.
    Patient,
    /// SBR of the subscriber; whether SBR05 is used.
    Subscriber(bool),
    /// SBR of another payer; whether SBR05 is used.
    OtherPayer(bool),
    Name,
    /// One of `PARTICULARS` of the subscriber.
    Particular(usize),
    Claim,
}

/// What a subscriber who is the patient needs in 2010BA.
const PARTICULARS: [&str; 3] = ["N3", "N4", "DMG"];

/// The current subscriber.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    subscriber: Option<Subscriber>,
}

#[derive(Debug)]
struct Subscriber {
    /// SBR.
    mark: Mark,
    /// NM1 of 2010BA, or SBR where it has not come.
    name: Mark,
    /// SBR02 is 18.
    is_patient: bool,
    particulars: [bool; PARTICULARS.len()],
    has_claim: bool,
    has_patients: bool,
}

impl Check for Coverage {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        let typed = || rule.element(5).is_some_and(|element| element.usage != Usage::NotUsed);
        Some(match (loop_id, rule.id) {
            ("2000A", "HL") => Role::Biller,
            ("2000B", "HL") => Role::Level,
            ("2000C", "HL") => Role::Patient,
            ("2000B", "SBR") => Role::Subscriber(typed()),
            (_, "SBR") => Role::OtherPayer(typed()),
            ("2010BA", "NM1") => Role::Name,
            ("2010BA", id) => Role::Particular(PARTICULARS.iter().position(|&particular| particular == id)?),
            (_, "CLM") => Role::Claim,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match (role, &mut self.subscriber) {
            (Role::Biller | Role::Level, _) => self.end(report),
            (Role::Subscriber(typed), _) => {
                medicare(typed, at, report);
                self.subscriber = Some(Subscriber {
                    mark: at.mark(),
                    name: at.mark(),
                    is_patient: at.segment.element(2) == "18",
                    particulars: [false; PARTICULARS.len()],
                    has_claim: false,
                    has_patients: false,
                });
            }
            (Role::OtherPayer(typed), _) => medicare(typed, at, report),
            (Role::Name, Some(subscriber)) => subscriber.name = at.mark(),
            (Role::Particular(n), Some(subscriber)) => subscriber.particulars[n] = true,
            (Role::Patient, Some(subscriber)) => subscriber.has_patients = true,
            (Role::Claim, Some(subscriber)) if !subscriber.has_patients => {
                if !subscriber.is_patient && !subscriber.has_claim {
                    report.element_of(Consistency::SubscriberNotPatient, subscriber.mark, 2, "");
                }
                subscriber.has_claim = true;
            }
            _ => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end(report);
    }
}

impl Coverage {
    fn end(&mut self, report: &mut Report<'_, '_>) {
        let Some(subscriber) = self.subscriber.take() else { return };
        let Subscriber { mark, name, .. } = subscriber;
        if subscriber.is_patient {
            let missing = PARTICULARS.iter().zip(subscriber.particulars).filter(|(_, there)| !there);
            missing.for_each(|(id, _)| report.lacking(Consistency::SubscriberParticulars, name, id));
            if !subscriber.has_claim {
                report.element_of(Consistency::SubscriberWithoutClaim, mark, 2, "18");
            }
        } else if !subscriber.has_patients && !subscriber.has_claim {
            report.element_of(Consistency::PatientMissing, mark, 2, "");
        }
    }
}

/// SBR05 says why Medicare is not primary, and nothing else.
fn medicare(typed: bool, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
    if !typed {
        return;
    }
    let secondary = matches!(at.segment.element(9), "MA" | "MB") && at.segment.element(1) != "P";
    let broken = match (secondary, at.segment.element(5).is_empty()) {
        (true, true) => Consistency::MedicareSecondary,
        (false, false) => Consistency::MedicareUnneeded,
        _ => return,
    };
    report.faulty(broken, at, 5);
}
