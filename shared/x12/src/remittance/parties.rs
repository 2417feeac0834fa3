//! Loops 1000A and 1000B: who pays whom.

use crate::claim::element::{text, write_contact};
use crate::claim::{ReferenceKind, References, set_aside};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Address, Contact, Unread};
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loop 1000A.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemittancePayer {
    /// N102.
    pub name: Text,
    /// N104 after `XV`: the national plan id.
    pub plan_id: Option<Text>,
    /// N3 and N4: required to send.
    pub address: Address,
    /// REF: 2U payer id, EO submitter id, HI health industry number, NF NAIC code.
    pub references: References,
    /// PER*CX: whom to ask about claims.
    pub business_contact: Option<Contact>,
    /// PER*BL: whom to ask about the file; at least one is required to send.
    pub technical_contacts: Vec<Contact>,
    /// PER*IC: the payer's web site, number qualifier `UR`.
    pub web_site: Option<Contact>,
}

/// Loop 1000B.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payee {
    /// N102.
    pub name: Text,
    /// N103: `XX` NPI, `FI` tax id, `XV` plan id.
    pub id_qualifier: Text,
    /// N104.
    pub id: Text,
    /// N3 and N4; `None` where neither was sent.
    pub address: Option<Address>,
    /// REF*TJ tax id, and others.
    pub references: References,
}

impl RemittancePayer {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, unknown: &mut Unread) -> Result<Self, X12Error> {
        let n1 = cursor.take_qualified("N1", &["PR"]).ok_or_else(|| cursor.missing("N1", "1000A"))?;
        let mut payer = Self { name: n1.element(2).into(), plan_id: text(&n1, 4), ..Self::default() };
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("N1" | "LX" | "CLP" | "PLB" | "SE", _) => break,
                ("N3", _) => payer.address.take_n3(&segment),
                ("N4", _) => payer.address.take_n4(&segment),
                ("REF", _) => payer.references.push(&segment),
                ("PER", "CX") => payer.business_contact = Some(Contact::parse(&segment)),
                ("PER", "BL") => payer.technical_contacts.push(Contact::parse(&segment)),
                ("PER", _) => payer.web_site = Some(Contact::parse(&segment)),
                _ => {
                    set_aside(cursor, unknown);
                    continue;
                }
            }
            cursor.advance();
        }
        Ok(payer)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let qualifier = self.plan_id.as_ref().map(|_| "XV");
        writer.put("N1", &[&"PR", &self.name, &qualifier, &self.plan_id]);
        self.address.write(writer);
        self.references.write(writer);
        if let Some(contact) = &self.business_contact {
            write_contact(writer, "CX", contact);
        }
        for contact in &self.technical_contacts {
            write_contact(writer, "BL", contact);
        }
        if let Some(contact) = &self.web_site {
            write_contact(writer, "IC", contact);
        }
    }
}

impl Payee {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, unknown: &mut Unread) -> Result<Self, X12Error> {
        let n1 = cursor.take_qualified("N1", &["PE"]).ok_or_else(|| cursor.missing("N1", "1000B"))?;
        let [name, id_qualifier, id] = [2, 3, 4].map(|n| n1.element(n).into());
        let mut payee = Self { name, id_qualifier, id, ..Self::default() };
        while let Some(segment) = cursor.peek() {
            match segment.id() {
                "LX" | "CLP" | "PLB" | "SE" => break,
                "N3" => payee.address.get_or_insert_default().take_n3(&segment),
                "N4" => payee.address.get_or_insert_default().take_n4(&segment),
                "REF" => payee.references.push(&segment),
                _ => {
                    set_aside(cursor, unknown);
                    continue;
                }
            }
            cursor.advance();
        }
        Ok(payee)
    }

    /// The NPI, where the payee is named by it.
    pub fn npi(&self) -> Option<&str> {
        (self.id_qualifier == "XX").then_some(self.id.as_str())
    }

    /// The tax id, from N104 or REF*TJ.
    pub fn tax_id(&self) -> Option<&str> {
        let named = (self.id_qualifier == "FI").then_some(self.id.as_str());
        named.or_else(|| self.references.get(&ReferenceKind::FederalTaxId))
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("N1", &[&"PE", &self.name, &self.id_qualifier, &self.id]);
        if let Some(address) = &self.address {
            address.write(writer);
        }
        self.references.write(writer);
    }
}
