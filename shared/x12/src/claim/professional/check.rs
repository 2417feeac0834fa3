//! What must hold in a professional claim before it is sent.

use super::Claim;
use crate::amount::Amount;
use crate::claim::balance::{Charged, Fault, Finding, Outline, broken};
use crate::claim::diagnosis::Diagnosis;
use crate::claim::line::ServiceLine;
use crate::claim::line_adjudication::LineAdjudication;

/// LX of one claim.
const MOST_LINES: usize = 50;

impl Claim {
    pub(super) fn findings(&self) -> Vec<Finding> {
        let outline = self.outline();
        let mut findings = outline.findings(None, outline.of_claim().chain(self.of_diagnoses()));
        for n in 0..self.lines.len() {
            findings.extend(outline.findings(Some(n + 1), self.of_pointers(n).chain(outline.of_line(n))));
        }
        findings.extend(outline.findings(None, outline.of_other_payers()));
        findings
    }

    fn outline(&self) -> Outline<'_, ServiceLine> {
        Outline {
            patient_control_number: &self.patient_control_number,
            frequency: &self.frequency,
            references: &self.references,
            charge: self.charge,
            lines: &self.lines,
            most_lines: MOST_LINES,
            other_subscribers: &self.other_subscribers,
        }
    }

    fn of_diagnoses(&self) -> impl Iterator<Item = Fault> {
        let diagnoses = self.diagnoses.len();
        let icd10 = self.diagnoses.iter().filter(|one| matches!(one, Diagnosis::Icd10(_))).count();
        broken([
            (!(1..=12).contains(&diagnoses), Fault::DiagnosisCount { diagnoses }),
            (icd10 != 0 && icd10 != diagnoses, Fault::MixedDiagnoses),
        ])
    }

    fn of_pointers(&self, line: usize) -> impl Iterator<Item = Fault> {
        let (pointers, diagnoses) = (&self.lines[line].diagnosis_pointers, self.diagnoses.len());
        let count = pointers.len();
        let count = (!(1..=4).contains(&count)).then_some(Fault::PointerCount { pointers: count });
        let beyond =
            pointers.iter().filter(move |&&pointer| !(1..=diagnoses).contains(&usize::from(pointer)));
        count
            .into_iter()
            .chain(beyond.map(move |&pointer| Fault::PointerBeyondDiagnoses { pointer, diagnoses }))
    }
}

impl Charged for ServiceLine {
    fn charge(&self) -> Amount {
        self.charge
    }

    fn adjudications(&self) -> &[LineAdjudication] {
        &self.adjudications
    }
}
