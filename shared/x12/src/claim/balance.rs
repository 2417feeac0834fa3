//! What must hold between the parts of a claim before it is sent.

use super::adjustment::Adjustment;
use super::code_lists::Frequency;
use super::coordination::OtherSubscriber;
use super::form::ClaimForm;
use super::line_adjudication::LineAdjudication;
use super::reference::{ReferenceKind, References};
use super::subscriber::Subscriber;
use crate::amount::Amount;
use crate::text::Text;

/// A fault and the claim or line (CLM, LX) it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// CLM01.
    pub patient_control_number: Text,
    /// LX01 of the line, counted from 1; `None` for the claim as a whole.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Finding {
    /// Of a claim as a whole.
    pub(super) fn of_claim(patient_control_number: Text, fault: Fault) -> Self {
        Self { patient_control_number, line: None, fault }
    }
}

/// What a payer would reject; its text says what to do. Amounts and counts are those of the claim at hand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// CLM01 is empty or has more than 38 characters.
    #[error("CLM01 must have 1 to 38 characters: shorten the patient control number")]
    ControlNumberLength,
    /// CLM02 is not the sum of the lines.
    #[error("CLM02 is {stated}, the lines (SV102, SV203) add up to {lines}: charge the sum of the lines")]
    ChargeTotal {
        /// CLM02.
        stated: Amount,
        /// The sum of SV102 or SV203.
        lines: Amount,
    },
    /// No 2400, or too many.
    #[error("a claim has 1 to {most} lines (LX), this one has {lines}: split it")]
    LineCount {
        /// How many LX the claim has.
        lines: usize,
        /// How many it may have: 50 in an 837P, 999 in an 837I.
        most: usize,
    },
    /// No diagnosis in HI, or more than 12; of professional claims.
    #[error("a claim has 1 to 12 diagnoses (HI), this one has {diagnoses}")]
    DiagnosisCount {
        /// How many the claim has.
        diagnoses: usize,
    },
    /// HI*ABK (HI*BK) is missing; of institutional claims.
    #[error("an institutional claim names its principal diagnosis (HI*ABK)")]
    PrincipalDiagnosisMissing,
    /// More codes of one kind than HI has room for; of institutional claims.
    #[error("HI*{list} has room for {most} codes, this claim has {codes}")]
    CodeCount {
        /// First component of the elements of HI, such as `ABF`.
        list: &'static str,
        /// How many the claim has.
        codes: usize,
        /// How many it may have.
        most: usize,
    },
    /// Codes of ICD-9 and ICD-10 in one claim.
    #[error("HI mixes ICD-9 and ICD-10: split the claim at 2015-10-01")]
    MixedDiagnoses,
    /// DTP*434 is missing; of institutional claims.
    #[error("an institutional claim says which days it is for (DTP*434)")]
    StatementPeriodMissing,
    /// CL103 is missing; of institutional claims.
    #[error("an institutional claim says how the patient left (CL103)")]
    PatientStatusMissing,
    /// SV107 has no pointer, or more than four.
    #[error("a line points to 1 to 4 diagnoses (SV107), this one to {pointers}")]
    PointerCount {
        /// How many it has.
        pointers: usize,
    },
    /// SV107 points at a diagnosis that HI does not have.
    #[error("SV107 points to diagnosis {pointer}, HI lists {diagnoses}")]
    PointerBeyondDiagnoses {
        /// A component of SV107, counted from 1.
        pointer: u8,
        /// How many diagnoses the claim has.
        diagnoses: usize,
    },
    /// The patient, subscriber or not, has no N3, N4 or DMG.
    #[error("the patient needs an address (N3, N4) and birth date and sex (DMG)")]
    PatientIncomplete,
    /// A 2000B has claims of its own and 2000C below it, but SBR02 cannot say both.
    #[error("claims of the subscriber and of other patients stand in one 2000B: send the subscriber twice")]
    SubscriberBesidePatients,
    /// CLM05-3 is 7 or 8, and REF*F8 is missing.
    #[error("frequency 7 or 8 (CLM05-3) needs the payer's claim number in REF*F8")]
    OriginalUnnamed,
    /// What another payer paid and took off does not make the charge of the line.
    #[error("payer {payer_id}: the line charges {charge}, SVD02 and CAS of the line add up to {adjudicated}")]
    LineAdjudication {
        /// SVD01: NM109 of the 2330B of that payer.
        payer_id: Text,
        /// SV102 or SV203.
        charge: Amount,
        /// SVD02 and every CAS amount of that payer in the line.
        adjudicated: Amount,
    },
    /// What another payer paid and took off does not make the charge of the claim.
    #[error("payer {payer_id}: CLM02 is {charge}, AMT*D and all CAS add up to {adjudicated}")]
    ClaimAdjudication {
        /// NM109 of the 2330B of that payer.
        payer_id: Text,
        /// CLM02.
        charge: Amount,
        /// AMT*D of that payer, and its CAS amounts in the claim and its lines.
        adjudicated: Amount,
    },
}

/// What a line charges, and what other payers decided on it.
pub(crate) trait Charged {
    fn charge(&self) -> Amount;
    fn adjudications(&self) -> &[LineAdjudication];
}

/// The parts of a claim that both forms have.
pub(crate) struct Outline<'a, L> {
    pub patient_control_number: &'a Text,
    pub frequency: &'a Frequency,
    pub references: &'a References,
    /// CLM02.
    pub charge: Amount,
    pub lines: &'a [L],
    /// How many lines the guide has room for.
    pub most_lines: usize,
    pub other_subscribers: &'a [OtherSubscriber],
}

impl<L: Charged> Outline<'_, L> {
    /// `line` counts from 1.
    pub(crate) fn findings(
        &self,
        line: Option<usize>,
        faults: impl IntoIterator<Item = Fault>,
    ) -> Vec<Finding> {
        let patient_control_number = self.patient_control_number;
        let at = |fault| Finding { patient_control_number: patient_control_number.clone(), line, fault };
        faults.into_iter().map(at).collect()
    }

    /// Faults of CLM and of the number of lines.
    pub(crate) fn of_claim(&self) -> impl Iterator<Item = Fault> {
        let (stated, count, most) = (self.charge, self.lines.len(), self.most_lines);
        let lines: Amount = self.lines.iter().map(Charged::charge).sum();
        let amends = matches!(self.frequency, Frequency::Replacement | Frequency::Void);
        let original = self.references.get(&ReferenceKind::PayerClaimControlNumber);
        broken([
            (!(1..=38).contains(&self.patient_control_number.len()), Fault::ControlNumberLength),
            (stated != lines, Fault::ChargeTotal { stated, lines }),
            (!(1..=most).contains(&count), Fault::LineCount { lines: count, most }),
            (amends && original.is_none(), Fault::OriginalUnnamed),
        ])
    }

    /// Line `n`, counted from zero: what each payer paid and took off must be the charge.
    pub(crate) fn of_line(&self, n: usize) -> impl Iterator<Item = Fault> {
        let charge = self.lines[n].charge();
        self.lines[n].adjudications().iter().filter_map(move |decision| {
            let adjudicated = [decision.paid, Adjustment::total(&decision.adjustments)].iter().sum();
            let payer_id = decision.payer_id.clone();
            (adjudicated != charge).then_some(Fault::LineAdjudication { payer_id, charge, adjudicated })
        })
    }

    /// What each other payer paid and took off must be CLM02.
    pub(crate) fn of_other_payers(&self) -> impl Iterator<Item = Fault> {
        self.other_subscribers.iter().filter_map(|other| self.of_other_payer(other))
    }

    /// Only once that payer has decided: AMT*D is there.
    fn of_other_payer(&self, other: &OtherSubscriber) -> Option<Fault> {
        let (paid, charge, payer_id) = (other.paid?, self.charge, other.payer.party.id.clone());
        let decisions = self.lines.iter().flat_map(Charged::adjudications);
        let line_level = decisions.filter(|decision| decision.payer_id == payer_id);
        let line_level: Amount = line_level.map(|decision| Adjustment::total(&decision.adjustments)).sum();
        let adjudicated = [paid, Adjustment::total(&other.adjustments), line_level].iter().sum();
        (adjudicated != charge).then_some(Fault::ClaimAdjudication { payer_id, charge, adjudicated })
    }
}

/// The faults of the rules that are broken.
pub(crate) fn broken<const N: usize>(rules: [(bool, Fault); N]) -> impl Iterator<Item = Fault> {
    rules.into_iter().filter(|(broken, _)| *broken).map(|(_, fault)| fault)
}

/// Faults of who is the patient, reported at the first claim concerned.
pub(super) fn check_patients<C: ClaimForm>(subscriber: &Subscriber<C>) -> Vec<Finding> {
    let at = |claims: &[C], broken: bool, fault: Fault| {
        let number = claims.first().filter(|_| broken)?.patient_control_number().clone();
        Some(Finding::of_claim(number, fault))
    };
    let mixed = !subscriber.patients.is_empty();
    let incomplete = (subscriber.is_incomplete(), Fault::PatientIncomplete);
    let own = [(mixed, Fault::SubscriberBesidePatients), incomplete];
    let own = own.into_iter().filter_map(|(broken, fault)| at(&subscriber.claims, broken, fault));
    let others = subscriber.patients.iter();
    let others =
        others.filter_map(|one| at(&one.claims, one.demographics.is_none(), Fault::PatientIncomplete));
    own.chain(others).collect()
}
