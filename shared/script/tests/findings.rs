//! What is told before signing.

use script::{
    DeaSchedule, Finding, Measurement, NewRx, OtherDate, OtherDateKind, Rule, Severity, Sig, Text, When,
    check,
};

use crate::example::{day, new_rx, text};
use crate::letters::{coded_sig, full_new_rx};

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
    assert_eq!(check(&full_new_rx()), []);
}

#[test]
fn refills_end_where_the_schedule_ends_them() {
    for (schedule, refills, found) in [
        (DeaSchedule::II, 0, 0),
        (DeaSchedule::II, 1, 1),
        (DeaSchedule::III, 5, 0),
        (DeaSchedule::IV, 6, 1),
        (DeaSchedule::V, 11, 0),
    ] {
        let mut prescription = new_rx();
        prescription.parties.prescriber.dea = Some(text("AB1234563"));
        (prescription.medication.drug.schedule, prescription.medication.refills) =
            (Some(schedule), Some(refills));
        assert_eq!(check(&prescription).len(), found, "{refills}");
    }
}

#[test]
fn each_rule_refuses_on_its_own() {
    let cases: [(Change, &str); 27] = [
        (
            |p| p.parties.prescriber.npi = Some(text("1234567890")),
            "Prescriber/NonVeterinarian/Identification/NPI has a wrong check digit",
        ),
        (
            |p| p.parties.prescriber.dea = Some(text("AB1234567")),
            "Prescriber/NonVeterinarian/Identification/DEANumber has a wrong check digit",
        ),
        (
            |p| p.parties.pharmacy.iter_mut().for_each(|p| p.ncpdp_id = Some(text("990001"))),
            "Pharmacy/Identification/NCPDPID must be 7 digits",
        ),
        (
            |p| p.parties.patient.phones.primary = Some(text("555-0101")),
            "Patient/HumanPatient/CommunicationNumbers must be 10 digits",
        ),
        (
            |p| p.parties.patient.address.state = Some(text("Ohio")),
            "Patient/HumanPatient/Address must name the state in two letters",
        ),
        (
            |p| p.parties.patient.address.postal_code = Some(text("4300")),
            "Patient/HumanPatient/Address must have a postal code",
        ),
        (
            |p| p.medication.diagnoses.iter_mut().for_each(|d| d.primary.code = text("SINUS")),
            "MedicationPrescribed/Diagnosis holds a code that is no ICD-10-CM code",
        ),
        (
            |p| {
                p.medication.sig =
                    Some(Sig { coded: Some(coded_sig()), ..Sig::of(text("Take 2 capsules daily")) })
            },
            "MedicationPrescribed/Sig says in codes something else",
        ),
        (
            |p| {
                let date = When::Day(day(2026, 11, 21));
                let kind = Some(OtherDateKind::Effective);
                p.medication.other_dates = vec![OtherDate { kind, date, other: Vec::new() }];
            },
            "MedicationPrescribed/OtherMedicationDate lies before the date written",
        ),
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
