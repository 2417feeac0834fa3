//! One 837 transaction set: who sends, who receives, and what each billing provider claims.

use super::balance::{self, Finding};
use super::billing_provider::BillingProvider;
use super::code_lists::{ClaimOrEncounter, TransactionPurpose};
use super::element::{write_contact, write_party};
use super::form::ClaimForm;
use super::hierarchy::at_level;
use super::levels::Levels;
use super::party_loop::{PartyLoop, set_aside};
use super::professional::Claim;
use super::subscriber::Subscriber;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::header::TransactionHeader;
use crate::name::{Contact, Party, Unread};
use crate::reader::{Segment, TransactionSet};
use crate::writer::{TransactionText, TransactionWriter};

/// ST to SE of an 837P.
pub type ProfessionalClaims = Submission<Claim>;

/// ST to SE of an 837 whose claims are of the form `C`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission<C> {
    /// BHT02: sent for the first time, or again.
    pub purpose: TransactionPurpose,
    /// BHT03 names the batch; the 277CA brings it back.
    pub header: TransactionHeader,
    /// BHT06: whether payment is asked for.
    pub kind: ClaimOrEncounter,
    /// 1000A: who sends the file.
    pub submitter: Submitter,
    /// 1000B, NM1*40: who takes the file in, with the ETIN.
    pub receiver: Party,
    /// 2000A: one for each billing provider, with subscribers, patients and claims below.
    pub billing_providers: Vec<BillingProvider<C>>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// Loop 1000A.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitter {
    /// NM1*41, with the ETIN.
    pub party: Party,
    /// PER*IC: one or two.
    pub contacts: Vec<Contact>,
}

impl<C: ClaimForm> Submission<C> {
    /// Reads ST to SE of an 837.
    ///
    /// # Errors
    /// What the loops cannot do without is missing, out of order, or no amount, date or number where one must be.
    pub fn read(transaction: &TransactionSet<'_>) -> Result<Self, X12Error> {
        Self::read_segments(&transaction.segments)
    }

    /// The segments from ST on.
    pub(super) fn read_segments(segments: &[Segment<'_>]) -> Result<Self, X12Error> {
        let mut cursor = Cursor::new(segments);
        cursor.expect("ST", "ST")?;
        let bht = cursor.expect("BHT", "ST")?;
        let mut unknown = Unread::default();
        let submitter = PartyLoop::read(&mut cursor, "1000A")?;
        let receiver = PartyLoop::read(&mut cursor, "1000B")?;
        let mut billing_providers = Vec::new();
        while !cursor.is_at_end() {
            if at_level(&cursor, "20") {
                billing_providers.push(BillingProvider::read(&mut cursor)?);
            } else if cursor.take_if("SE").is_none() {
                set_aside(&mut cursor, &mut unknown);
            }
        }
        Ok(Self {
            purpose: TransactionPurpose::from_code(bht.element(2)),
            header: TransactionHeader::read(segments)?,
            kind: ClaimOrEncounter::from_code(bht.element(6)),
            submitter: Submitter { party: submitter.party, contacts: submitter.contacts },
            receiver: receiver.party,
            billing_providers,
            unknown,
        })
    }

    /// Writes ST to SE. `control` is ST02, 4 to 9 characters. HL numbers and segment counts are made here.
    ///
    /// # Errors
    /// A value holds a character that X12 does not allow, or a separator.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("837", control, Some(C::IMPLEMENTATION));
        self.write_head(&mut writer);
        let mut levels = Levels::default();
        for provider in &self.billing_providers {
            levels.billing_provider(&mut writer, provider);
            for subscriber in &provider.subscribers {
                levels.subscriber(&mut writer, subscriber, !subscriber.patients.is_empty());
                subscriber.claims.iter().for_each(|claim| claim.write(&mut writer));
                for patient in &subscriber.patients {
                    levels.patient(&mut writer, patient);
                    patient.claims.iter().for_each(|claim| claim.write(&mut writer));
                }
            }
        }
        writer.finish()
    }

    /// Writes BHT to loop 1000B: the first piece of an [`OpenSet`](crate::envelope::OpenSet), before its
    /// [levels](Levels) and claims.
    pub fn write_head(&self, writer: &mut TransactionWriter) {
        self.header.write(writer, "0019", self.purpose.code(), self.kind.code());
        write_party(writer, "41", &self.submitter.party);
        for contact in &self.submitter.contacts {
            write_contact(writer, "IC", contact);
        }
        write_party(writer, "40", &self.receiver);
    }

    /// Every claim in order, of subscribers and of patients.
    pub fn claims(&self) -> impl Iterator<Item = &C> {
        self.subscribers().flat_map(|subscriber| {
            subscriber.claims.iter().chain(subscriber.patients.iter().flat_map(|patient| &patient.claims))
        })
    }

    fn subscribers(&self) -> impl Iterator<Item = &Subscriber<C>> {
        self.billing_providers.iter().flat_map(|provider| &provider.subscribers)
    }

    /// What a payer would reject for reasons visible in the file alone: sums, counts, pointers, missing parts.
    pub fn check(&self) -> Vec<Finding> {
        let claims = self.claims().flat_map(C::check);
        claims.chain(self.subscribers().flat_map(balance::check_patients)).collect()
    }
}
