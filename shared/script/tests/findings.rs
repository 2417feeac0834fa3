//! What is told before signing.

use script::{DeaSchedule, Finding, Measurement, NewRx, Rule, Severity, Text, check};

use crate::example::{day, new_rx, text};

type Change = fn(&mut NewRx);

fn found(change: Change) -> Vec<(Severity, String)> {
    let mut prescription = new_rx();
    change(&mut prescription);
    let findings = check(&prescription);
    findings.iter().map(|f: &Finding| (f.severity, f.to_string())).collect()
}

fn measured(sign: &str) -> Measurement {
    Measurement {
        vital_sign: text(sign),
        loinc_version: None,
        value: 30.into(),
        unit: None,
        ucum_version: None,
        observed: None,
        other: Vec::new(),
    }
}

fn long(length: usize) -> Text {
    text(&"x".repeat(length))
}

fn sign(prescription: &mut NewRx, words: &str) {
    if let Some(sig) = &mut prescription.medication.sig {
        sig.text = text(words);
    }
}

#[test]
fn the_example_has_no_findings() {
    assert_eq!(check(&new_rx()), []);
}

#[test]
fn each_rule_refuses_on_its_own() {
    let cases: [(Change, &str); 18] = [
        (
            |p| p.medication.drug.schedule = Some(DeaSchedule::IV),
            "Prescriber/NonVeterinarian/Identification/DEANumber is missing",
        ),
        (|p| p.medication.description = long(106), "MedicationPrescribed/DrugDescription has more than 105"),
        (
            |p| p.medication.description = text("caf\u{e9}"),
            "MedicationPrescribed/DrugDescription holds characters",
        ),
        (|p| p.parties.patient.name.first = Some(text("John?1")), "Patient/HumanPatient/Name may hold only"),
        (|p| p.parties.patient.date_of_birth = None, "Patient/HumanPatient/DateOfBirth is missing"),
        (|p| p.parties.patient.gender = None, "Patient/HumanPatient/Gender is missing"),
        (|p| p.parties.pharmacy = None, "Pharmacy is missing"),
        (
            |p| p.parties.prescriber.npi = Some(text("123")),
            "Prescriber/NonVeterinarian/Identification/NPI must be 10",
        ),
        (|p| p.medication.quantity = None, "MedicationPrescribed/Quantity is missing"),
        (
            |p| p.medication.quantity.iter_mut().for_each(|q| q.value = 0.into()),
            "MedicationPrescribed/Quantity/Value must be above zero",
        ),
        (|p| p.medication.refills = Some(100), "MedicationPrescribed/NumberOfRefills must be at most 99"),
        (|p| p.medication.written = None, "MedicationPrescribed/WrittenDate is missing"),
        (|p| p.medication.sig = None, "MedicationPrescribed/Sig/SigText is missing"),
        (|p| sign(p, &"x".repeat(1001)), "MedicationPrescribed/Sig/SigText has more than 1000"),
        (
            |p| sign(p, "Take .5 mg"),
            "MedicationPrescribed/Sig/SigText writes a number without its leading zero",
        ),
        (|p| sign(p, "Take 5.0 mg"), "MedicationPrescribed/Sig/SigText writes a number with a trailing zero"),
        (|p| sign(p, "Take 1 tsp"), "MedicationPrescribed/Sig/SigText measures in spoons"),
        (
            |p| p.medication.diagnoses.iter_mut().for_each(|d| d.primary.code = text("J01.90")),
            "MedicationPrescribed/Diagnosis writes the diagnosis code with a dot",
        ),
    ];
    for (change, expected) in cases {
        let findings = found(change);
        let [(severity, said)] = findings.as_slice() else { panic!("{expected}: {findings:?}") };
        assert_eq!(*severity, Severity::Refusal, "{said}");
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn height_and_weight_are_wanted_under_19() {
    for (born, signs, expected) in [
        (day(2007, 11, 22), vec![], vec![]),
        (day(2007, 11, 23), vec![], vec![Rule::Height, Rule::Weight]),
        (day(2020, 1, 1), vec![Measurement::HEIGHT], vec![Rule::Weight]),
        (day(2020, 1, 1), vec![Measurement::WEIGHT, Measurement::HEIGHT], vec![]),
    ] {
        let mut prescription = new_rx();
        prescription.parties.patient.date_of_birth = Some(born);
        prescription.measurements = signs.into_iter().map(measured).collect();
        let findings = check(&prescription);
        assert!(findings.iter().all(|f| f.severity == Severity::Warning));
        assert_eq!(findings.iter().map(|f| f.rule).collect::<Vec<_>>(), expected, "{born}");
    }
}
