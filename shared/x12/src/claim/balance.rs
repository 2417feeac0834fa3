//! What must hold between the parts of a claim before it is sent.

use super::adjustment::Adjustment;
use super::code_lists::Frequency;
use super::coordination::OtherSubscriber;
use super::diagnosis::Diagnosis;
use super::line::ServiceLine;
use super::professional::Claim;
use super::reference::ReferenceKind;
use super::subscriber::Subscriber;
use crate::amount::Amount;
use crate::text::Text;

/// A fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// CLM01.
    pub patient_control_number: Text,
    /// LX01 of the line, or the claim as a whole.
    pub line: Option<usize>,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("CLM01 must have 1 to 38 characters: shorten the patient control number")]
    ControlNumberLength,
    #[error("CLM02 is {stated}, the lines (SV102) add up to {lines}: charge the sum of the lines")]
    ChargeTotal { stated: Amount, lines: Amount },
    #[error("a claim has 1 to 50 lines (LX), this one has {lines}: split it")]
    LineCount { lines: usize },
    #[error("a claim has 1 to 12 diagnoses (HI), this one has {diagnoses}")]
    DiagnosisCount { diagnoses: usize },
    #[error("HI mixes ICD-9 and ICD-10: split the claim at 2015-10-01")]
    MixedDiagnoses,
    #[error("a line points to 1 to 4 diagnoses (SV107), this one to {pointers}")]
    PointerCount { pointers: usize },
    #[error("SV107 points to diagnosis {pointer}, HI lists {diagnoses}")]
    PointerBeyondDiagnoses { pointer: u8, diagnoses: usize },
    #[error("the patient needs an address (N3, N4) and birth date and sex (DMG)")]
    PatientIncomplete,
    #[error("claims of the subscriber and of other patients stand in one 2000B: send the subscriber twice")]
    SubscriberBesidePatients,
    #[error("frequency 7 or 8 (CLM05-3) needs the payer's claim number in REF*F8")]
    OriginalUnnamed,
    #[error("payer {payer_id}: SV102 is {charge}, SVD02 and CAS of the line add up to {adjudicated}")]
    LineAdjudication { payer_id: Text, charge: Amount, adjudicated: Amount },
    #[error("payer {payer_id}: CLM02 is {charge}, AMT*D and all CAS add up to {adjudicated}")]
    ClaimAdjudication { payer_id: Text, charge: Amount, adjudicated: Amount },
}

/// Faults of who is the patient, reported at the first claim concerned.
pub(super) fn check_patients(subscriber: &Subscriber) -> Vec<Finding> {
    let at = |claims: &[Claim], broken: bool, fault: Fault| {
        let number = claims.first().filter(|_| broken)?.patient_control_number.clone();
        Some(Finding { patient_control_number: number, line: None, fault })
    };
    let mixed = !subscriber.patients.is_empty();
    let incomplete = subscriber.address.is_none() || subscriber.demographics.is_none();
    let own = [(mixed, Fault::SubscriberBesidePatients), (incomplete, Fault::PatientIncomplete)];
    let own = own.into_iter().filter_map(|(broken, fault)| at(&subscriber.claims, broken, fault));
    let others = subscriber.patients.iter();
    let others =
        others.filter_map(|one| at(&one.claims, one.demographics.is_none(), Fault::PatientIncomplete));
    own.chain(others).collect()
}

pub(super) fn check(claim: &Claim) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |line: Option<usize>, faults: Vec<Fault>| {
        let number = &claim.patient_control_number;
        findings.extend(faults.into_iter().map(|fault| Finding {
            patient_control_number: number.clone(),
            line,
            fault,
        }));
    };
    report(None, of_claim(claim));
    for (position, line) in claim.lines.iter().enumerate() {
        report(Some(position + 1), of_line(line, claim.diagnoses.len()));
    }
    report(None, claim.other_subscribers.iter().filter_map(|other| of_other_payer(claim, other)).collect());
    findings
}

fn of_claim(claim: &Claim) -> Vec<Fault> {
    let lines: Amount = claim.lines.iter().map(|line| line.charge).sum();
    let (stated, diagnoses) = (claim.charge, claim.diagnoses.len());
    let amends = matches!(claim.frequency, Frequency::Replacement | Frequency::Void);
    let original = claim.references.get(&ReferenceKind::PayerClaimControlNumber);
    let icd10 = claim.diagnoses.iter().filter(|one| matches!(one, Diagnosis::Icd10(_))).count();
    let rules = [
        (!(1..=38).contains(&claim.patient_control_number.len()), Fault::ControlNumberLength),
        (stated != lines, Fault::ChargeTotal { stated, lines }),
        (!(1..=50).contains(&claim.lines.len()), Fault::LineCount { lines: claim.lines.len() }),
        (!(1..=12).contains(&diagnoses), Fault::DiagnosisCount { diagnoses }),
        (icd10 != 0 && icd10 != diagnoses, Fault::MixedDiagnoses),
        (amends && original.is_none(), Fault::OriginalUnnamed),
    ];
    rules.into_iter().filter(|(broken, _)| *broken).map(|(_, fault)| fault).collect()
}

fn of_line(line: &ServiceLine, diagnoses: usize) -> Vec<Fault> {
    let pointers = line.diagnosis_pointers.len();
    let count = (!(1..=4).contains(&pointers)).then_some(Fault::PointerCount { pointers });
    let beyond =
        line.diagnosis_pointers.iter().filter(|&&pointer| !(1..=diagnoses).contains(&usize::from(pointer)));
    let beyond = beyond.map(|&pointer| Fault::PointerBeyondDiagnoses { pointer, diagnoses });
    let adjudications = line.adjudications.iter().filter_map(|decision| {
        let adjudicated = [decision.paid, Adjustment::total(&decision.adjustments)].iter().sum();
        let payer_id = decision.payer_id.clone();
        let balanced = adjudicated == line.charge;
        (!balanced).then_some(Fault::LineAdjudication { payer_id, charge: line.charge, adjudicated })
    });
    count.into_iter().chain(beyond).chain(adjudications).collect()
}

/// Only once that payer has decided: AMT*D is there.
fn of_other_payer(claim: &Claim, other: &OtherSubscriber) -> Option<Fault> {
    let (paid, charge, payer_id) = (other.paid?, claim.charge, other.payer.party.id.clone());
    let decisions = claim.lines.iter().flat_map(|line| &line.adjudications);
    let line_level = decisions.filter(|decision| decision.payer_id == payer_id);
    let line_level: Amount = line_level.map(|decision| Adjustment::total(&decision.adjustments)).sum();
    let adjudicated = [paid, Adjustment::total(&other.adjustments), line_level].iter().sum();
    (adjudicated != charge).then_some(Fault::ClaimAdjudication { payer_id, charge, adjudicated })
}
