//! 2120C and 2120D: whom a benefit is about (primary care provider, other payer, carve-out).

use crate::name::{Address, Contact, Party};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// One loop 2120: a provider, another payer or whom to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BenefitEntity {
    /// NM1; NM101 says what the entity is to the benefit, such as `P3` primary care provider or `PRP` primary payer.
    pub party: Party,
    /// N3 and N4.
    pub address: Option<Address>,
    /// PER*IC, three at most.
    pub contacts: Vec<Contact>,
    /// PRV01 and PRV03: role and taxonomy code.
    pub provider: Option<(Text, Text)>,
}

impl BenefitEntity {
    pub(super) fn of(party: Party) -> Self {
        Self { party, ..Self::default() }
    }

    /// Takes a segment that belongs to the loop; gives false for another.
    pub(super) fn take(&mut self, segment: &Segment<'_>) -> bool {
        match segment.id() {
            "N3" => self.address.get_or_insert_default().take_n3(segment),
            "N4" => self.address.get_or_insert_default().take_n4(segment),
            "PER" => self.contacts.push(Contact::parse(segment)),
            "PRV" => self.provider = Some((segment.element(1).into(), segment.element(3).into())),
            _ => return false,
        }
        true
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        self.party.write(writer);
        self.address.iter().for_each(|address| address.write(writer));
        self.contacts.iter().for_each(|contact| contact.write(writer));
        if let Some((role, taxonomy)) = &self.provider {
            writer.put("PRV", &[role, &if taxonomy.is_empty() { "" } else { "PXC" }, taxonomy]);
        }
    }
}
