//! X12 envelopes both ways: reading one interchange, addressing the answer, refusing what cannot be read.

use chrono::{DateTime, Utc};
use x12::acknowledgment::{
    self, Ack999, AckStatus, GroupReference, Ta1, TransactionAck, TransactionFault,
    write_interchange_acknowledgment,
};
use x12::reader::{Segments, TransactionSet};
use x12::{
    ErrorKind, Group, Interchange, InterchangeHeader, Segment, TransactionText, Usage, X12Error,
    write_interchange,
};

/// Why an interchange was not taken.
#[derive(Debug)]
pub enum Refused {
    /// A TA1 or 999 says so.
    Acknowledged(String),
    /// Not even its sender can be read.
    Unreadable(String),
}

/// The one interchange of `text`.
pub fn read_one(text: &str, now: DateTime<Utc>) -> Result<Interchange<'_>, Refused> {
    let mut interchanges = Interchange::read(text).map_err(|error| refuse(text, &error, now))?;
    match (interchanges.pop(), interchanges.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(Refused::Unreadable("send one interchange (ISA to IEA) at a time".to_owned())),
    }
}

/// Where an answer goes: back to the sender, under a control number of ours.
#[derive(Clone, Debug)]
pub struct Return {
    header: InterchangeHeader,
}

impl Return {
    /// Mirrors ISA13 and GS06, as an answer in real time does.
    pub fn mirrored(interchange: &Interchange<'_>, now: DateTime<Utc>) -> Self {
        let group = interchange.groups.first().map(|group| group.header);
        Self::of(&interchange.header, group.as_ref(), now)
    }

    fn of(isa: &Segment<'_>, gs: Option<&Segment<'_>>, now: DateTime<Utc>) -> Self {
        let field = |n| isa.element(n).trim().to_owned();
        let number = |text: &str| text.trim().parse().ok().filter(|&number| number > 0).unwrap_or(1);
        let header = InterchangeHeader {
            sender_qualifier: field(7),
            sender: field(8),
            receiver_qualifier: field(5),
            receiver: field(6),
            date: now.date_naive(),
            time: now.time(),
            control: number(isa.element(13)),
            usage: if isa.element(15) == "P" { Usage::Production } else { Usage::Test },
            acknowledgment_requested: false,
            gs_sender: gs.map_or_else(|| field(8), |gs| gs.element(3).to_owned()),
            gs_receiver: gs.map_or_else(|| field(6), |gs| gs.element(2).to_owned()),
            group_control: gs.map_or(1, |gs| number(gs.element(6))),
        };
        Self { header }
    }

    pub fn header(&self) -> &InterchangeHeader {
        &self.header
    }

    /// The same way back, under this control number.
    #[must_use]
    pub fn numbered(&self, control: u32) -> Self {
        let header = InterchangeHeader { control, group_control: control, ..self.header.clone() };
        Self { header }
    }

    pub fn wrap(
        &self,
        functional_id: &str,
        implementation: &str,
        transactions: &[TransactionText],
    ) -> Result<String, X12Error> {
        write_interchange(&self.header, functional_id, implementation, transactions)
    }

    /// An interchange of 999, one for each group acknowledged.
    pub fn acknowledge(&self, acknowledgments: &[Ack999]) -> Result<String, X12Error> {
        let written = acknowledgments.iter().enumerate();
        let written = written.map(|(n, one)| one.write(&format!("{:04}", n + 1)));
        let written = written.collect::<Result<Vec<_>, _>>()?;
        self.wrap(acknowledgment::GROUP, acknowledgment::IMPLEMENTATION, &written)
    }
}

/// A 999 that refuses one transaction set for one error.
pub fn reject(interchange: &Interchange<'_>, control: &str, error: X12Error, now: DateTime<Utc>) -> Refused {
    let holds = |group: &&Group<'_>| group.transactions.iter().any(|set| set.control == control);
    let faults = [TransactionFault { control: control.to_owned(), error }];
    let rejected: Vec<Ack999> =
        interchange.groups.iter().filter(holds).map(|group| Ack999::reject(group, &faults)).collect();
    acknowledged(Return::mirrored(interchange, now).acknowledge(&rejected))
}

/// Transaction sets of another kind than `st01` are refused at ST01.
pub fn expect_kind(set: &TransactionSet<'_>, st01: &str) -> Result<(), X12Error> {
    match set.segments.first().filter(|_| set.st01 != st01) {
        Some(st) => Err(st.invalid(1, "this address takes another transaction set")),
        None => Ok(()),
    }
}

fn acknowledged(written: Result<String, X12Error>) -> Refused {
    written.map_or_else(|error| Refused::Unreadable(error.to_string()), Refused::Acknowledged)
}

/// Faults of SE and GE are told by a 999, other faults of the envelope by a TA1.
fn refuse(text: &str, error: &X12Error, now: DateTime<Utc>) -> Refused {
    let mut read = Segments::new(text).map_while(Result::ok);
    let Some(isa) = read.next() else { return Refused::Unreadable(error.to_string()) };
    let before: Vec<Segment<'_>> = read.take_while(|segment| segment.offset() < error.offset).collect();
    let last = |id: &str| before.iter().rfind(|segment| segment.id() == id);
    let back = Return::of(&isa, last("GS"), now);
    match (refused_group(error, last("GS"), last("ST")), refused_interchange(&isa, error)) {
        (Some(acknowledgment), _) => acknowledged(back.acknowledge(&[acknowledgment])),
        (None, ta1) => acknowledged(write_interchange_acknowledgment(&back.header, &ta1)),
    }
}

fn refused_group(error: &X12Error, gs: Option<&Segment<'_>>, st: Option<&Segment<'_>>) -> Option<Ack999> {
    let counts = matches!(error.kind, ErrorKind::Count { .. });
    if !counts && !matches!(error.kind, ErrorKind::Control { .. }) {
        return None;
    }
    let (transaction_code, group_code) = match &*error.segment_id {
        "SE" => (Some(if counts { "4" } else { "3" }), None),
        "GE" => (None, Some(if counts { "5" } else { "4" })),
        _ => return None,
    };
    let [functional_id, control, implementation] =
        [1, 6, 8].map(|n| gs.map_or("", |gs| gs.element(n)).to_owned());
    let refused = |code: &str| {
        let [st01, control, implementation] = [1, 2, 3].map(|n| st.map_or("", |st| st.element(n)).to_owned());
        let (errors, codes) = (Vec::new(), vec![code.to_owned()]);
        TransactionAck { st01, control, implementation, errors, status: AckStatus::Rejected, codes }
    };
    Some(Ack999 {
        group: GroupReference { functional_id, control, implementation },
        transactions: transaction_code.map(refused).into_iter().collect(),
        status: AckStatus::Rejected,
        declared: 1,
        received: 1,
        accepted: 0,
        codes: group_code.map(str::to_owned).into_iter().collect(),
    })
}

/// TA105: 001 control numbers differ, 021 number of groups, 023 premature end, 024 content.
fn refused_interchange(isa: &Segment<'_>, error: &X12Error) -> Ta1 {
    let note = match error.kind {
        ErrorKind::Control { .. } => "001",
        ErrorKind::Count { .. } => "021",
        ErrorKind::TrailerMissing { .. } => "023",
        _ => "024",
    };
    let [control, date, time] = [13, 9, 10].map(|n| isa.element(n).to_owned());
    Ta1 { control, date, time, status: AckStatus::Rejected, note: note.to_owned() }
}
