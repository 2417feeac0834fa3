//! PS1: a service that was bought from another provider.

use super::element::text;
use crate::amount::Amount;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// PS1 of a line (2400).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchasedService {
    /// PS101: an identifier of who sold it; loop 2420B names it.
    pub provider_id: Text,
    /// PS102: what it cost the billing provider.
    pub charge: Amount,
}

impl PurchasedService {
    /// `None` where a part is missing, or the charge is no amount.
    pub(super) fn read(ps1: &Segment<'_>) -> Option<Self> {
        Some(Self { provider_id: text(ps1, 1)?, charge: ps1.value(2).ok()?? })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("PS1", &[&self.provider_id, &self.charge]);
    }
}
