//! Loops 2310 and 2420: the providers and places of a claim or a line.

use super::billing_provider::write_taxonomy;
use super::element::{write_contact, write_party};
use super::party_loop::PartyLoop;
use super::reference::References;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Address, Contact, Party};
use crate::text::Text;
use crate::writer::TransactionWriter;

/// 2310 and 2420: a referring, rendering, supervising, ordering, attending or operating provider; which one is told
/// by the field that holds it, or by NM101. Of other payers 2330.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// NM1, with the NPI.
    pub party: Party,
    /// PRV03 after `PRV*PE*PXC`, or `PRV*AT*PXC`; only a rendering or an attending provider sends it.
    pub taxonomy: Option<Text>,
    /// N3 and N4; only an ordering provider sends it.
    pub address: Option<Address>,
    /// REF: G2 the payer's number of the provider, 0B state license, 1G UPIN, LU location.
    pub references: References,
    /// PER*IC; only an ordering provider sends it.
    pub contacts: Vec<Contact>,
}

/// Loops 2310C and 2420C, and 2310E of an institutional claim: where the service was given, if not at the billing
/// provider's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFacility {
    /// NM1*77: an organization.
    pub party: Party,
    /// N3 and N4: required, with ZIP+4.
    pub address: Address,
    /// REF: G2 the payer's number of the place, 0B state license, LU location.
    pub references: References,
    /// PER*IC: in casualty claims, a phone number.
    pub contacts: Vec<Contact>,
}

impl Provider {
    /// A provider known by name and identifier only.
    pub fn new(party: Party) -> Self {
        let (references, contacts) = (References::default(), Vec::new());
        Self { party, taxonomy: None, address: None, references, contacts }
    }

    pub(crate) fn read(cursor: &mut Cursor<'_, '_>, loop_id: &'static str) -> Result<Self, X12Error> {
        let PartyLoop { party, taxonomy, address, references, contacts, .. } =
            PartyLoop::read(cursor, loop_id)?;
        Ok(Self { party, taxonomy, address, references, contacts })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter, entity: &str) {
        write_party(writer, entity, &self.party);
        let role = if entity == "71" { "AT" } else { "PE" };
        write_taxonomy(writer, role, self.taxonomy.as_deref());
        if let Some(address) = &self.address {
            address.write(writer);
        }
        self.references.write(writer);
        for contact in &self.contacts {
            write_contact(writer, "IC", contact);
        }
    }
}

impl ServiceFacility {
    pub(crate) fn read(cursor: &mut Cursor<'_, '_>, loop_id: &'static str) -> Result<Self, X12Error> {
        let PartyLoop { party, address, references, contacts, .. } = PartyLoop::read(cursor, loop_id)?;
        Ok(Self { party, address: address.unwrap_or_default(), references, contacts })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        write_party(writer, "77", &self.party);
        self.address.write(writer);
        self.references.write(writer);
        for contact in &self.contacts {
            write_contact(writer, "IC", contact);
        }
    }
}

/// Writes the provider where there is one.
pub(crate) fn write_provider(writer: &mut TransactionWriter, entity: &str, provider: Option<&Provider>) {
    if let Some(provider) = provider {
        provider.write(writer, entity);
    }
}
