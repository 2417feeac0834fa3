//! Loop 2000C: a patient who is not the subscriber.

use chrono::NaiveDate;

use super::code_lists::Relationship;
use super::element::{flag, required_text, write_party};
use super::form::{ClaimForm, read_claim};
use super::hierarchy::enter;
use super::party_loop::{Demographics, PartyLoop, set_aside};
use super::professional::Claim;
use super::reference::References;
use super::subscriber::{write_contacts, write_person};
use crate::amount::Quantity;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::hierarchy::HlCounter;
use crate::name::{Address, Contact, Party, Unread};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// Loops 2000C and 2010CA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient<C = Claim> {
    /// PAT01: what the patient is to the subscriber.
    pub relationship: Relationship,
    /// PAT05 to PAT09: what the payer has to know of the patient's state.
    pub condition: PatientCondition,
    /// NM1*QC; a patient with an own member id is sent as subscriber.
    pub party: Party,
    /// N3 and N4 of 2010CA: required.
    pub address: Address,
    /// DMG of 2010CA: birth date and sex; required to send.
    pub demographics: Option<Demographics>,
    /// REF of 2010CA: Y4 claim number of a casualty insurer, 1W or SY identifier there.
    pub references: References,
    /// PER of 2010CA: one, and only of property and casualty claims.
    pub contacts: Vec<Contact>,
    /// 2300: the claims of this patient, 100 at most.
    pub claims: Vec<C>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// PAT05 to PAT09.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PatientCondition {
    /// PAT06 after PAT05 = D8: the day of death.
    pub died: Option<NaiveDate>,
    /// PAT08 after PAT07 = 01: pounds.
    pub weight_pounds: Option<Quantity>,
    /// PAT09 = Y.
    pub pregnant: bool,
}

impl std::fmt::Debug for PatientCondition {
    /// Shows that it is there: it is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PatientCondition(..)")
    }
}

impl<C: ClaimForm> Patient<C> {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, parent: &str) -> Result<Self, X12Error> {
        enter(cursor, "23", parent, "2000C")?;
        let pat = cursor.expect("PAT", "2000C")?;
        let named = PartyLoop::read(cursor, "2010CA")?;
        let mut patient = Self {
            relationship: Relationship::from_code(&required_text(&pat, 1, "2000C")?),
            condition: PatientCondition::read(&pat)?,
            party: named.party,
            address: named.address.unwrap_or_default(),
            demographics: named.demographics,
            references: named.references,
            contacts: named.contacts,
            claims: Vec::new(),
            unknown: Unread::default(),
        };
        while cursor.is_before(&["HL", "SE"]) {
            if cursor.peek_id() == "CLM" {
                read_claim(cursor, &mut patient.claims)?;
            } else {
                set_aside(cursor, &mut patient.unknown);
            }
        }
        Ok(patient)
    }

    /// Writes the level itself, without its claims.
    pub(super) fn write(&self, writer: &mut TransactionWriter, hierarchy: &mut HlCounter, parent: u32) {
        hierarchy.write(writer, parent, "23", Some(false));
        self.condition.write(writer, self.relationship.code());
        write_party(writer, "QC", &self.party);
        write_person(writer, Some(&self.address), self.demographics.as_ref());
        self.references.write(writer);
        write_contacts(writer, &self.contacts);
    }
}

impl PatientCondition {
    pub(super) fn read(pat: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self { died: pat.date(6)?, weight_pounds: pat.value(8)?, pregnant: pat.element(9) == "Y" })
    }

    /// Nothing is written where nothing is known.
    /// Writes the level itself, without its claims.
    pub(super) fn write(&self, writer: &mut TransactionWriter, relationship: &str) {
        let (died, weight) = (self.died, self.weight_pounds);
        let format = flag(self.died.is_some(), "D8");
        let unit = flag(self.weight_pounds.is_some(), "01");
        let pregnant = flag(self.pregnant, "Y");
        writer.put("PAT", &[&relationship, &"", &"", &"", &format, &died, &unit, &weight, &pregnant]);
    }
}
