//! What of an interchange its answer needs: who sent it to whom.

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};
use x12::acknowledgment::{Ack999, GROUP, IMPLEMENTATION, Ta1, write_interchange_acknowledgment};
use x12::reader::Segment;
use x12::{InterchangeHeader, Usage, write_interchange};

use crate::failure::Failure;

/// An interchange that waits for its answer.
#[derive(Debug, Default)]
pub(super) struct Received {
    /// ISA05 to ISA08, trimmed.
    parties: [String; 4],
    /// ISA15 = P.
    production: bool,
    groups: Vec<Group>,
    /// GS06 of groups of 999, which are not answered.
    pub(super) acknowledgments: Vec<String>,
}

/// GS02, GS03 and GS06.
#[derive(Debug)]
struct Group {
    parties: [String; 2],
    control: String,
}

impl Received {
    /// The next segment of a file, whose interchanges are `waiting`.
    pub(super) fn note(segment: &Segment<'_>, waiting: &mut VecDeque<Self>) {
        let text = |n| segment.element(n).trim().to_owned();
        match (segment.id(), waiting.back_mut()) {
            ("ISA", _) => waiting.push_back(Self {
                parties: [5, 6, 7, 8].map(text),
                production: segment.element(15) == "P",
                ..Self::default()
            }),
            ("GS", Some(open)) if segment.element(1) == GROUP => open.acknowledgments.push(text(6)),
            ("GS", Some(open)) => open.groups.push(Group { parties: [2, 3].map(text), control: text(6) }),
            _ => {}
        }
    }

    /// GS02 and GS03 of the group that is acknowledged.
    fn parties_of(&self, ack: &Ack999) -> Option<&[String; 2]> {
        self.groups.iter().find(|group| group.control == ack.group.control).map(|group| &group.parties)
    }

    /// Acknowledgments that can go in one group, since they go from the same to the same.
    pub(super) fn together<'a>(&self, acks: &'a [Ack999]) -> impl Iterator<Item = &'a [Ack999]> {
        acks.chunk_by(|one, next| self.parties_of(one) == self.parties_of(next))
    }

    /// Back to the sender.
    fn header(&self, at: DateTime<FixedOffset>, control: u32) -> InterchangeHeader {
        let [sender_qualifier, sender, receiver_qualifier, receiver] = self.parties.clone();
        InterchangeHeader {
            sender_qualifier: receiver_qualifier,
            sender: receiver.clone(),
            receiver_qualifier: sender_qualifier,
            receiver: sender.clone(),
            date: at.date_naive(),
            time: at.time(),
            control,
            usage: if self.production { Usage::Production } else { Usage::Test },
            acknowledgment_requested: false,
            gs_sender: receiver,
            gs_receiver: sender,
            group_control: control,
        }
    }

    pub(super) fn interchange_answer(
        &self,
        ta1: &Ta1,
        at: DateTime<FixedOffset>,
        control: u32,
    ) -> Result<String, Failure> {
        let header = self.header(at, control);
        write_interchange_acknowledgment(&header, ta1).map_err(|error| unanswerable(error.to_string()))
    }

    /// One group of 999.
    pub(super) fn functional_answer(
        &self,
        acks: &[Ack999],
        at: DateTime<FixedOffset>,
        control: u32,
    ) -> Result<String, Failure> {
        let mut header = self.header(at, control);
        if let Some([sender, receiver]) = acks.first().and_then(|ack| self.parties_of(ack)) {
            (header.gs_sender, header.gs_receiver) = (receiver.clone(), sender.clone());
        }
        let texts = (1..).zip(acks).map(|(number, ack)| ack.write(&format!("{number:04}")));
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        let written = write_interchange(&header, GROUP, IMPLEMENTATION, &texts);
        written.map_err(|error| unanswerable(error.to_string()))
    }
}

fn unanswerable(error: String) -> Failure {
    Failure::said(format!(
        "no answer can be addressed: {error} (of ISA05 to ISA08, GS02 or GS03 of the file)"
    ))
}
