//! Places that are known by their address: where payments go, and where an ambulance came and went.

use super::element::write_party;
use super::party_loop::PartyLoop;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Address, Party};
use crate::writer::TransactionWriter;

/// NM1 with N3 and N4: loops 2010AB, 2310E, 2310F, 2420G and 2420H.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// NM1*87, NM1*PW or NM1*45. A place an ambulance drove to may have a name, the others have none.
    pub party: Party,
    /// N3 and N4.
    pub address: Address,
}

impl Location {
    /// `entity` is NM101.
    #[must_use]
    pub fn new(entity: &str, name: &str, address: Address) -> Self {
        Self { party: Party::organization(entity, name, "", ""), address }
    }

    pub(super) fn read(cursor: &mut Cursor<'_, '_>, loop_id: &'static str) -> Result<Self, X12Error> {
        let PartyLoop { party, address, .. } = PartyLoop::read(cursor, loop_id)?;
        Ok(Self { party, address: address.unwrap_or_default() })
    }

    fn write(&self, writer: &mut TransactionWriter, entity: &str) {
        write_party(writer, entity, &self.party);
        self.address.write(writer);
    }
}

/// Writes the location where there is one.
pub(super) fn write_location(writer: &mut TransactionWriter, entity: &str, location: Option<&Location>) {
    if let Some(location) = location {
        location.write(writer, entity);
    }
}
