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
/// no NM1, DMG or PER. Only a provider may be named twice, and only a request has DMG, `with_birth`.
pub(super) fn take_parties(
    key: &mut ClaimKey,
    level: &Level<'_, '_>,
    with_birth: bool,
    cursor: &mut Cursor<'_, '_>,
    unread: &mut Unread,
) -> Result<(), X12Error> {
    let mut insured = Insured::default();
    let mut parties = Vec::new();
    while let Some(segment) = cursor.peek().filter(|segment| matches!(segment.id(), "NM1" | "DMG" | "PER")) {
        match segment.id() {
            "NM1" if parties.is_empty() || level.code() == "19" => parties.push(Party::parse(&segment)),
            "DMG" if with_birth && is_insured(level) => {
                (insured.birth, insured.sex) = (segment.date(2)?, Sex::of(&segment, 3))
            }
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

/// True for subscriber and dependent: only they have claims.
pub(super) fn is_insured(level: &Level<'_, '_>) -> bool {
    matches!(level.code(), "22" | "23")
}

fn unnamed(hl: &Segment<'_>) -> X12Error {
    hl.error(ErrorKind::SegmentMissing { id: "NM1".into() }).in_loop("2100").hinted("the level names nobody")
}

fn unnamed_at(segment: usize) -> X12Error {
    let error = X12Error::at(ErrorKind::ElementMissing, "NM1", segment, 0).in_element(1).in_loop("2100");
    error.hinted("name payer, receiver and patient of every claim")
}

/// The levels above the insured: as deep as somebody is named.
fn upper(key: &ClaimKey) -> Vec<(&'static str, Vec<Party>)> {
    let mut levels = vec![("20", vec![key.payer.clone()])];
    if key.receiver != Party::default() || !key.providers.is_empty() {
        levels.push(("21", vec![key.receiver.clone()]));
    }
    if !key.providers.is_empty() {
        levels.push(("19", key.providers.clone()));
    }
    levels
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
        let levels = upper(key);
        let count = levels.len();
        for (depth, (code, parties)) in levels.into_iter().enumerate() {
            if parties.iter().any(|party| party.entity.is_empty()) {
                writer.keep(unnamed_at(writer.count() + 1));
            }
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

    /// As `write_upper`, with a lowest level of its own, which is not shared: what follows it says something about
    /// that level as a whole.
    pub fn write_own(&mut self, writer: &mut TransactionWriter, key: &ClaimKey) {
        let lowest = upper(key).len().saturating_sub(1);
        self.written.truncate(lowest);
        self.write_upper(writer, key, false);
        self.written.truncate(lowest);
    }

    /// Subscriber and dependent; `with_birth` in a request.
    pub fn write_insured(&mut self, writer: &mut TransactionWriter, key: &ClaimKey, with_birth: bool) {
        let dependent = key.dependent.as_ref();
        let subscriber = self.counter.write(writer, self.parent(), "22", Some(dependent.is_some()));
        if with_birth {
            key.subscriber.write_birth(writer);
        }
        if key.subscriber.party.entity.is_empty() {
            writer.keep(unnamed_at(writer.count() + 1));
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
