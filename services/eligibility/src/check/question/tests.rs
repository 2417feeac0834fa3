use crate::check::samples::{moment, question, question_about_child};
use x12::eligibility::Inquiry;
use x12::{Interchange, Usage, X12Error};

#[test]
fn the_patient_who_holds_the_coverage_is_the_subscriber() -> Result<(), X12Error> {
    let text = question().write(42, Usage::Test, moment())?;
    let read = Interchange::read(&text)?;
    assert_eq!((read[0].control(), read[0].is_production()), ("000000042", false));
    let asked = Inquiry::parse(read[0].transactions().next().expect("a transaction"))?;
    assert_eq!(asked.trace().map(|trace| trace.number.as_str()), Some("00000000000000000000000000000007"));
    assert_eq!(asked.trace().map(|trace| trace.originator.len()), Some(10));
    assert_eq!((asked.payer.id.as_str(), asked.provider.npi()), ("55501", Some("1234567893")));
    assert_eq!(
        (asked.subscriber.party.name.as_str(), asked.subscriber.party.id.as_str()),
        ("Rios", "LHP-00912")
    );
    assert_eq!(asked.service_date().map(|date| date.to_string()).as_deref(), Some("20260621"));
    assert_eq!(asked.service_types, ["30"]);
    assert!(asked.dependent.is_none() && asked.unread.0.is_empty());
    Ok(())
}

#[test]
fn a_child_stands_below_the_subscriber_with_trace_and_date() -> Result<(), X12Error> {
    let text = question_about_child().write(1, Usage::Production, moment())?;
    let read = Interchange::read(&text)?;
    let asked = Inquiry::parse(read[0].transactions().next().expect("a transaction"))?;
    let child = asked.dependent.as_ref().expect("a dependent");
    assert_eq!((child.party.first.as_str(), asked.subscriber.party.first.as_str()), ("Ada", "Nora"));
    assert_eq!(child.relationship.as_ref().map(|relationship| relationship.code.as_str()), Some("19"));
    assert!(asked.subscriber.traces.is_empty() && asked.subscriber.dates.is_empty());
    assert_eq!((child.traces.len(), child.dates.len()), (1, 1));
    Ok(())
}

#[test]
fn what_x12_cannot_carry_is_refused_not_sent() {
    let mut question = question();
    question.patient.family_name = "王~".parse().expect("a name");
    assert!(question.write(1, Usage::Test, moment()).is_err());
}
