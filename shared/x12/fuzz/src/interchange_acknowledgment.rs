//! TA1, which stands outside of groups.

use chrono::{NaiveDate, NaiveTime};
use x12::acknowledgment::{Ta1, write_interchange_acknowledgment};
use x12::{Interchange, InterchangeHeader, Usage};

use super::Reached;
use super::envelope::outside_of_groups;

/// `body` is a row of TA1 segments with line breaks.
pub fn check(body: &[u8]) -> Reached {
    let Ok(body) = std::str::from_utf8(body) else { return Reached::Nothing };
    let text = outside_of_groups(body);
    let Ok(interchanges) = Interchange::read(&text) else { return Reached::Nothing };
    let segments = interchanges.iter().flat_map(|interchange| &interchange.interchange_acknowledgments);
    segments
        .map(|segment| Ta1::parse(segment).map_or(Reached::Refused, |ta1| survives(&ta1)))
        .max()
        .unwrap_or(Reached::Nothing)
}

/// What was written reads as the same TA1.
pub fn survives(ta1: &Ta1) -> Reached {
    let Ok(written) = write_interchange_acknowledgment(&header(), ta1) else { return Reached::Read };
    let interchanges = match Interchange::read(&written) {
        Ok(interchanges) => interchanges,
        Err(error) => panic!("what was written cannot be read: {error}\n{written}"),
    };
    let [interchange] = interchanges.as_slice() else { panic!("there is one\n{written}") };
    let [segment] = interchange.interchange_acknowledgments.as_slice() else {
        panic!("there is one\n{written}")
    };
    assert!(Ta1::parse(segment).as_ref() == Ok(ta1), "read again it differs:\n{written}");
    Reached::Whole
}

fn header() -> InterchangeHeader {
    let [sender, receiver] = ["SENDER", "RECEIVER"].map(str::to_owned);
    InterchangeHeader {
        sender_qualifier: "ZZ".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        date: NaiveDate::default(),
        time: NaiveTime::default(),
        control: 42,
        usage: Usage::Test,
        acknowledgment_requested: false,
        gs_sender: sender.clone(),
        gs_receiver: receiver.clone(),
        group_control: 7,
        sender,
        receiver,
    }
}
