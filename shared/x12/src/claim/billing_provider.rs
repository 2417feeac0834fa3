//! Loop 2000A: who bills.

use super::element::{text, write_contact, write_party};
use super::form::ClaimForm;
use super::hierarchy::{at_level, enter};
use super::location::{Location, write_location};
use super::party_loop::{PartyLoop, set_aside};
use super::pay_to_plan::PayToPlan;
use super::professional::Claim;
use super::reference::{ReferenceKind, References};
use super::subscriber::Subscriber;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::hierarchy::HlCounter;
use crate::name::{Address, Contact, Party, Unread};
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loops 2000A, 2010AA, 2010AB and 2010AC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingProvider<C = Claim> {
    /// NM1*85, with the NPI.
    pub party: Party,
    /// PRV03 after `PRV*BI*PXC`.
    pub taxonomy: Option<Text>,
    /// CUR02 after `CUR*85`: every amount is in this currency, if not in US dollars.
    pub currency: Option<Text>,
    /// N3 and N4 of 2010AA: a street, no post office box, with ZIP+4.
    pub address: Address,
    /// REF*EI or REF*SY of 2010AA: required.
    pub tax_id: TaxId,
    /// Any other REF of 2010AA: 0B state license, 1G UPIN.
    pub references: References,
    /// PER*IC of 2010AA, two at most.
    pub contacts: Vec<Contact>,
    /// 2010AB: where payments go, if not to `address`.
    pub pay_to: Option<Box<Location>>,
    /// 2010AC: the plan to pay back, in a subrogation demand.
    pub pay_to_plan: Option<Box<PayToPlan>>,
    /// 2000B: one for each subscriber and payer.
    pub subscribers: Vec<Subscriber<C>>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// REF*EI or REF*SY: nine digits.
#[derive(Clone, PartialEq, Eq)]
pub enum TaxId {
    /// REF*EI: employer identification number (EIN).
    Employer(Text),
    /// REF*SY: social security number (SSN).
    SocialSecurity(Text),
}

impl std::fmt::Debug for TaxId {
    /// Shows the kind only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Employer(_) => "Employer(..)",
            Self::SocialSecurity(_) => "SocialSecurity(..)",
        })
    }
}

impl TaxId {
    fn take(references: &mut References) -> Option<Self> {
        let employer = references.take(&ReferenceKind::EmployerId).map(Self::Employer);
        employer.or_else(|| references.take(&ReferenceKind::SocialSecurity).map(Self::SocialSecurity))
    }

    fn write(&self, writer: &mut TransactionWriter) {
        match self {
            Self::Employer(number) => writer.put("REF", &[&"EI", number]),
            Self::SocialSecurity(number) => writer.put("REF", &[&"SY", number]),
        };
    }
}

impl<C: ClaimForm> BillingProvider<C> {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let level = enter(cursor, "20", "", "2000A")?;
        let mut unknown = Unread::default();
        let taxonomy = cursor.take_qualified("PRV", &["BI"]).map(|prv| prv.element(3).into());
        let currency = cursor.take_qualified("CUR", &["85"]).and_then(|cur| text(&cur, 2));
        // A claim here has nobody who bills it: what follows it is no part of this loop.
        while cursor.is_before(&["NM1", "CLM", "HL", "SE"]) {
            set_aside(cursor, &mut unknown);
        }
        let mut named = PartyLoop::read(cursor, "2010AA")?;
        let tax_id = TaxId::take(&mut named.references).ok_or_else(|| cursor.missing("REF", "2010AA"))?;
        let mut provider = Self {
            party: named.party,
            taxonomy,
            currency,
            address: named.address.unwrap_or_default(),
            tax_id,
            references: named.references,
            contacts: named.contacts,
            pay_to: None,
            pay_to_plan: None,
            subscribers: Vec::new(),
            unknown,
        };
        provider.read_rest(cursor, level)?;
        Ok(provider)
    }

    fn read_rest(&mut self, cursor: &mut Cursor<'_, '_>, level: &str) -> Result<(), X12Error> {
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("NM1", "87") if self.pay_to.is_none() => {
                    self.pay_to = Some(Box::new(Location::read(cursor, "2010AB")?))
                }
                ("NM1", "PE") if self.pay_to_plan.is_none() => {
                    self.pay_to_plan = Some(Box::new(PayToPlan::read(cursor)?))
                }
                ("HL", _) if at_level(cursor, "22") => {
                    self.subscribers.push(Subscriber::read(cursor, level)?)
                }
                ("HL" | "SE", _) => break,
                _ => set_aside(cursor, &mut self.unknown),
            }
        }
        Ok(())
    }

    /// Writes the level itself, without what hangs on it; gives its HL01.
    pub(super) fn write(&self, writer: &mut TransactionWriter, hierarchy: &mut HlCounter) -> u32 {
        let level = hierarchy.write(writer, 0, "20", Some(true));
        write_taxonomy(writer, "BI", self.taxonomy.as_deref());
        if let Some(currency) = &self.currency {
            writer.put("CUR", &[&"85", currency]);
        }
        write_party(writer, "85", &self.party);
        self.address.write(writer);
        self.tax_id.write(writer);
        self.references.write(writer);
        for contact in &self.contacts {
            write_contact(writer, "IC", contact);
        }
        write_location(writer, "87", self.pay_to.as_deref());
        if let Some(plan) = &self.pay_to_plan {
            plan.write(writer);
        }
        level
    }
}

pub(super) fn write_taxonomy(writer: &mut TransactionWriter, role: &str, taxonomy: Option<&str>) {
    if let Some(taxonomy) = taxonomy {
        writer.put("PRV", &[&role, &"PXC", &taxonomy]);
    }
}
