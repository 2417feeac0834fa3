//! 271: what a payer says about one patient.

use super::IMPLEMENTATION;
use super::benefit::Benefit;
use super::inquiry::{named, only, under, write_named};
use super::patient::{Patient, PatientReader};
use super::rejection::{Rejection, RejectionLevel};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::header::TransactionHeader;
use crate::hierarchy::{HlCounter, Level, levels};
use crate::name::{Contact, Party, Reference, Trace, Unread};
use crate::reader::TransactionSet;
use crate::writer::{TransactionText, TransactionWriter};

/// The answer of a 271 about one patient. Levels below a rejected one may be absent.
///
/// Writing one:
///
/// ```
/// use x12::eligibility::{Benefit, BenefitKind, Patient, Response};
/// use x12::name::{Party, Trace};
///
/// let mut patient = Patient::subscriber("ALDER", "MORGAN", "M0033");
/// patient.traces.push(Trace::own("T-1001", "1234567890").echoed());
/// let active = Benefit { service_types: vec!["30".into()], ..Benefit::new(BenefitKind::Active) };
/// let response = Response {
///     payer: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
///     provider: Some(Party::organization("1P", "CEDAR CLINIC", "XX", "1234567893")),
///     subscriber: Some(patient),
///     benefits: vec![active],
///     ..Response::default()
/// };
/// let text = response.write("0001")?;
/// assert!(text.as_str().contains("~TRN*2*T-1001*1234567890~NM1*IL*1*ALDER*MORGAN****MI*M0033~EB*1**30~SE*"));
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// 2100A.
    pub payer: Party,
    /// PER of 2100A.
    pub payer_contacts: Vec<Contact>,
    /// 2100B.
    pub provider: Option<Party>,
    /// REF of 2100B.
    pub provider_references: Vec<Reference>,
    /// 2000C.
    pub subscriber: Option<Patient>,
    /// 2000D.
    pub dependent: Option<Patient>,
    /// 2110 of the patient.
    pub benefits: Vec<Benefit>,
    /// AAA of every level but 2110.
    pub rejections: Vec<Rejection>,
    /// Segments this type has no field for, as received; they are not written.
    pub unread: Unread,
}

impl Response {
    /// Dependent where there is one, else subscriber.
    #[must_use]
    pub fn patient(&self) -> Option<&Patient> {
        self.dependent.as_ref().or(self.subscriber.as_ref())
    }

    /// TRN*2: the trace of the inquiry this answers.
    #[must_use]
    pub fn echoed_trace(&self) -> Option<&Trace> {
        self.patient()?.traces.iter().find(|trace| trace.kind == "2")
    }

    /// Rejections of every level, those under benefits included.
    pub fn all_rejections(&self) -> impl Iterator<Item = &Rejection> {
        self.rejections.iter().chain(self.benefits.iter().flat_map(|benefit| &benefit.rejections))
    }

    /// Writes ST to SE; `control` is ST02.
    ///
    /// # Errors
    /// Characters X12 does not allow; a party without name and identifier.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("271", control, Some(IMPLEMENTATION));
        self.header.write(&mut writer, "0022", "11", "");
        let mut counter = HlCounter::default();
        let payer = counter.write(&mut writer, 0, "20", Some(self.provider.is_some()));
        self.write_rejections(&mut writer, RejectionLevel::Source);
        write_named(&mut writer, &self.payer, "2100A");
        self.payer_contacts.iter().for_each(|contact| contact.write(&mut writer));
        self.write_rejections(&mut writer, RejectionLevel::Payer);
        if let Some(provider) = &self.provider {
            let level = counter.write(&mut writer, payer, "21", Some(self.subscriber.is_some()));
            write_named(&mut writer, provider, "2100B");
            self.provider_references.iter().for_each(|reference| reference.write(&mut writer));
            self.write_rejections(&mut writer, RejectionLevel::Provider);
            self.write_patients(&mut writer, &mut counter, level);
        }
        writer.finish()
    }

    fn write_patients(&self, writer: &mut TransactionWriter, counter: &mut HlCounter, provider: u32) {
        let Some(subscriber) = &self.subscriber else { return };
        let level = counter.write(writer, provider, "22", Some(self.dependent.is_some()));
        subscriber.write(writer, "2100C", &self.rejections_at(RejectionLevel::Subscriber));
        if let Some(dependent) = &self.dependent {
            counter.write(writer, level, "23", Some(false));
            dependent.write(writer, "2100D", &self.rejections_at(RejectionLevel::Dependent));
        }
        self.benefits.iter().for_each(|benefit| benefit.write(writer));
    }

    fn rejections_at(&self, level: RejectionLevel) -> Vec<&Rejection> {
        self.rejections.iter().filter(|rejection| rejection.level == level).collect()
    }

    fn write_rejections(&self, writer: &mut TransactionWriter, level: RejectionLevel) {
        self.rejections_at(level).into_iter().for_each(|rejection| rejection.write(writer));
    }

    /// The only response of a real-time 271.
    ///
    /// # Errors
    /// As `parse_all`; more than one patient.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        only(Self::parse_all(set)?, set)
    }

    /// Every response of a 271, one per patient, or per payer or provider that was rejected as a whole.
    ///
    /// # Errors
    /// Missing levels or names, dates and numbers that are none.
    pub fn parse_all(set: &TransactionSet<'_>) -> Result<Vec<Self>, X12Error> {
        let (head, levels) = levels(set)?;
        let header = TransactionHeader::read(head)?;
        let mut responses: Vec<Self> = Vec::new();
        for level in &levels {
            let above = responses.last().cloned().unwrap_or_default();
            let (fills, mut open) = above.opened_for(level.code());
            open.header = header.clone();
            open.take(level)?;
            if fills {
                responses.pop();
            }
            responses.push(open);
        }
        Ok(responses)
    }

    /// What a level of this code goes into: the response itself where that level is still empty (true), or a new
    /// one that shares the levels above (false).
    fn opened_for(self, code: &str) -> (bool, Self) {
        let fills = match code {
            "21" => self.provider.is_none(),
            "22" => self.subscriber.is_none(),
            "23" => self.dependent.is_none() && self.benefits.is_empty(),
            _ => false,
        };
        if fills {
            return (true, self);
        }
        let depth = code.parse::<u8>().unwrap_or_default();
        let mut open = Self { benefits: Vec::new(), dependent: None, unread: Unread::default(), ..self };
        open.rejections.retain(|rejection| level_code(rejection.level) < depth);
        open.subscriber = open.subscriber.filter(|_| depth > 22);
        open.provider = open.provider.filter(|_| depth > 21);
        (false, open)
    }

    fn take(&mut self, level: &Level<'_, '_>) -> Result<(), X12Error> {
        let mut cursor = Cursor::new(level.body);
        match level.code() {
            "20" => self.take_payer(&mut cursor, level)?,
            "21" => {
                under(level, &self.payer)?;
                self.take_provider(&mut cursor, level)?;
            }
            "22" => {
                under(level, self.provider.as_ref().unwrap_or(&Party::default()))?;
                let patient = self.take_patient(&mut cursor, RejectionLevel::Subscriber, "2100C")?;
                self.subscriber = Some(patient);
            }
            "23" => {
                under(level, self.subscriber.as_ref().map_or(&Party::default(), |patient| &patient.party))?;
                let patient = self.take_patient(&mut cursor, RejectionLevel::Dependent, "2100D")?;
                self.dependent = Some(patient);
            }
            _ => return Err(level.hl.invalid(3, "a 271 has the levels 20, 21, 22 and 23")),
        }
        Ok(())
    }

    fn take_payer(&mut self, cursor: &mut Cursor<'_, '_>, level: &Level<'_, '_>) -> Result<(), X12Error> {
        self.take_rejections(cursor, RejectionLevel::Source);
        self.payer = Party::parse(&named(cursor, level, "2100A")?);
        self.payer_contacts = cursor.take_while("PER").iter().map(Contact::parse).collect();
        self.take_rejections(cursor, RejectionLevel::Payer);
        self.take_rest(cursor);
        Ok(())
    }

    fn take_provider(&mut self, cursor: &mut Cursor<'_, '_>, level: &Level<'_, '_>) -> Result<(), X12Error> {
        self.provider = Some(Party::parse(&named(cursor, level, "2100B")?));
        self.provider_references = cursor.take_while("REF").iter().map(Reference::parse).collect();
        while cursor.peek().is_some_and(|segment| matches!(segment.id(), "N3" | "N4")) {
            cursor.advance().iter().for_each(|segment| self.unread.keep(segment));
        }
        self.take_rejections(cursor, RejectionLevel::Provider);
        self.take_rest(cursor);
        Ok(())
    }

    fn take_rejections(&mut self, cursor: &mut Cursor<'_, '_>, level: RejectionLevel) {
        let rejections = cursor.take_while("AAA");
        self.rejections.extend(rejections.iter().map(|aaa| Rejection::parse(aaa, level)));
    }

    fn take_rest(&mut self, cursor: &mut Cursor<'_, '_>) {
        while let Some(segment) = cursor.advance() {
            self.unread.keep(&segment);
        }
    }

    fn take_patient(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        level: RejectionLevel,
        loop_id: &'static str,
    ) -> Result<Patient, X12Error> {
        let Self { rejections, unread, benefits, .. } = self;
        let patient = PatientReader { level, loop_id, rejections, unread }.read(cursor)?;
        *benefits = Benefit::read_all(cursor, unread)?;
        Ok(patient)
    }
}

fn level_code(level: RejectionLevel) -> u8 {
    match level {
        RejectionLevel::Source | RejectionLevel::Payer => 20,
        RejectionLevel::Provider => 21,
        RejectionLevel::Subscriber => 22,
        RejectionLevel::Dependent | RejectionLevel::Benefit => 23,
    }
}
