//! 270: asking a payer about one patient.

use super::IMPLEMENTATION;
use super::patient::{Patient, PatientReader};
use super::rejection::RejectionLevel;
use crate::cursor::Cursor;
use crate::date::DatePeriod;
use crate::error::{ErrorKind, X12Error};
use crate::header::TransactionHeader;
use crate::hierarchy::{HlCounter, Level, levels};
use crate::name::{Party, Reference, Trace, Unread};
use crate::procedure::ProcedureCode;
use crate::reader::TransactionSet;
use crate::text::Text;
use crate::writer::{Repeated, TransactionText, TransactionWriter};

/// One question to one payer about one patient, who is the dependent where there is one.
///
/// Reading one, as a payer or a simulator of one does:
///
/// ```
/// use x12::eligibility::Inquiry;
///
/// # let head = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *260309*1405*^*00501*000000042*0*T*:~\
/// #   GS*HS*CLINIC*PAYER*20260309*1405*1*X*005010X279A1~";
/// let file = format!(
///     "{head}ST*270*0001*005010X279A1~BHT*0022*13*REF1001*20260309*1405~HL*1**20*1~\
///      NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~HL*2*1*21*1~NM1*1P*2*CEDAR CLINIC*****XX*1234567893~HL*3*2*22*0~\
///      TRN*1*T-1001*1234567890~NM1*IL*1*ALDER*MORGAN****MI*M0033~EQ*30^98~SE*11*0001~GE*1*1~IEA*1*000000042~"
/// );
/// let delivery = x12::reader::Transactions::new(&file).next().expect("one")?;
/// let inquiry = Inquiry::parse(&delivery.set)?;
/// assert_eq!((inquiry.patient().party.id.as_str(), inquiry.service_types.len()), ("M0033", 2));
/// assert!(inquiry.service_date().is_none(), "today");
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inquiry {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// 2100A, NM1*PR.
    pub payer: Party,
    /// 2100B, NM1*1P with the NPI.
    pub provider: Party,
    /// REF of 2100B.
    pub provider_references: Vec<Reference>,
    /// 2000C.
    pub subscriber: Patient,
    /// 2000D; only a patient the payer does not know by an own member id.
    pub dependent: Option<Patient>,
    /// EQ01, such as `30` plan coverage; at most 99.
    pub service_types: Vec<Text>,
    /// EQ02, asked instead of a service type.
    pub procedures: Vec<ProcedureCode>,
    /// Segments this type has no field for, as received; they are not written.
    pub unread: Unread,
}

impl Inquiry {
    /// Dependent where there is one, else subscriber.
    #[must_use]
    pub fn patient(&self) -> &Patient {
        self.dependent.as_ref().unwrap_or(&self.subscriber)
    }

    /// The first TRN*1 of the patient: what the response repeats.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.patient().traces.first()
    }

    /// DTP*291; `None` asks about the day of the inquiry.
    #[must_use]
    pub fn service_date(&self) -> Option<DatePeriod> {
        self.patient().date("291")
    }

    /// Writes ST to SE; `control` is ST02.
    ///
    /// # Errors
    /// Characters X12 does not allow; a payer, provider or subscriber without name and identifier; nothing asked.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("270", control, Some(IMPLEMENTATION));
        self.header.write(&mut writer, "0022", "13", "");
        let mut counter = HlCounter::default();
        let payer = counter.write(&mut writer, 0, "20", Some(true));
        write_named(&mut writer, &self.payer, "2100A");
        let provider = counter.write(&mut writer, payer, "21", Some(true));
        write_named(&mut writer, &self.provider, "2100B");
        self.provider_references.iter().for_each(|reference| reference.write(&mut writer));
        let subscriber = counter.write(&mut writer, provider, "22", Some(self.dependent.is_some()));
        self.subscriber.write(&mut writer, "2100C", &[]);
        if let Some(dependent) = &self.dependent {
            counter.write(&mut writer, subscriber, "23", Some(false));
            dependent.write(&mut writer, "2100D", &[]);
        }
        self.write_questions(&mut writer);
        writer.finish()
    }

    fn write_questions(&self, writer: &mut TransactionWriter) {
        if self.service_types.is_empty() && self.procedures.is_empty() {
            let kind = ErrorKind::SegmentMissing { id: "EQ".into() };
            let error = X12Error::at(kind, "EQ", writer.count() + 1, 0).in_loop("2110C");
            writer.keep(error.hinted("ask for at least one service type; 30 asks for the whole plan"));
        }
        writer.put("EQ", &[&Repeated(&self.service_types)]);
        for procedure in &self.procedures {
            writer.put("EQ", &[&"", procedure]);
        }
    }

    /// The only inquiry of a real-time 270.
    ///
    /// # Errors
    /// As `parse_all`; more than one patient.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        only(Self::parse_all(set)?, set)
    }

    /// Every inquiry of a 270, one per patient.
    ///
    /// # Errors
    /// Missing levels or names, dates and numbers that are none.
    pub fn parse_all(set: &TransactionSet<'_>) -> Result<Vec<Self>, X12Error> {
        let (head, levels) = levels(set)?;
        let mut open = Self { header: TransactionHeader::read(head)?, ..Self::default() };
        let mut complete: Vec<Self> = Vec::new();
        for (n, level) in levels.iter().enumerate() {
            open.take(level)?;
            let followed_by_dependent = levels.get(n + 1).is_some_and(|next| next.code() == "23");
            let asked = !open.service_types.is_empty() || !open.procedures.is_empty();
            if level.code() == "23" || (level.code() == "22" && (asked || !followed_by_dependent)) {
                complete.push(open.clone());
                open.unread = Unread::default();
            }
        }
        Ok(complete)
    }

    fn take(&mut self, level: &Level<'_, '_>) -> Result<(), X12Error> {
        let mut cursor = Cursor::new(level.body);
        match level.code() {
            "20" => {
                let payer = Party::parse(&named(&mut cursor, level, "2100A")?);
                let unread = std::mem::take(&mut self.unread);
                *self = Self { header: self.header.clone(), payer, unread, ..Self::default() };
            }
            "21" => {
                under(level, &self.payer)?;
                self.provider = Party::parse(&named(&mut cursor, level, "2100B")?);
                self.provider_references = cursor.take_while("REF").iter().map(Reference::parse).collect();
                (self.subscriber, self.dependent) = (Patient::default(), None);
            }
            "22" => {
                under(level, &self.provider)?;
                self.subscriber = self.take_patient(&mut cursor, RejectionLevel::Subscriber, "2100C")?;
                self.dependent = None;
            }
            "23" => {
                under(level, &self.subscriber.party)?;
                self.dependent = Some(self.take_patient(&mut cursor, RejectionLevel::Dependent, "2100D")?)
            }
            _ => return Err(level.hl.invalid(3, "a 270 has the levels 20, 21, 22 and 23")),
        }
        while let Some(segment) = cursor.advance() {
            self.unread.keep(&segment);
        }
        Ok(())
    }

    fn take_patient(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        level: RejectionLevel,
        loop_id: &'static str,
    ) -> Result<Patient, X12Error> {
        let mut reader =
            PatientReader { level, loop_id, rejections: &mut Vec::new(), unread: &mut self.unread };
        let mut patient = reader.read(cursor)?;
        (self.service_types, self.procedures) = (Vec::new(), Vec::new());
        while let Some(segment) = cursor.advance() {
            match segment.id() {
                "EQ" => {
                    self.service_types.extend(segment.repetitions(1).map(Text::from));
                    self.procedures.extend(ProcedureCode::read(&segment, 2));
                }
                "DTP" => super::DatedPeriod::read(&segment, &mut patient.dates, &mut self.unread),
                _ => self.unread.keep(&segment),
            }
        }
        Ok(patient)
    }
}

/// A level is about nobody where the level above it, which names `party`, is missing.
pub(super) fn under(level: &Level<'_, '_>, party: &Party) -> Result<(), X12Error> {
    if *party != Party::default() {
        return Ok(());
    }
    Err(level.hl.invalid(3, "20, 21, 22 and 23 stand under one another; the level above this one is missing"))
}

/// The NM1 every level begins with.
pub(super) fn named<'a>(
    cursor: &mut Cursor<'_, 'a>,
    level: &Level<'_, '_>,
    loop_id: &'static str,
) -> Result<crate::reader::Segment<'a>, X12Error> {
    cursor.take_if("NM1").ok_or_else(|| {
        let kind = ErrorKind::SegmentMissing { id: "NM1".into() };
        level.hl.error(kind).in_loop(loop_id).hinted("the level names nobody")
    })
}

pub(super) fn write_named(writer: &mut TransactionWriter, party: &Party, loop_id: &'static str) {
    if party.entity.is_empty() || (party.name.is_empty() && party.id.is_empty()) {
        let error = X12Error::at(ErrorKind::ElementMissing, "NM1", writer.count() + 1, 0).in_element(3);
        writer.keep(error.in_loop(loop_id).hinted("give the party a name or an identifier"));
    }
    party.write(writer);
}

pub(super) fn only<T>(mut all: Vec<T>, set: &TransactionSet<'_>) -> Result<T, X12Error> {
    let (found, last) = (all.len(), all.pop());
    last.filter(|_| found == 1).ok_or_else(|| {
        let kind = ErrorKind::Count { says: "1 patient".into(), found };
        let place = set.segments.first().map(|st| st.error(kind.clone()));
        place.unwrap_or_else(|| X12Error::at(kind, "ST", 1, 0)).hinted("read all patients with parse_all")
    })
}
