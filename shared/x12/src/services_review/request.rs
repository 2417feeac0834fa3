//! 278 with BHT02 = 13: asking for an authorization.

use super::IMPLEMENTATION;
use super::event::PatientEvent;
use super::levels::Levels;
use super::lists::{ReviewKind, ReviewPurpose};
use super::member::Member;
use super::participant::Participant;
use crate::error::{ErrorKind, X12Error};
use crate::header::TransactionHeader;
use crate::hierarchy::HlCounter;
use crate::name::{Trace, Unread};
use crate::reader::TransactionSet;
use crate::writer::{TransactionText, TransactionWriter};

/// One request about one event of one patient, who is the dependent where there is one.
///
/// Reading one, as a plan or a simulator of one does:
///
/// ```
/// use x12::services_review::{RequestCategory, ReviewRequest};
///
/// # let head = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *260309*1405*^*00501*000000042*0*T*:~\
/// #   GS*HI*CLINIC*PAYER*20260309*1405*1*X*005010X217~";
/// let file = format!(
///     "{head}ST*278*0001*005010X217~BHT*0007*13*REF2001*20260309*1405~HL*1**20*1~\
///      NM1*X3*2*Lakeside Health Plan*****PI*55501~HL*2*1*21*1~\
///      NM1*1P*2*Maple Street Family Medicine*****XX*1234567893~HL*3*2*22*1~NM1*IL*1*Rivers*Nora****MI*LHP00912~\
///      HL*4*3*EV*0~TRN*1*R-2001*1234567890~UM*SC*I*3~HSD*VS*3~SE*13*0001~GE*1*1~IEA*1*000000042~"
/// );
/// let delivery = x12::reader::Transactions::new(&file).next().expect("one")?;
/// let request = ReviewRequest::parse(&delivery.set)?;
/// let asked = request.event.review.asked.as_ref().expect("an event always has it");
/// assert_eq!((&asked.category, request.patient().party.id.as_str()), (&RequestCategory::SpecialtyCare, "LHP00912"));
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRequest {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// BHT02: asks, takes back, or asks for a deduction.
    pub purpose: ReviewPurpose,
    /// BHT06: `Reservation`, or nothing.
    pub kind: Option<ReviewKind>,
    /// 2010A, NM1*X3 or NM1*PR: who reviews.
    pub organization: Participant,
    /// 2010B, NM1*1P or NM1*FA: who asks.
    pub requester: Participant,
    /// 2000C.
    pub subscriber: Member,
    /// 2000D; only a patient without an own member id.
    pub dependent: Option<Member>,
    /// 2000E.
    pub event: PatientEvent,
    /// Segments this type has no field for, as received; they are not written.
    pub unread: Unread,
}

impl ReviewRequest {
    /// BHT02 = 13, about the subscriber: set `dependent` where the patient is one.
    #[must_use]
    pub fn new(
        header: TransactionHeader,
        organization: Participant,
        requester: Participant,
        subscriber: Member,
        event: PatientEvent,
    ) -> Self {
        let (purpose, kind, dependent) = (ReviewPurpose::Request, None, None);
        let unread = Unread::default();
        Self { header, purpose, kind, organization, requester, subscriber, dependent, event, unread }
    }

    /// Dependent where there is one, else subscriber.
    #[must_use]
    pub fn patient(&self) -> &Member {
        self.dependent.as_ref().unwrap_or(&self.subscriber)
    }

    /// The first TRN*1 of the event: what the response repeats.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.event.review.traces.first()
    }

    /// Writes ST to SE; `control` is ST02.
    ///
    /// # Errors
    /// Characters X12 does not allow; nobody to review, to ask or to treat; nothing to authorize.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("278", control, Some(IMPLEMENTATION));
        let kind = self.kind.as_ref().map_or("", ReviewKind::code);
        self.header.write(&mut writer, "0007", self.purpose.code(), kind);
        let mut counter = HlCounter::default();
        let organization = counter.write(&mut writer, 0, "20", Some(true));
        self.organization.write_named(&mut writer, "2010A");
        let requester = counter.write(&mut writer, organization, "21", Some(true));
        self.requester.write_named(&mut writer, "2010B");
        let mut patient = counter.write(&mut writer, requester, "22", Some(true));
        self.subscriber.write(&mut writer, "2010C");
        if let Some(dependent) = &self.dependent {
            patient = counter.write(&mut writer, patient, "23", Some(true));
            dependent.write(&mut writer, "2010D");
        }
        self.event.write(&mut writer, &mut counter, patient);
        writer.finish()
    }

    /// Reads a 278 request.
    ///
    /// # Errors
    /// A response; missing levels or names; more than one patient or event; dates and numbers that are none.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let read =
            Levels::read(set, |purpose| purpose != "11", "11 is a response: read it with ReviewResponse")?;
        let missing = |level: &str, loop_id| {
            let kind = ErrorKind::SegmentMissing { id: format!("HL*{level}").into() };
            let st = set.segments.first().map(|st| st.error(kind.clone()));
            st.unwrap_or_else(|| X12Error::at(kind, "HL", 1, 0)).in_loop(loop_id)
        };
        let mut events = read.events.into_iter();
        let event = events.next().ok_or_else(|| missing("EV", "2000E"))?;
        if events.next().is_some() {
            let kind = ErrorKind::Count { says: "1 patient event".into(), found: events.len() + 2 };
            return Err(X12Error::at(kind, "HL", 1, 0)
                .in_loop("2000E")
                .hinted("send a request for each event"));
        }
        let purpose = set.segments.iter().find(|segment| segment.id() == "BHT");
        let purpose = purpose.and_then(|bht| ReviewPurpose::of(bht, 2));
        Ok(Self {
            header: read.header,
            purpose: purpose.unwrap_or(ReviewPurpose::Request),
            kind: read.kind,
            organization: read.organization.ok_or_else(|| missing("20", "2000A"))?,
            requester: read.requesters.into_iter().next().ok_or_else(|| missing("21", "2000B"))?,
            subscriber: read.subscriber.ok_or_else(|| missing("22", "2000C"))?,
            dependent: read.dependent,
            event,
            unread: read.unread,
        })
    }
}
