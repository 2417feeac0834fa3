use super::*;
use model::{Address, Demographics, Relationship, Sex};
use uuid::Uuid;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn parent() -> Demographics {
    Demographics {
        given_name: "Nora".parse().expect("a name"),
        middle_name: None,
        family_name: "Rivers".parse().expect("a name"),
        suffix: None,
        birth_date: day(1984, 2, 29),
        sex: Sex::Female,
        address: None::<Address>,
        phone: None,
    }
}

fn asked(relationship: Relationship, subscriber: Option<Demographics>) -> RecordCoverage {
    RecordCoverage {
        patient_id: PatientId(Uuid::nil()),
        payer_id: PayerId(Uuid::nil()),
        member_id: "W123456789".parse().expect("a member id"),
        group_number: None,
        rank: Rank::Primary,
        relationship,
        subscriber,
        effective: day(2026, 1, 1),
        terminates: Some(day(2026, 12, 31)),
    }
}

fn record(asked: RecordCoverage) -> Result<Coverage, Refusal> {
    Coverage::record(CoverageId(Uuid::nil()), asked)
}

#[test]
fn a_subscriber_is_named_exactly_when_it_is_not_the_patient() {
    use Relationship::{Child, Other, Own, Spouse};
    for (relationship, subscriber, expected) in [
        (Own, None, None),
        (Own, Some(parent()), Some(Refusal::SubscriberNotNeeded)),
        (Child, Some(parent()), None),
        (Child, None, Some(Refusal::SubscriberMissing)),
        (Spouse, Some(parent()), None),
        (Other, None, Some(Refusal::SubscriberMissing)),
    ] {
        assert_eq!(record(asked(relationship, subscriber)).err(), expected, "{relationship}");
    }
}

#[test]
fn a_coverage_is_active_from_its_first_to_its_last_day() -> Result<(), Refusal> {
    let year = record(asked(Relationship::Own, None))?;
    let open = record(RecordCoverage { terminates: None, ..asked(Relationship::Own, None) })?;
    for (date, in_year, in_open) in [
        (day(2025, 12, 31), false, false),
        (day(2026, 1, 1), true, true),
        (day(2026, 12, 31), true, true),
        (day(2027, 1, 1), false, true),
    ] {
        assert_eq!((year.is_active_on(date), open.is_active_on(date)), (in_year, in_open), "{date}");
    }
    let backwards = RecordCoverage { terminates: Some(day(2025, 12, 31)), ..asked(Relationship::Own, None) };
    assert_eq!(record(backwards).err(), Some(Refusal::EndsBeforeItBegins));
    Ok(())
}

#[test]
fn a_change_tells_null_from_absent() -> Result<(), Box<dyn std::error::Error>> {
    let coverage = record(asked(Relationship::Child, Some(parent())))?;
    let untouched = coverage.clone().update(serde_json::from_str("{}")?)?;
    assert_eq!((untouched.terminates, untouched.version), (Some(day(2026, 12, 31)), 2));
    let open = coverage.clone().update(serde_json::from_str(r#"{"terminates":null,"member_id":"w2"}"#)?)?;
    assert_eq!((open.terminates, open.member_id.as_str()), (None, "W2"));
    let own = coverage.clone().update(serde_json::from_str(r#"{"relationship":"self"}"#)?)?;
    assert_eq!(own.holder, Holder::Patient);
    let spouse = coverage.update(serde_json::from_str(r#"{"relationship":"spouse"}"#)?)?;
    assert_eq!(spouse.holder, Holder::Spouse { subscriber: parent() });
    Ok(())
}
