//! A CAS read whole: the group says who bears the amount, the reason says why.

use super::table::{self, Row};
use super::{CodeList, Explanation, NextStep, explain};

/// CAS01: who bears the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bearer {
    /// `CO`: the practice, by contract or law. Never billed to the patient.
    Provider,
    /// `PR`: the patient, or the next payer.
    Patient,
    /// `PI`: the payer decided so, without a contract that says who bears it.
    Payer,
    /// `OA` and the withdrawn `CR`: nobody; often it repeats another payer's decision.
    Nobody,
}

/// Group and reason of one adjustment, and the step that follows from both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExplainedAdjustment {
    /// Who bears the amount, as the group says.
    pub bearer: Bearer,
    /// CAS01.
    pub group: Explanation,
    /// CAS02: the CARC by itself.
    pub reason: Explanation,
    /// The step that follows from group and reason.
    pub next: NextStep,
    /// The same step, in one sentence for a person.
    pub advice: &'static str,
    /// False where the list allows the reason only with other groups: the payer erred.
    pub group_fits: bool,
}

impl Bearer {
    /// From CAS01; `None` of a group that is none.
    #[must_use]
    pub fn of(group: &str) -> Option<Self> {
        match group {
            "CO" => Some(Self::Provider),
            "PR" => Some(Self::Patient),
            "PI" => Some(Self::Payer),
            "OA" | "CR" => Some(Self::Nobody),
            _ => None,
        }
    }
}

const NOT_THE_PATIENT: &str = "Group CO: write it off, or appeal; never bill the patient.";
const CONTRADICTION: &str =
    "The group says the patient owes it, the reason does not: ask the payer before billing.";
const UNCLEAR: &str = "Neither CO nor PR: find out who owes it before anybody is billed.";

/// Explains CAS01 with a CARC; `None` where one of the two is not known.
#[must_use]
pub fn adjustment(group: &str, reason: &str) -> Option<ExplainedAdjustment> {
    let (group, reason) = (group.trim(), reason.trim());
    let bearer = Bearer::of(group)?;
    let row = table::row(CodeList::Carc, reason)?;
    let (next, advice) = step(bearer, row);
    Some(ExplainedAdjustment {
        bearer,
        group: explain(CodeList::AdjustmentGroup, group)?,
        reason: row.explained(CodeList::Carc),
        next,
        advice,
        group_fits: row.groups.is_empty() || row.groups.split(' ').any(|allowed| allowed == group),
    })
}

fn step(bearer: Bearer, row: &Row) -> (NextStep, &'static str) {
    let own = (row.step, row.explained(CodeList::Carc).advice);
    match (bearer, row.step, row.patient_step) {
        (Bearer::Patient, step, Some(patient)) if patient != step => {
            (patient, patient.advice(CodeList::Carc))
        }
        (Bearer::Patient, NextStep::WriteOff, None) => (NextStep::Review, CONTRADICTION),
        (Bearer::Provider, NextStep::BillPatient, _) => (NextStep::WriteOff, NOT_THE_PATIENT),
        (Bearer::Payer | Bearer::Nobody, NextStep::BillPatient, _) => (NextStep::Review, UNCLEAR),
        _ => own,
    }
}
