//! 999 and TA1 through the public interface.

use x12::acknowledgment::{
    Ack999, AckStatus, Context, GROUP, IMPLEMENTATION, Ta1, TransactionFault,
    write_interchange_acknowledgment,
};
use x12::{Interchange, X12Error, write_interchange};

use crate::values::{header, inquiry};

fn received() -> Result<String, X12Error> {
    let both = [inquiry().write("0001")?, inquiry().write("0002")?];
    write_interchange(&header(), "HS", "005010X279A1", &both)
}

fn returned(ack: &Ack999) -> Result<Ack999, X12Error> {
    let text = write_interchange(&header(), GROUP, IMPLEMENTATION, &[ack.write("0001")?])?;
    let read = Interchange::read(&text)?;
    Ack999::parse(read[0].transactions().next().expect("one was written"))
}

#[test]
fn a_group_without_faults_is_accepted() -> Result<(), X12Error> {
    let text = received()?;
    let group = &Interchange::read(&text)?[0].groups[0];
    let ack = Ack999::accept(group);
    assert_eq!((&ack.status, ack.declared, ack.accepted), (&AckStatus::Accepted, 2, 2));
    assert_eq!(ack.write("0001")?.as_str().split('~').nth(3), Some("IK5*A"));
    assert_eq!(returned(&ack)?, ack);
    Ok(())
}

#[test]
fn a_fault_names_segment_and_element() -> Result<(), X12Error> {
    let text = received()?;
    let group = &Interchange::read(&text)?[0].groups[0];
    let nm1 = group.transactions[1].segments[8];
    let error = nm1.missing(9, "2100C", "the member id");
    let mut ack = Ack999::reject(group, &[TransactionFault { control: "0002".into(), error }]);
    assert_eq!(ack.status, AckStatus::PartiallyAccepted);
    assert_eq!((ack.accepts("0001"), ack.accepts("0002"), ack.accepted), (Some(true), Some(false), 1));
    let written = ack.write("0001")?;
    let lines: Vec<&str> = written.as_str().split('~').collect();
    assert_eq!(lines[5..8], ["IK3*NM1*9**8", "IK4*9*67*1", "IK5*R*5"]);
    let context = Context(vec![vec!["CLM01".into(), "A-5".into()]]);
    ack.transactions[1].errors[0].contexts.push(context);
    assert_eq!(returned(&ack)?, ack);
    Ok(())
}

#[test]
fn an_interchange_acknowledgment_stands_outside_of_groups() -> Result<(), X12Error> {
    let text = received()?;
    let interchange = &Interchange::read(&text)?[0];
    for (answer, note) in [(Ta1::accept(interchange), "000"), (Ta1::reject(interchange, "025"), "025")] {
        let written = write_interchange_acknowledgment(&header(), &answer)?;
        let read = Interchange::read(&written)?;
        let parsed = Ta1::parse(&read[0].interchange_acknowledgments[0])?;
        assert_eq!((&parsed, parsed.note.as_str(), parsed.control.as_str()), (&answer, note, "000000042"));
    }
    Ok(())
}

#[test]
fn an_interchange_acknowledgment_holds_no_separators() -> Result<(), X12Error> {
    let text = received()?;
    let accepted = Ta1::accept(&Interchange::read(&text)?[0]);
    for (value, element) in [("0*0", 5), ("000~", 5), ("\u{e9}", 5)] {
        let ta1 = Ta1 { note: value.into(), ..accepted.clone() };
        let error = write_interchange_acknowledgment(&header(), &ta1).expect_err(value);
        assert_eq!(error.element, Some(element), "{error}");
    }
    Ok(())
}
