use super::*;
use crate::prescription::State;
use crate::prescription::progress::Progress;
use crate::prescription::tests::signed;
use serde_json::json;

fn known() -> Demographics {
    let person = json!({"given_name": "Mary-Ann", "family_name": "O'Neil", "birth_date": "1963-05-19", "sex": "female"});
    serde_json::from_value(person).expect("a person")
}

fn patient(family: &str, given: Option<&str>, born: Option<&str>) -> StatedPatient {
    StatedPatient {
        family_name: family.to_owned(),
        given_name: given.map(str::to_owned),
        birth_date: born.map(|day| day.parse().expect("a date")),
    }
}

fn drug(description: &str, rxcui: Option<&str>, ndc: Option<&str>) -> StatedDrug {
    StatedDrug {
        description: description.to_owned(),
        rxcui: rxcui.map(str::to_owned),
        ndc: ndc.map(str::to_owned),
        quantity: None,
        days_supply: None,
        refills: None,
        sig: None,
        note: None,
    }
}

fn found(patient: &StatedPatient, drug: &StatedDrug) -> Vec<Mismatch> {
    // Amoxicillin 500 mg, RXCUI 308191, NDC 00093-3109-05.
    let prescribed = signed(State::OnItsWay(Progress::Verified));
    mismatches(patient, drug, &known(), &prescribed.content)
}

#[test]
fn names_agree_whatever_the_case_and_punctuation_and_nothing_else_does() {
    let right = drug("x", Some("308191"), None);
    let born = Some("1963-05-19");
    for (stated, expected) in [
        (patient("O'NEIL", Some("MARY ANN"), born), vec![]),
        (patient("ONEIL", Some("maryann"), born), vec![]),
        (patient("O'Neill", Some("Mary-Ann"), born), vec![Mismatch::PatientName]),
        (patient("O'Neil", Some("Mary"), born), vec![Mismatch::PatientName]),
        (patient("O'Neil", None, born), vec![Mismatch::PatientName]),
        (patient("O'Neil", Some("Mary-Ann"), None), vec![Mismatch::BirthDate]),
        (patient("O'Neil", Some("Mary-Ann"), Some("1963-05-18")), vec![Mismatch::BirthDate]),
        (patient("Smith", Some("Ann"), Some("1963-05-18")), vec![Mismatch::PatientName, Mismatch::BirthDate]),
    ] {
        assert_eq!(found(&stated, &right), expected);
    }
}

#[test]
fn a_drug_is_known_by_its_strongest_code() {
    let who = patient("O'Neil", Some("Mary-Ann"), Some("1963-05-19"));
    let words = "amoxicillin 500 MG Oral Capsule";
    for (stated, same) in [
        (drug("anything", Some("308191"), None), true),
        (drug(words, Some("308182"), None), false),
        (drug("anything", None, Some("00093310901")), true),
        (drug(words, None, Some("00093310701")), false),
        (drug("Amoxicillin 500mg oral capsule", None, None), true),
        (drug("Amoxicillin 250 mg oral capsule", None, None), false),
    ] {
        let expected = if same { vec![] } else { vec![Mismatch::Drug] };
        assert_eq!(
            found(&who, &stated),
            expected,
            "{} {:?} {:?}",
            stated.description,
            stated.rxcui,
            stated.ndc
        );
    }
}
