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
        plan_kind: None,
        coordination: Coordination::default(),
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

fn renewal(json: &str) -> RenewCoverage {
    serde_json::from_str(json).expect("a renewal")
}

#[test]
fn a_renewal_ends_the_old_one_the_day_before() -> Result<(), Refusal> {
    let (old, new) = (record(asked(Relationship::Child, Some(parent())))?, CoverageId(Uuid::from_u128(1)));
    let asked_for = renewal(r#"{"effective": "2026-07-01", "member_id": "N7"}"#);
    let (ended, next) = old.clone().renew(new, asked_for)?;
    assert_eq!((ended.id, ended.terminates, ended.version), (old.id, Some(day(2026, 6, 30)), 2));
    assert_eq!((next.id, next.effective, next.terminates, next.version), (new, day(2026, 7, 1), None, 1));
    assert_eq!((next.member_id.as_str(), &next.holder, next.rank), ("N7", &old.holder, old.rank));
    // It ended earlier: it stays so.
    let (ended, _) = old.clone().renew(new, renewal(r#"{"effective": "2027-03-01"}"#))?;
    assert_eq!(ended.terminates, Some(day(2026, 12, 31)));
    let early = old.clone().renew(new, renewal(r#"{"effective": "2026-01-01"}"#));
    assert_eq!(early.err(), Some(Refusal::RenewsTooEarly));
    let backwards = old.renew(new, renewal(r#"{"effective": "2026-07-01", "terminates": "2026-06-30"}"#));
    assert_eq!(backwards.err(), Some(Refusal::EndsBeforeItBegins));
    Ok(())
}

#[test]
fn a_medicare_number_is_kept_without_dashes_and_refused_when_it_is_none() {
    let medicare = |id: &str| {
        record(RecordCoverage {
            member_id: id.parse().expect("a member id"),
            plan_kind: Some(PlanKind::Medicare),
            ..asked(Relationship::Own, None)
        })
    };
    assert_eq!(medicare("1eg4-te5-mk73").expect("a coverage").member_id.as_str(), "1EG4TE5MK73");
    assert!(matches!(medicare("W123456789"), Err(Refusal::MemberId(_))));
}

#[test]
fn answers_are_about_the_member_as_payer_id_and_holder_say() -> Result<(), Box<dyn std::error::Error>> {
    let now = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
    let before = record(asked(Relationship::Own, None))?;
    for (change, another) in [
        (
            r#"{"group_number": "7", "terminates": null, "rank": "secondary", "plan_kind": "individual"}"#,
            false,
        ),
        (r#"{"member_id": "W2"}"#, true),
        (r#"{"payer_id": "0190b7a2-6f3e-7c11-9d43-0a1b2c3d4e5f"}"#, true),
    ] {
        let after = before.clone().update(serde_json::from_str(change)?)?.changed_from(&before, now);
        assert_eq!(after.identity_since == now, another, "{change}");
    }
    Ok(())
}
