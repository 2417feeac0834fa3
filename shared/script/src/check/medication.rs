//! The medication: drug, quantity, refills, diagnosis, directions.

use super::{Findings, Rule, letters, sig};
use crate::{DeaSchedule, DrugCoded, Medication, Text};

const REFILLS: u16 = 99;

pub(super) fn check(medication: &Medication, findings: &mut Findings) {
    letters::plain(Some(&medication.description), 105, "MedicationPrescribed/DrugDescription", findings);
    drug(&medication.drug, findings);
    quantity(medication, findings);
    findings.refuse_if(medication.written.is_none(), "MedicationPrescribed/WrittenDate", Rule::Missing);
    findings.refuse_if(
        medication.substitution.is_none(),
        "MedicationPrescribed/Substitutions",
        Rule::Missing,
    );
    refills(medication.refills, findings);
    for code in medication.diagnoses.iter().flat_map(|d| std::iter::once(&d.primary).chain(&d.secondary)) {
        let dotted = code.code.as_str().contains('.');
        findings.refuse_if(dotted, "MedicationPrescribed/Diagnosis", Rule::NoDot);
        let american = code.qualifier.as_ref().is_some_and(|qualifier| qualifier.as_str() == "ABF");
        let wrong = american && !dotted && !is_icd10(code.code.as_str());
        findings.refuse_if(wrong, "MedicationPrescribed/Diagnosis", Rule::Icd10);
        letters::plain(code.description.as_ref(), usize::MAX, "MedicationPrescribed/Diagnosis", findings);
    }
    letters::usual(medication.note.as_ref(), 210, "MedicationPrescribed/Note", findings);
    for alert in &medication.drug_uses {
        let words = alert.acknowledgement.as_ref();
        letters::plain(words, usize::MAX, "MedicationPrescribed/DrugUseEvaluation", findings);
    }
    directions(medication, findings);
}

/// No refills of Schedule II (21 CFR 1306.12(a)), five of III and IV (1306.22(a)), and nothing filled before it was
/// written.
pub(super) fn check_schedule(medication: &Medication, findings: &mut Findings) {
    let limit = match medication.drug.schedule {
        Some(DeaSchedule::II) => 0,
        Some(DeaSchedule::III | DeaSchedule::IV) => 5,
        _ => REFILLS,
    };
    let many = limit < REFILLS && medication.refills.is_some_and(|refills| refills > limit);
    findings.refuse_if(many, "MedicationPrescribed/NumberOfRefills", Rule::AtMost { limit });
    let early = medication.earliest_fill().zip(medication.written).is_some_and(|(fill, on)| fill < on.day());
    findings.refuse_if(early, "MedicationPrescribed/OtherMedicationDate", Rule::BeforeWritten);
}

fn is_icd10(code: &str) -> bool {
    let shape = |(at, b): (usize, u8)| match at {
        0 => b.is_ascii_uppercase(),
        1 => b.is_ascii_digit(),
        _ => b.is_ascii_digit() || b.is_ascii_uppercase(),
    };
    (3..=7).contains(&code.len()) && code.bytes().enumerate().all(shape)
}

fn drug(drug: &DrugCoded, findings: &mut Findings) {
    let nd = |qualifier: &Text| qualifier.as_str() == "ND";
    if let Some(product) = drug.product.as_ref().filter(|p| p.qualifier.as_ref().is_some_and(nd)) {
        letters::digits(Some(&product.code), 11, "MedicationPrescribed/DrugCoded/ProductCode", findings);
    }
    if drug.database.is_none() && drug.product.is_none() {
        findings.warn("MedicationPrescribed/DrugCoded", Rule::Missing);
    }
    if drug.schedule.is_none() {
        findings.warn("MedicationPrescribed/DrugCoded/DEASchedule", Rule::Missing);
    }
}

fn quantity(medication: &Medication, findings: &mut Findings) {
    let Some(quantity) = &medication.quantity else {
        return findings.refuse("MedicationPrescribed/Quantity", Rule::Missing);
    };
    findings.refuse_if(quantity.value.is_zero(), "MedicationPrescribed/Quantity/Value", Rule::AboveZero);
    let unit = "MedicationPrescribed/Quantity/QuantityUnitOfMeasure";
    findings.refuse_if(quantity.unit.is_none(), unit, Rule::Missing);
    let no_days = medication.days_supply == Some(0);
    findings.refuse_if(no_days, "MedicationPrescribed/DaysSupply", Rule::AboveZero);
}

fn refills(refills: Option<u16>, findings: &mut Findings) {
    let element = "MedicationPrescribed/NumberOfRefills";
    match refills {
        None => findings.refuse(element, Rule::Missing),
        Some(count) => findings.refuse_if(count > REFILLS, element, Rule::AtMost { limit: REFILLS }),
    }
}

fn directions(medication: &Medication, findings: &mut Findings) {
    let element = "MedicationPrescribed/Sig/SigText";
    let Some(sig) = &medication.sig else { return findings.refuse(element, Rule::Missing) };
    letters::plain(Some(&sig.text), 1000, element, findings);
    findings.refuse_if(!sig.agrees(), "MedicationPrescribed/Sig", Rule::SigDisagrees);
    for rule in sig::broken_rules(sig.text.as_str()) {
        findings.refuse(element, rule);
    }
}
