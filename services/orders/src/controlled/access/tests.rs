use super::*;
use serde_json::json;
use uuid::Uuid;

fn practitioner(family: &str, dea: Option<&str>) -> PractitionerSnapshot {
    let mut snapshot = json!({
        "practitioner_id": Uuid::nil(), "given_name": "A", "family_name": family, "npi": "1993999998",
        "taxonomy": "207Q00000X", "license_states": ["MO"]
    });
    if let Some(dea) = dea {
        snapshot["dea_number"] = dea.into();
    }
    serde_json::from_value(snapshot).expect("a practitioner")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn deed(by: &str) -> Deed {
    Deed { by: by.to_owned(), at: "2026-11-30T12:00:00Z".parse().expect("a time") }
}

fn enter(of: &PractitionerSnapshot, expires: &str, name_differs: bool) -> Result<Access, Refusal> {
    let wish = Enter { practitioner_id: of.practitioner_id, expires_on: day(expires), name_differs };
    Access::enter(ControlledAccessId(Uuid::nil()), &wish, of, deed("office"))
}

#[test]
fn the_letters_of_the_number_fit_the_practitioner() {
    for (family, dea, differs, outcome) in [
        ("Jones", Some("AJ1234563"), false, None),
        ("jones", Some("MJ1234563"), false, None),
        ("Jones", Some("F91234563"), false, None),
        ("Smith", Some("AJ1234563"), false, Some(Refusal::OtherInitial)),
        ("Smith", Some("AJ1234563"), true, None),
        ("Jones", Some("PJ1234563"), true, Some(Refusal::OtherRegistrant)),
        ("Jones", None, false, Some(Refusal::NoDeaNumber)),
    ] {
        let entered = enter(&practitioner(family, dea), "2027-01-31", differs);
        assert_eq!(entered.err(), outcome, "{family} {dea:?}");
    }
    let doctor = practitioner("Jones", Some("AJ1234563"));
    assert_eq!(enter(&doctor, "2026-11-29", false), Err(Refusal::Expired));
    let unlicensed = PractitionerSnapshot { license_states: Vec::new(), ..doctor };
    assert_eq!(enter(&unlicensed, "2027-01-31", false), Err(Refusal::NoLicence));
}

#[test]
fn it_takes_two_and_the_second_is_a_registrant() {
    let doctor = practitioner("Jones", Some("AJ1234563"));
    let entered = || enter(&doctor, "2027-01-31", false).expect("entered");
    assert!(!entered().counts_on(day("2026-12-01")));
    assert_eq!(entered().execute(&doctor, deed("office")), Err(Refusal::Oneself));
    assert_eq!(entered().execute(&practitioner("Smith", None), deed("doctor")), Err(Refusal::NotARegistrant));
    let granted = entered().execute(&doctor, deed("doctor")).expect("granted");
    assert_eq!(granted.clone().execute(&doctor, deed("doctor")), Err(Refusal::NotEntered));
    assert!(granted.counts_on(day("2027-01-31")) && !granted.counts_on(day("2027-02-01")));
    let reason = "the token was lost".parse().expect("a note");
    let revoked = granted.revoke(&reason, deed("office")).expect("revoked");
    assert!(!revoked.counts_on(day("2026-12-01")));
    assert_eq!(revoked.revoke(&reason, deed("office")), Err(Refusal::Revoked));
}
