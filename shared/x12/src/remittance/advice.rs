//! One 835 transaction set: one payment and what it is for.

use crate::text::Text;
use chrono::NaiveDate;

use super::balance::{self, Imbalance};
use super::claim_payment::{ClaimPayment, Spare};
use super::parties::{Payee, RemittancePayer};
use super::payment::Payment;
use super::provider_adjustment::ProviderAdjustment;
use super::service_payment::{date_or_keep, write_dtm};
use super::supplement::Position;
use crate::claim::element::{required_text, text};
use crate::claim::set_aside;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Trace, Unread};
use crate::reader::{Segment, TransactionSet};
use crate::writer::{TransactionText, TransactionWriter};

/// ST to SE of an 835. Post it once only: payer, TRN02, BPR16 and BPR02 together name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remittance {
    /// BPR: amount, method, accounts and day.
    pub payment: Payment,
    /// TRN*1: number of the check or transfer, and `1` with the payer's tax id; the bank's record of the money has the
    /// same two.
    pub trace: Trace,
    /// REF*EV: who receives the file, where that is not the payee.
    pub receiver_id: Option<Text>,
    /// REF*F2: version of the payer's adjudication system.
    pub version: Option<Text>,
    /// DTM*405: the day up to which the payer's work is in the file.
    pub production_date: Option<NaiveDate>,
    /// 1000A: who pays.
    pub payer: RemittancePayer,
    /// 1000B: who is paid.
    pub payee: Payee,
    /// 2000: the claims, in the groups of the payer.
    pub groups: Vec<ClaimGroup>,
    /// PLB: money that moves beside the claims, one value for each reason.
    pub provider_adjustments: Vec<ProviderAdjustment>,
    /// Where BPR stood, ST = 1.
    pub position: Position,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// Loop 2000.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimGroup {
    /// LX01; zero where CLP came without an LX.
    pub number: u32,
    /// 2100.
    pub claims: Vec<ClaimPayment>,
    /// Segments this type has no field for (TS2, TS3), as received; they are not written.
    pub unknown: Unread,
}

impl Remittance {
    /// Reads ST to SE of an 835.
    ///
    /// # Errors
    /// What the loops cannot do without is missing, or no amount where one must be. A date that cannot be read is no
    /// error: its segment is kept as unknown.
    pub fn read(transaction: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let mut cursor = Cursor::new(&transaction.segments);
        let mut remittance = Self::read_head(&mut cursor)?;
        remittance.read_details(&mut cursor)?;
        Ok(remittance)
    }

    /// ST to loop 1000B.
    pub(super) fn read_head(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        cursor.expect("ST", "ST")?;
        let bpr = cursor.expect("BPR", "ST")?;
        let trn = cursor.expect("TRN", "ST")?;
        required_text(&trn, 2, "ST")?;
        let mut remittance = Self {
            payment: Payment::read(&bpr)?,
            trace: Trace::parse(&trn),
            receiver_id: None,
            version: None,
            production_date: None,
            payer: RemittancePayer::default(),
            payee: Payee::default(),
            groups: Vec::new(),
            provider_adjustments: Vec::new(),
            position: Position(bpr.number()),
            unknown: Unread::default(),
        };
        if remittance.payment.date.is_none() {
            remittance.unknown.keep(&bpr);
        }
        remittance.read_header(cursor);
        remittance.payer = RemittancePayer::read(cursor, &mut remittance.unknown)?;
        remittance.payee = Payee::read(cursor, &mut remittance.unknown)?;
        Ok(remittance)
    }

    fn read_header(&mut self, cursor: &mut Cursor<'_, '_>) {
        while let Some(segment) =
            cursor.peek().filter(|_| cursor.is_before(&["N1", "LX", "CLP", "PLB", "SE"]))
        {
            match (segment.id(), segment.element(1)) {
                ("REF", "EV") => self.receiver_id = text(&segment, 2),
                ("REF", "F2") => self.version = text(&segment, 2),
                ("DTM", "405") => self.production_date = date_or_keep(&segment, &mut self.unknown),
                _ => self.unknown.keep(&segment),
            }
            cursor.advance();
        }
    }

    /// What follows, to SE or the end.
    pub(super) fn read_details(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), X12Error> {
        while let Some(segment) = cursor.peek() {
            match segment.id() {
                "LX" => self.groups.push(ClaimGroup::read(cursor)?),
                "CLP" => self.groups.push(ClaimGroup { claims: claims(cursor)?, ..ClaimGroup::default() }),
                "PLB" => self.take_adjustments(cursor, &segment)?,
                "SE" => break,
                _ => set_aside(cursor, &mut self.unknown),
            }
        }
        Ok(())
    }

    fn take_adjustments(&mut self, cursor: &mut Cursor<'_, '_>, plb: &Segment<'_>) -> Result<(), X12Error> {
        self.provider_adjustments.extend(ProviderAdjustment::read(plb)?);
        cursor.advance();
        Ok(())
    }

    /// Writes ST to SE. `control` is ST02, 4 to 9 characters. An 835 has no ST03.
    ///
    /// # Errors
    /// A value holds a character that X12 does not allow, or a separator.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("835", control, None);
        self.write_head(&mut writer);
        for group in &self.groups {
            writer.put("LX", &[&group.number]);
            group.claims.iter().for_each(|claim| claim.write(&mut writer));
        }
        ProviderAdjustment::write(&mut writer, &self.provider_adjustments);
        writer.finish()
    }

    /// Writes BPR to the end of loop 1000B: the first piece of an [`OpenSet`](crate::envelope::OpenSet), before LX
    /// and its claims.
    pub fn write_head(&self, writer: &mut TransactionWriter) {
        self.payment.write(writer);
        self.trace.write(writer);
        for (kind, value) in [("EV", &self.receiver_id), ("F2", &self.version)] {
            if let Some(value) = value {
                writer.put("REF", &[&kind, value]);
            }
        }
        write_dtm(writer, "405", self.production_date);
        self.payer.write(writer);
        self.payee.write(writer);
    }

    /// Every claim in order; its position here, from 0, is the claim index of an [`Imbalance`].
    pub fn claims(&self) -> impl Iterator<Item = &ClaimPayment> {
        self.groups.iter().flat_map(|group| &group.claims)
    }

    /// Where the amounts do not add up: of a service, of a claim, of the whole payment.
    pub fn check(&self) -> Vec<Imbalance> {
        balance::check(self)
    }
}

impl ClaimGroup {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let lx = cursor.expect("LX", "2000")?;
        let mut unknown = Unread::default();
        while cursor.is_before(&["CLP", "LX", "PLB", "SE"]) {
            set_aside(cursor, &mut unknown);
        }
        Ok(Self { number: lx.value(1)?.unwrap_or(0), claims: claims(cursor)?, unknown })
    }
}

fn claims(cursor: &mut Cursor<'_, '_>) -> Result<Vec<ClaimPayment>, X12Error> {
    let (mut claims, mut spare) = (Vec::new(), Spare::default());
    while cursor.peek_id() == "CLP" {
        claims.push(ClaimPayment::blank());
        if let Some(claim) = claims.last_mut() {
            claim.fill(cursor, &mut spare)?;
        }
    }
    Ok(claims)
}
