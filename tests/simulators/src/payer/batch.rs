//! CAQH CORE vC2.2.0 batches: a file of 270s is taken, then its acknowledgment and its 271s can be fetched.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sha1::{Digest as _, Sha1};
use x12::acknowledgment::{Ack999, AckStatus, Ta1, TransactionFault, write_interchange_acknowledgment};
use x12::eligibility::{IMPLEMENTATION, Inquiry, RESPONSE_GROUP};
use x12::{Interchange, TransactionText, X12Error};

use super::eligibility::{Asked, respond};
use super::magic::{BatchMagic, Magic};
use crate::envelope::Return;

/// What a file asks for, by the members it names, and who is asked about.
pub struct Contents {
    pub magic: BTreeMap<String, BatchMagic>,
    pub asked: Vec<Asked>,
}

/// ST02 of every inquiry whose member asks for something.
pub fn contents(raw: &str) -> Result<Contents, X12Error> {
    let (mut magic, mut asked) = (BTreeMap::new(), Vec::new());
    for interchange in Interchange::read(raw)? {
        for set in interchange.transactions() {
            let inquiry = Inquiry::parse(set)?;
            let member_id = String::from(&inquiry.subscriber.party.id);
            if let Some(wanted) = BatchMagic::of(&member_id) {
                magic.insert(set.control.to_owned(), wanted);
            }
            let trace = inquiry.trace().map(|trace| String::from(&trace.number)).unwrap_or_default();
            asked.push(Asked { trace, member_id });
        }
    }
    Ok(Contents { magic, asked })
}

impl Contents {
    pub fn wants(&self, magic: BatchMagic) -> bool {
        self.magic.values().any(|wanted| *wanted == magic)
    }

    fn refused(&self) -> impl Iterator<Item = &String> {
        let refuses = |magic: &BatchMagic| matches!(magic, BatchMagic::RefuseAll | BatchMagic::RefuseOne);
        self.magic.iter().filter(move |(_, magic)| refuses(magic)).map(|(control, _)| control)
    }
}

/// The TA1 or 999 of a file.
pub fn acknowledge(raw: &str, now: DateTime<Utc>) -> Result<String, X12Error> {
    let (wanted, interchanges) = (contents(raw)?, Interchange::read(raw)?);
    let Some(interchange) = interchanges.first() else { return Ok(String::new()) };
    let back = Return::mirrored(interchange, now);
    if wanted.wants(BatchMagic::RefuseInterchange) {
        return write_interchange_acknowledgment(back.header(), &Ta1::reject(interchange, "006"));
    }
    let mut written = Vec::new();
    for group in &interchange.groups {
        let faults: Vec<TransactionFault> =
            wanted.refused().filter_map(|control| fault(group, control)).collect();
        let mut ack = if faults.is_empty() { Ack999::accept(group) } else { Ack999::reject(group, &faults) };
        if wanted.wants(BatchMagic::RefuseAll) {
            (ack.status, ack.accepted) = (AckStatus::Rejected, 0);
        }
        written.push(ack);
    }
    back.acknowledge(&written)
}

/// The subscriber's name is at fault.
fn fault(group: &x12::Group<'_>, control: &str) -> Option<TransactionFault> {
    let set = group.transactions.iter().find(|set| set.control == control)?;
    let name = set.segments.iter().find(|segment| segment.id() == "NM1" && segment.element(1) == "IL")?;
    Some(TransactionFault {
        control: control.to_owned(),
        error: name.invalid(9, "the member id is not taken"),
    })
}

/// An interchange of 271s for what was not refused.
pub fn results(raw: &str, now: DateTime<Utc>) -> Result<String, X12Error> {
    let (wanted, interchanges) = (contents(raw)?, Interchange::read(raw)?);
    let Some(interchange) = interchanges.first() else { return Ok(String::new()) };
    let mut written: Vec<TransactionText> = Vec::new();
    for set in interchange.transactions() {
        if wanted.refused().all(|control| control != set.control) {
            let inquiry = Inquiry::parse(set)?;
            let magic = Magic::of(&String::from(&inquiry.subscriber.party.id));
            written.push(respond(&inquiry, magic, 0, now).write(set.control)?);
        }
    }
    Return::mirrored(interchange, now).wrap(RESPONSE_GROUP, IMPLEMENTATION, &written)
}

/// SHA-1 in hexadecimal digits.
pub fn check_sum(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
