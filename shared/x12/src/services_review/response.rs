//! 278 with BHT02 = 11: what was decided.

use super::IMPLEMENTATION;
use super::event::PatientEvent;
use super::levels::Levels;
use super::lists::ReviewKind;
use super::member::Member;
use super::participant::Participant;
use super::rejection::Rejection;
use super::verdict::Verdict;
use crate::error::{ErrorKind, X12Error};
use crate::header::TransactionHeader;
use crate::hierarchy::HlCounter;
use crate::name::{Trace, Unread};
use crate::reader::TransactionSet;
use crate::writer::{TransactionText, TransactionWriter};

/// One answer about one patient, who is the dependent where there is one. Levels below a rejected one may be absent.
///
/// Writing one:
///
/// ```
/// use x12::name::{Party, Trace};
/// use x12::services_review::*;
///
/// let asked = Asked::new(RequestCategory::SpecialtyCare, CertificationType::Initial, "3");
/// let review = Review {
///     traces: vec![Trace::own("R-2001", "1234567890").echoed()],
///     verdict: Some(Verdict::new(Action::CertifiedInTotal, "AUTH778")),
///     ..Review::new(asked)
/// };
/// let response = ReviewResponse {
///     organization: Participant::new(Party::organization("X3", "Lakeside Health Plan", "PI", "55501")),
///     requesters: vec![Participant::new(Party::organization("1P", "Maple Street", "XX", "1234567893"))],
///     subscriber: Some(Member::subscriber("Rivers", "Nora", "LHP00912")),
///     events: vec![PatientEvent { review, ..PatientEvent::default() }],
///     ..ReviewResponse::default()
/// };
/// let text = response.write("0001")?;
/// assert!(text.as_str().contains("~TRN*2*R-2001*1234567890~UM*SC*I*3~HCR*A1*AUTH778~SE*"));
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewResponse {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// BHT06: whether another response follows.
    pub kind: Option<ReviewKind>,
    /// AAA of 2000A.
    pub rejections: Vec<Rejection>,
    /// 2010A, NM1*X3 or NM1*PR: who reviewed.
    pub organization: Participant,
    /// 2010B: who asked; a second one names the requester's organization.
    pub requesters: Vec<Participant>,
    /// 2000C.
    pub subscriber: Option<Member>,
    /// 2000D.
    pub dependent: Option<Member>,
    /// 2000E of the patient.
    pub events: Vec<PatientEvent>,
    /// Segments this type has no field for, as received; they are not written.
    pub unread: Unread,
}

impl ReviewResponse {
    /// Dependent where there is one, else subscriber.
    #[must_use]
    pub fn patient(&self) -> Option<&Member> {
        self.dependent.as_ref().or(self.subscriber.as_ref())
    }

    /// TRN*2: the trace of the request this answers.
    #[must_use]
    pub fn echoed_trace(&self) -> Option<&Trace> {
        self.events.iter().flat_map(|event| &event.review.traces).find(|trace| trace.kind == "2")
    }

    /// HCR of every event and service, in order.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.events.iter().flat_map(|event| {
            let services = event.services.iter().filter_map(|service| service.review.verdict.as_ref());
            event.review.verdict.iter().chain(services)
        })
    }

    /// AAA of every level.
    pub fn all_rejections(&self) -> impl Iterator<Item = &Rejection> {
        let parties = [&self.organization].into_iter().chain(&self.requesters);
        let members = self.subscriber.iter().chain(&self.dependent);
        let upper = self.rejections.iter().chain(parties.flat_map(|party| &party.rejections));
        let upper = upper.chain(members.flat_map(|member| &member.rejections));
        upper.chain(self.events.iter().flat_map(PatientEvent::rejections))
    }

    /// Writes ST to SE; `control` is ST02.
    ///
    /// # Errors
    /// Characters X12 does not allow; nobody who reviewed; an event without what was asked for.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("278", control, Some(IMPLEMENTATION));
        let kind = self.kind.as_ref().map_or("", ReviewKind::code);
        self.header.write(&mut writer, "0007", "11", kind);
        let mut counter = HlCounter::default();
        let organization = counter.write(&mut writer, 0, "20", Some(!self.requesters.is_empty()));
        Rejection::write_all(&self.rejections, &mut writer);
        self.organization.write_named(&mut writer, "2010A");
        if !self.requesters.is_empty() {
            let level = counter.write(&mut writer, organization, "21", Some(self.subscriber.is_some()));
            self.requesters.iter().for_each(|requester| requester.write_named(&mut writer, "2010B"));
            self.write_patient(&mut writer, &mut counter, level);
        }
        writer.finish()
    }

    fn write_patient(&self, writer: &mut TransactionWriter, counter: &mut HlCounter, requester: u32) {
        let Some(subscriber) = &self.subscriber else { return };
        let below = !self.events.is_empty();
        let mut patient = counter.write(writer, requester, "22", Some(below || self.dependent.is_some()));
        subscriber.write(writer, "2010C");
        if let Some(dependent) = &self.dependent {
            patient = counter.write(writer, patient, "23", Some(below));
            dependent.write(writer, "2010D");
        }
        self.events.iter().for_each(|event| event.write(writer, counter, patient));
    }

    /// Reads a 278 response.
    ///
    /// # Errors
    /// A request; nobody who reviewed; more than one patient; dates and numbers that are none.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let read = Levels::read(
            set,
            |purpose| purpose == "11",
            "only 11 is a response: read it with ReviewRequest",
        )?;
        let organization = read.organization.ok_or_else(|| {
            let kind = ErrorKind::SegmentMissing { id: "HL*20".into() };
            let st = set.segments.first().map(|st| st.error(kind.clone()));
            st.unwrap_or_else(|| X12Error::at(kind, "HL", 1, 0)).in_loop("2000A")
        })?;
        Ok(Self {
            header: read.header,
            kind: read.kind,
            rejections: read.rejections,
            organization,
            requesters: read.requesters,
            subscriber: read.subscriber,
            dependent: read.dependent,
            events: read.events,
            unread: read.unread,
        })
    }
}
