use super::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the calendar")
}

fn asked(changes: Value) -> RecordAuthorization {
    let mut asked = json!({"patient_id": Uuid::nil(), "coverage_id": Uuid::nil(), "kind": "authorization",
        "status": "approved", "number": "a-1", "granted": 4, "effective": "2027-03-01", "expires": "2027-06-30"});
    for (field, value) in changes.as_object().expect("fields") {
        asked[field] = value.clone();
    }
    serde_json::from_value(asked).expect("a request")
}

fn record(changes: Value) -> Result<Authorization, Refusal> {
    Authorization::record(AuthorizationId(Uuid::nil()), asked(changes), &Thresholds::default())
}

fn approved() -> Authorization {
    record(json!({})).expect("recorded")
}

fn update(changes: Value) -> UpdateAuthorization {
    serde_json::from_value(changes).expect("a change")
}

#[test]
fn a_number_is_there_exactly_when_it_can_be() {
    for (changes, expected) in [
        (json!({}), None),
        (json!({"number": null}), Some(Refusal::NumberMissing)),
        (json!({"number": null, "kind": "referral"}), None),
        (json!({"status": "requested"}), Some(Refusal::NumberTooEarly)),
        (json!({"status": "requested", "number": null}), None),
        (json!({"expires": "2027-02-28"}), Some(Refusal::EndsBeforeItBegins)),
        (json!({"expires": "2027-03-01", "granted": null}), None),
    ] {
        assert_eq!(record(changes.clone()).err(), expected, "{changes}");
    }
    assert_eq!(approved().state.number().map(AuthorizationNumber::as_str), Some("A-1"));
}

#[test]
fn it_goes_from_state_to_state() -> Result<(), Refusal> {
    let requested = record(json!({"status": "requested", "number": null}))?;
    let no: Note = "not covered".parse().expect("a note");
    let yes = |number: Option<&str>| ApproveAuthorization {
        number: number.map(|number| number.parse().expect("a number")),
        granted: Units::try_from(7).ok(),
        effective: None,
        expires: Some(day("2027-04-30")),
    };
    assert_eq!(requested.clone().approve(yes(None)).err(), Some(Refusal::NumberMissing));
    let granted = requested.clone().approve(yes(Some("77")))?;
    assert_eq!((granted.remaining(), granted.expires, granted.version), (Some(7), day("2027-04-30"), 2));
    let denied = requested.deny(no.clone())?;
    assert!(denied.clone().approve(yes(Some("77")))?.is_approved(), "an appeal was won");
    assert!(matches!(denied.clone().update(update(json!({}))), Err(Refusal::WrongStatus(..))));
    assert!(matches!(granted.clone().deny(no.clone()), Err(Refusal::WrongStatus(..))));
    assert!(matches!(granted.clone().approve(yes(Some("1"))), Err(Refusal::WrongStatus(..))));
    let void = granted.void(no.clone())?;
    assert!(matches!(void.clone().void(no), Err(Refusal::WrongStatus(..))));
    assert!(matches!(void.correct(1), Err(Refusal::WrongStatus(..))));
    Ok(())
}

#[test]
fn a_change_tells_null_from_absent_and_never_takes_what_is_used() -> Result<(), Refusal> {
    let used = approved().correct(3)?;
    let same = used.clone().update(update(json!({})))?;
    assert_eq!((same.granted, same.version), (used.granted, used.version + 1));
    assert_eq!(used.clone().update(update(json!({"granted": 2}))).err(), Some(Refusal::GrantedBelowUsed));
    assert_eq!(used.clone().update(update(json!({"number": null}))).err(), Some(Refusal::NumberMissing));
    assert_eq!(used.update(update(json!({"granted": null})))?.remaining(), None);
    assert!(serde_json::from_value::<UpdateAuthorization>(json!({"expires": null})).is_err());
    let requested = record(json!({"status": "requested", "number": null}))?;
    assert_eq!(requested.update(update(json!({"number": "1"}))).err(), Some(Refusal::NumberTooEarly));
    Ok(())
}

#[test]
fn corrections_stay_between_nothing_and_what_was_granted() {
    for (units, expected) in [
        (4, Ok(0)),
        (5, Err(Refusal::Overdrawn)),
        (-1, Err(Refusal::BelowZero)),
        (0, Err(Refusal::NoUnits)),
        (i32::MIN + 1, Err(Refusal::NoUnits)),
        (10_000, Err(Refusal::NoUnits)),
    ] {
        let corrected = approved().correct(units).map(|one| one.remaining().unwrap_or_default());
        assert_eq!(corrected, expected, "{units}");
    }
}

#[test]
fn it_warns_once_each_time_it_comes_to_that() -> Result<(), Refusal> {
    let (spring, last_days) = (day("2027-03-15"), day("2027-06-16"));
    let (quiet, said) = approved().warn(spring);
    assert_eq!(said, None);
    let (low, said) = quiet.clone().correct(2)?.warn(spring);
    assert_eq!(said, Some(Warning::RunningLow));
    let (low, said) = low.warn(spring);
    assert_eq!(said, None, "said already");
    let (gone, said) = low.clone().correct(2)?.warn(spring);
    assert_eq!(said, Some(Warning::Exhausted));
    let (more, said) = gone.update(update(json!({"granted": 12})))?.warn(spring);
    assert_eq!((said, more.warned), (None, Warning::No));
    assert_eq!(quiet.clone().warn(last_days).1, Some(Warning::RunningLow), "fourteen days before");
    assert_eq!(quiet.clone().warn(day("2027-06-15")).1, None, "fifteen days before");
    assert_eq!(quiet.clone().warn(day("2027-07-01")).1, None, "over");
    assert_eq!(low.warn(last_days).1, None, "said already, for another reason");
    let few = record(json!({"granted": 2}))?;
    assert_eq!(few.warn(spring).1, None, "two of two are not few");
    let pair = record(json!({"granted": 3, "units_per_visit": 2}))?.correct(2)?;
    assert_eq!(pair.warn(spring).1, Some(Warning::Exhausted), "too few for a visit");
    let endless = record(json!({"granted": null}))?.correct(90)?;
    assert_eq!(endless.warn(spring).1, None);
    Ok(())
}
