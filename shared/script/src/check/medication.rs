//! The medication: drug, quantity, refills, diagnosis, directions.

use super::{Findings, Rule, letters, sig};
use crate::{DrugCoded, Medication, Text};

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
        letters::plain(code.description.as_ref(), usize::MAX, "MedicationPrescribed/Diagnosis", findings);
    }
    letters::usual(medication.note.as_ref(), 210, "MedicationPrescribed/Note", findings);
    directions(medication, findings);
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
    for rule in sig::broken_rules(sig.text.as_str()) {
        findings.refuse(element, rule);
    }
}
