//! What must hold in an institutional claim before it is sent.

use super::Claim;
use crate::amount::Amount;
use crate::claim::balance::{Charged, Fault, Finding, Outline, broken};
use crate::claim::{Diagnosis, LineAdjudication};
use crate::institutional::coding::{Coding, ProcedureCode};
use crate::institutional::line::ServiceLine;

/// LX of one claim.
const MOST_LINES: usize = 999;

impl Claim {
    pub(super) fn findings(&self) -> Vec<Finding> {
        let outline = self.outline();
        let own = self.of_stay().chain(self.coding.mixed()).chain(self.coding.beyond_room());
        let mut findings = outline.findings(None, outline.of_claim().chain(own));
        for n in 0..self.lines.len() {
            findings.extend(outline.findings(Some(n + 1), outline.of_line(n)));
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

    fn of_stay(&self) -> impl Iterator<Item = Fault> {
        broken([
            (self.statement.is_none(), Fault::StatementPeriodMissing),
            (self.stay.patient_status.is_none(), Fault::PatientStatusMissing),
            (self.coding.principal_diagnosis.is_none(), Fault::PrincipalDiagnosisMissing),
        ])
    }
}

impl Coding {
    fn mixed(&self) -> Option<Fault> {
        let plain = self.admitting_diagnosis.iter().chain(&self.reasons_for_visit);
        let diagnoses =
            self.diagnoses().chain(&self.external_causes).map(|coded| &coded.diagnosis).chain(plain);
        let diagnoses = diagnoses.map(|diagnosis| matches!(diagnosis, Diagnosis::Icd9(_)));
        let procedures = self.procedures().filter_map(|procedure| match procedure.code {
            ProcedureCode::Icd10(_) => Some(false),
            ProcedureCode::Icd9(_) => Some(true),
            ProcedureCode::AdvancedBilling(_) => None,
        });
        let mut revisions = diagnoses.chain(procedures);
        let first = revisions.next()?;
        revisions.any(|old| old != first).then_some(Fault::MixedDiagnoses)
    }

    /// Lists with more codes than the guide has room for.
    fn beyond_room(&self) -> impl Iterator<Item = Fault> {
        let lists = [
            ("APR", self.reasons_for_visit.len(), 3),
            ("ABN", self.external_causes.len(), 12),
            ("ABF", self.other_diagnoses.len(), 24),
            ("BBQ", self.other_procedures.len(), 24),
            ("BI", self.occurrence_spans.len(), 24),
            ("BH", self.occurrences.len(), 24),
            ("BE", self.values.len(), 24),
            ("BG", self.conditions.len(), 24),
            ("TC", self.treatments.len(), 24),
        ];
        let beyond = lists.into_iter().filter(|(_, codes, most)| codes > most);
        beyond.map(|(list, codes, most)| Fault::CodeCount { list, codes, most })
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
