//! The levels 20, 21, 19, 22 and 23 that both directions share.

use super::claim::{ClaimKey, Insured};
use crate::cursor::Cursor;
use crate::eligibility::Sex;
use crate::error::{ErrorKind, X12Error};
use crate::hierarchy::{HlCounter, Level};
use crate::name::{Party, Unread};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// Reads the parties of one level into `key`; the levels below are emptied. Stops at the first segment that is
/// no NM1, DMG or PER.
pub(super) fn take_parties(
    key: &mut ClaimKey,
    level: &Level<'_, '_>,
    cursor: &mut Cursor<'_, '_>,
    unread: &mut Unread,
) -> Result<(), X12Error> {
    let mut insured = Insured::default();
    let mut parties = Vec::new();
    while let Some(segment) = cursor.peek().filter(|segment| matches!(segment.id(), "NM1" | "DMG" | "PER")) {
        match segment.id() {
            "NM1" => parties.push(Party::parse(&segment)),
            "DMG" => (insured.birth, insured.sex) = (segment.date(2)?, Sex::of(&segment, 3)),
            _ => unread.keep(&segment),
        }
        cursor.advance();
    }
    let party = parties.first().cloned().ok_or_else(|| unnamed(&level.hl))?;
    let above = std::mem::take(key);
    *key = match level.code() {
        "20" => ClaimKey { payer: party, ..ClaimKey::default() },
        "21" => ClaimKey { receiver: party, payer: above.payer, ..ClaimKey::default() },
        "19" => ClaimKey { providers: parties, dependent: None, subscriber: Insured::default(), ..above },
        "22" => ClaimKey { subscriber: Insured { party, ..insured }, dependent: None, ..above },
        "23" => ClaimKey { dependent: Some(Insured { party, ..insured }), ..above },
        _ => return Err(level.hl.invalid(3, "claim status has the levels 20, 21, 19, 22 and 23")),
    };
    Ok(())
}

fn unnamed(hl: &Segment<'_>) -> X12Error {
    hl.error(ErrorKind::SegmentMissing { id: "NM1".into() }).in_loop("2100").hinted("the level names nobody")
}

/// Writes levels, sharing those that equal the ones of the claim before.
#[derive(Default)]
pub(super) struct LevelWriter {
    counter: HlCounter,
    written: Vec<(Vec<Party>, u32)>,
}

impl LevelWriter {
    /// Payer, receiver and, where there are any, providers. `below` is true where levels follow under the last.
    pub fn write_upper(&mut self, writer: &mut TransactionWriter, key: &ClaimKey, below: bool) {
        let levels = [
            ("20", vec![key.payer.clone()]),
            ("21", vec![key.receiver.clone()]),
            ("19", key.providers.clone()),
        ];
        let count =
            levels.iter().take_while(|(_, parties)| parties.iter().any(|p| !p.entity.is_empty())).count();
        for (depth, (code, parties)) in levels.into_iter().take(count).enumerate() {
            if self.written.get(depth).is_some_and(|(written, _)| *written == parties) {
                continue;
            }
            self.written.truncate(depth);
            let child = below || depth + 1 < count;
            let number = self.counter.write(writer, self.parent(), code, Some(child));
            parties.iter().for_each(|party| party.write(writer));
            self.written.push((parties, number));
        }
    }

    /// Subscriber and dependent; `with_birth` in a request.
    pub fn write_insured(&mut self, writer: &mut TransactionWriter, key: &ClaimKey, with_birth: bool) {
        let dependent = key.dependent.as_ref();
        let subscriber = self.counter.write(writer, self.parent(), "22", Some(dependent.is_some()));
        if with_birth && dependent.is_none() {
            key.subscriber.write_birth(writer);
        }
        key.subscriber.party.write(writer);
        if let Some(dependent) = dependent {
            self.counter.write(writer, subscriber, "23", None);
            if with_birth {
                dependent.write_birth(writer);
            }
            dependent.party.write(writer);
        }
    }

    fn parent(&self) -> u32 {
        self.written.last().map_or(0, |(_, number)| *number)
    }
}
