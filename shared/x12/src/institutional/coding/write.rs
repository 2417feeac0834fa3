//! Writes HI: a segment for each list, twelve codes at most.

use super::item::Item;
use super::{CodedDiagnosis, CodedProcedure, Coding, ProcedureCode};
use crate::claim::Diagnosis;
use crate::date::DatePeriod;
use crate::institutional::code_lists::PresentOnAdmission;
use crate::writer::{Element, TransactionWriter};

impl Coding {
    pub(in crate::institutional) fn write(&self, writer: &mut TransactionWriter) {
        put(writer, self.principal_diagnosis.iter().map(|one| coded(one, "ABK", "BK")));
        put(writer, self.admitting_diagnosis.iter().map(|one| diagnosed(one, "ABJ", "BJ")));
        put(writer, self.reasons_for_visit.iter().map(|one| diagnosed(one, "APR", "PR")));
        put(writer, self.external_causes.iter().map(|one| coded(one, "ABN", "BN")));
        put(writer, self.drg.iter().map(|code| Item::new("DR", code)));
        put(writer, self.other_diagnoses.iter().map(|one| coded(one, "ABF", "BF")));
        put(writer, self.principal_procedure.iter().map(|one| done(one, "BBR", "BR")));
        put(writer, self.other_procedures.iter().map(|one| done(one, "BBQ", "BQ")));
        self.write_bill_codes(writer);
    }

    fn write_bill_codes(&self, writer: &mut TransactionWriter) {
        let spans = self.occurrence_spans.iter();
        put(
            writer,
            spans.map(|one| {
                let period = Some(DatePeriod::Range(one.from, one.to));
                Item { period, ..Item::new("BI", &one.code) }
            }),
        );
        let occurrences = self.occurrences.iter();
        put(
            writer,
            occurrences
                .map(|one| Item { period: Some(DatePeriod::Day(one.day)), ..Item::new("BH", &one.code) }),
        );
        let values = self.values.iter();
        put(writer, values.map(|one| Item { amount: Some(one.amount), ..Item::new("BE", &one.code) }));
        put(writer, self.conditions.iter().map(|code| Item::new("BG", code)));
        put(writer, self.treatments.iter().map(|code| Item::new("TC", code)));
    }
}

fn put<'a>(writer: &mut TransactionWriter, items: impl Iterator<Item = Item<'a>>) {
    let items: Vec<Item<'a>> = items.collect();
    for chunk in items.chunks(12) {
        let elements: Vec<&dyn Element> = chunk.iter().map(|item| item as &dyn Element).collect();
        writer.put("HI", &elements);
    }
}

fn diagnosed<'a>(diagnosis: &'a Diagnosis, icd10: &'static str, icd9: &'static str) -> Item<'a> {
    match diagnosis {
        Diagnosis::Icd10(code) => Item::new(icd10, code),
        Diagnosis::Icd9(code) => Item::new(icd9, code),
    }
}

fn coded<'a>(coded: &'a CodedDiagnosis, icd10: &'static str, icd9: &'static str) -> Item<'a> {
    let present = coded.present_on_admission.as_ref().map_or("", PresentOnAdmission::code);
    Item { present, ..diagnosed(&coded.diagnosis, icd10, icd9) }
}

fn done<'a>(done: &'a CodedProcedure, icd10: &'static str, icd9: &'static str) -> Item<'a> {
    let (list, code) = match &done.code {
        ProcedureCode::Icd10(code) => (icd10, code),
        ProcedureCode::Icd9(code) => (icd9, code),
        ProcedureCode::AdvancedBilling(code) => ("CAH", code),
    };
    Item { period: done.day.map(DatePeriod::Day), ..Item::new(list, code) }
}
