//! Loops 2000A and 2000B: who answers, and to whom about which batch.

use crate::text::Text;
use chrono::NaiveDate;

use super::provider::ProviderAcknowledgment;
use super::status::{Status, StatusLevel};
use super::totals::Totals;
use crate::claim::element::{required_text, write_day, write_party};
use crate::claim::hierarchy::{at_level, enter};
use crate::claim::set_aside;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::hierarchy::HlCounter;
use crate::name::{Party, Unread};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// Loops 2000A, 2100A and 2200A.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformationSource {
    /// NM1*PR payer or NM1*AY clearinghouse; `party.entity` says which.
    pub party: Party,
    /// TRN*1: how the source names the transmission it received.
    pub trace: Text,
    /// DTP*050: the day the transmission came in.
    pub received: Option<NaiveDate>,
    /// DTP*009: the day it was worked on.
    pub processed: Option<NaiveDate>,
    /// 2000B: who sent the claims.
    pub receivers: Vec<InformationReceiver>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// Loops 2000B, 2100B and 2200B.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformationReceiver {
    /// NM1*41.
    pub party: Party,
    /// TRN*2: BHT03 of the 837.
    pub trace: Text,
    /// STC of 2200B. Where one of them rejects, the batch as a whole is rejected and providers may be absent.
    pub statuses: Vec<Status>,
    /// QTY and AMT of 2200B.
    pub totals: Totals,
    /// 2000C: the billing providers of the batch.
    pub providers: Vec<ProviderAcknowledgment>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl InformationSource {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let level = enter(cursor, "20", "", "2000A")?;
        let party = Party::parse(&cursor.expect("NM1", "2100A")?);
        let trace = required_text(&cursor.expect("TRN", "2200A")?, 2, "2200A")?;
        let (receivers, unknown) = (Vec::new(), Unread::default());
        let mut source = Self { party, trace, received: None, processed: None, receivers, unknown };
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("HL", _) if at_level(cursor, "21") => {
                    source.receivers.push(InformationReceiver::read(cursor, level)?);
                }
                ("HL" | "SE", _) => break,
                _ => source.take(cursor, &segment)?,
            }
        }
        Ok(source)
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("DTP", "050") if segment.date(3).is_ok() => self.received = segment.date(3)?,
            ("DTP", "009") if segment.date(3).is_ok() => self.processed = segment.date(3)?,
            _ => {
                set_aside(cursor, &mut self.unknown);
                return Ok(());
            }
        }
        cursor.advance();
        Ok(())
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter, hierarchy: &mut HlCounter) {
        let level = hierarchy.write(writer, 0, "20", Some(!self.receivers.is_empty()));
        write_party(writer, if self.party.entity == "AY" { "AY" } else { "PR" }, &self.party);
        writer.put("TRN", &[&"1", &self.trace]);
        for (kind, day) in [("050", self.received), ("009", self.processed)] {
            if let Some(day) = day {
                write_day(writer, kind, day);
            }
        }
        for receiver in &self.receivers {
            receiver.write(writer, hierarchy, level);
        }
    }
}

impl InformationReceiver {
    fn read(cursor: &mut Cursor<'_, '_>, parent: &str) -> Result<Self, X12Error> {
        let level = enter(cursor, "21", parent, "2000B")?;
        let party = Party::parse(&cursor.expect("NM1", "2100B")?);
        let trace = required_text(&cursor.expect("TRN", "2200B")?, 2, "2200B")?;
        let (statuses, totals) = (Vec::new(), Totals::default());
        let mut receiver =
            Self { party, trace, statuses, totals, providers: Vec::new(), unknown: Unread::default() };
        while let Some(segment) = cursor.peek() {
            match segment.id() {
                "HL" if at_level(cursor, "19") => {
                    receiver.providers.push(ProviderAcknowledgment::read(cursor, level)?);
                }
                "HL" | "SE" => break,
                _ => {
                    take(
                        cursor,
                        &segment,
                        &mut receiver.statuses,
                        &mut receiver.totals,
                        &mut receiver.unknown,
                    )?;
                }
            }
        }
        Ok(receiver)
    }

    fn write(&self, writer: &mut TransactionWriter, hierarchy: &mut HlCounter, parent: u32) {
        let level = hierarchy.write(writer, parent, "21", Some(!self.providers.is_empty()));
        write_party(writer, "41", &self.party);
        writer.put("TRN", &[&"2", &self.trace]);
        self.statuses.iter().for_each(|status| status.write(writer, StatusLevel::Receiver));
        self.totals.write(writer, ["90", "AA"]);
        for provider in &self.providers {
            provider.write(writer, hierarchy, level);
        }
    }
}

/// Takes an STC, QTY or AMT; sets anything else aside.
pub(super) fn take(
    cursor: &mut Cursor<'_, '_>,
    segment: &Segment<'_>,
    statuses: &mut Vec<Status>,
    totals: &mut Totals,
    unknown: &mut Unread,
) -> Result<(), X12Error> {
    if segment.id() == "STC" {
        statuses.push(Status::read(segment)?);
    } else if !totals.take(segment)? {
        set_aside(cursor, unknown);
        return Ok(());
    }
    cursor.advance();
    Ok(())
}
