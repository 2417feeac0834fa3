//! What a patient event (2000E) and a service (2000F) have in common.

use std::fmt;

use super::delivery::{Attachment, Delivery, ReviewDate};
use super::diagnosis::Diagnosis;
use super::lists::{DateKind, Role};
use super::participant::Participant;
use super::rejection::Rejection;
use super::verdict::{Asked, Verdict};
use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::name::{Reference, Trace};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// What 2000E and 2000F have in common: one thing under review. `Debug` shows what was decided, and no health data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// TRN: at most 2 in a request, repeated in the response, which may add its own.
    pub traces: Vec<Trace>,
    /// AAA; responses only.
    pub rejections: Vec<Rejection>,
    /// UM; an event always has it.
    pub asked: Option<Asked>,
    /// HCR; responses only.
    pub verdict: Option<Verdict>,
    /// REF: BB earlier authorization number, NT administrative reference number.
    pub references: Vec<Reference>,
    /// DTP.
    pub dates: Vec<ReviewDate>,
    /// HI.
    pub diagnoses: Vec<Diagnosis>,
    /// HSD.
    pub delivery: Option<Delivery>,
    /// PWK, at most 10.
    pub attachments: Vec<Attachment>,
    /// MSG01.
    pub messages: Vec<Text>,
    /// 2010EA and the like of an event, 2010F of a service, in order.
    pub participants: Vec<Participant>,
}

impl fmt::Debug for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { traces, rejections, verdict, .. } = self;
        let mut shown = f.debug_struct("Review");
        shown.field("traces", traces).field("rejections", rejections).field("verdict", verdict);
        shown.finish_non_exhaustive()
    }
}

impl Review {
    /// A review that asks for this and says nothing else.
    #[must_use]
    pub fn new(asked: Asked) -> Self {
        Self { asked: Some(asked), ..Self::default() }
    }

    /// The first DTP of this kind.
    #[must_use]
    pub fn date(&self, kind: &DateKind) -> Option<DatePeriod> {
        self.dates.iter().find(|date| date.kind == *kind).map(|date| date.period)
    }

    /// The first participant in this role.
    #[must_use]
    pub fn participant(&self, role: &Role) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.role() == *role)
    }

    /// HCR02 where the review ended in an authorization.
    #[must_use]
    pub fn authorization(&self) -> Option<&str> {
        let verdict = self.verdict.as_ref().filter(|verdict| verdict.action.is_approval())?;
        Some(verdict.number.as_str()).filter(|number| !number.is_empty())
    }

    /// Takes a segment that stands before the first NM1; false where it belongs to none of the fields.
    pub(super) fn take(&mut self, segment: &Segment<'_>, loop_id: &'static str) -> Result<bool, X12Error> {
        match segment.id() {
            "TRN" => self.traces.push(Trace::parse(segment)),
            "AAA" => self.rejections.push(Rejection::parse(segment)),
            "UM" if self.asked.is_none() => self.asked = Some(Asked::read(segment, loop_id)?),
            "HCR" if self.verdict.is_none() => self.verdict = Some(Verdict::read(segment, loop_id)?),
            "REF" => self.references.push(Reference::parse(segment)),
            "DTP" => {
                let date = ReviewDate::read(segment);
                let understood = date.is_some();
                self.dates.extend(date);
                return Ok(understood);
            }
            "HI" => self.diagnoses.extend(Diagnosis::read_all(segment)?),
            "HSD" if self.delivery.is_none() => self.delivery = Some(Delivery::read(segment)?),
            "PWK" => self.attachments.push(Attachment::read(segment)),
            "MSG" => self.messages.push(segment.element(1).into()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// TRN to HI.
    pub(super) fn write_head(&self, writer: &mut TransactionWriter) {
        self.traces.iter().for_each(|trace| trace.write(writer));
        Rejection::write_all(&self.rejections, writer);
        self.asked.iter().for_each(|asked| asked.write(writer));
        self.verdict.iter().for_each(|verdict| verdict.write(writer));
        self.references.iter().for_each(|reference| reference.write(writer));
        self.dates.iter().for_each(|date| date.write(writer));
        Diagnosis::write_all(&self.diagnoses, writer);
    }

    /// HSD.
    pub(super) fn write_delivery(&self, writer: &mut TransactionWriter) {
        self.delivery.iter().for_each(|delivery| delivery.write(writer));
    }

    /// PWK to the participants.
    pub(super) fn write_tail(&self, writer: &mut TransactionWriter) {
        self.attachments.iter().for_each(|attachment| attachment.write(writer));
        for message in &self.messages {
            writer.put("MSG", &[message]);
        }
        self.participants.iter().for_each(|participant| participant.write(writer));
    }
}
