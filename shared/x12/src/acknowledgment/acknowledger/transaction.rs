//! A transaction set on its way to AK2 to IK5.

use super::super::answer::is_writable;
use super::super::functional::{AckStatus, Context, ElementError, SegmentError, TransactionAck};
use super::group::keep;
use crate::reader::Segment;
use crate::validate::{Answer, Finding, Severity};

/// More IK3 than this are not written for one transaction set: the sender has enough to do, and the 999 stays small.
const MOST_ERRORS: usize = 1000;

#[derive(Debug)]
pub(super) struct OpenTransaction {
    st01: Box<str>,
    control: Box<str>,
    implementation: Box<str>,
    errors: Vec<SegmentError>,
    /// IK502.
    codes: Vec<&'static str>,
    worst: Severity,
    /// LS01 between LS and LE.
    bracket: String,
    /// The claim or trace at hand: the element that names it, its value, and where its segment begins.
    unit: Option<(&'static str, String, usize)>,
}

impl OpenTransaction {
    /// `version` is GS08, for transaction sets without ST03.
    pub(super) fn new(st: &Segment<'_>, version: &str) -> Self {
        let text = |n| st.element(n).into();
        Self {
            st01: text(1),
            control: text(2),
            implementation: st.optional(3).unwrap_or(version).into(),
            errors: Vec::new(),
            codes: Vec::new(),
            worst: Severity::Note,
            bracket: String::new(),
            unit: None,
        }
    }

    /// Remembers what an error context needs.
    pub(super) fn pass(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            "LS" => segment.element(1).clone_into(&mut self.bracket),
            "LE" => self.bracket.clear(),
            "HL" => self.unit = None,
            "CLM" => self.remember("CLM01", segment.element(1), segment.offset()),
            "TRN" => self.remember("TRN02", segment.element(2), segment.offset()),
            _ => {}
        }
    }

    fn remember(&mut self, name: &'static str, value: &str, offset: usize) {
        let (kept, text, place) = self.unit.get_or_insert_default();
        (*kept, *place) = (name, offset);
        value.clone_into(text);
    }

    pub(super) fn note(&mut self, finding: &Finding, answer: Answer) {
        if answer == Answer::None {
            return;
        }
        self.worst = self.worst.max(finding.severity);
        match answer {
            Answer::Set(code) => keep(&mut self.codes, code),
            Answer::Segment(code) => self.segment_error(finding, code),
            Answer::Element(code) => self.element_error(finding, code),
            Answer::Interchange(_) | Answer::Group(_) | Answer::None => {}
        }
    }

    fn segment_error(&mut self, finding: &Finding, code: &str) {
        keep(&mut self.codes, "5");
        if self.errors.len() >= MOST_ERRORS {
            return;
        }
        // What adds up wrong is known when the next claim has begun.
        let around = |unit: &&(&str, String, usize)| unit.2 <= finding.position.offset;
        let context = self.unit.as_ref().filter(around).filter(|(_, value, _)| is_writable(value));
        let context =
            context.map(|(name, value, _)| Context(vec![vec![(*name).into(), value.as_str().into()]]));
        self.errors.push(SegmentError {
            segment_id: (*finding.position.id).into(),
            position: u32::try_from(finding.position.segment).unwrap_or(u32::MAX),
            loop_id: self.bracket.as_str().into(),
            code: code.into(),
            contexts: context.into_iter().collect(),
            elements: Vec::new(),
        });
    }

    /// Elements of one segment share its IK3.
    fn element_error(&mut self, finding: &Finding, code: &str) {
        let position = &finding.position;
        let same = |error: &SegmentError| {
            usize::try_from(error.position) == Ok(position.segment) && *error.code == *"8"
        };
        if !self.errors.last().is_some_and(same) {
            self.segment_error(finding, "8");
        }
        let Some(error) = self.errors.last_mut().filter(|error| same(error)) else { return };
        let is_number = finding.reference.bytes().all(|byte| byte.is_ascii_digit());
        let value = finding.value.as_deref().filter(|value| is_writable(value));
        error.elements.push(ElementError {
            position: position.element.map_or(1, u32::from),
            component: position.component.map(u32::from),
            repetition: position.repetition.map(u32::from),
            reference: if is_number { finding.reference.into() } else { "".into() },
            code: code.into(),
            value: value.unwrap_or_default().into(),
            contexts: Vec::new(),
        });
    }

    pub(super) fn end(mut self) -> TransactionAck {
        self.errors.sort_by_key(|error| error.position);
        TransactionAck {
            st01: (*self.st01).into(),
            control: (*self.control).into(),
            implementation: (*self.implementation).into(),
            errors: self.errors,
            status: match self.worst {
                Severity::Note => AckStatus::Accepted,
                Severity::Warning => AckStatus::AcceptedWithErrors,
                Severity::Error => AckStatus::Rejected,
            },
            codes: self.codes.into_iter().map(Into::into).collect(),
        }
    }
}
