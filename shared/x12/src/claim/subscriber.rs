//! Loop 2000B: the insured, the payer, and the claims or the patients.

use super::code_lists::Relationship;
use super::element::{write_contact, write_party};
use super::form::{ClaimForm, read_claim};
use super::hierarchy::{at_level, enter};
use super::party_loop::{Demographics, PartyLoop, set_aside};
use super::patient::{Patient, PatientCondition};
use super::plan::Plan;
use super::professional::Claim;
use super::reference::References;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::hierarchy::HlCounter;
use crate::name::{Address, Contact, Party, Unread};
use crate::writer::TransactionWriter;

/// Loops 2000B, 2010BA and 2010BB. `claims` are for the subscriber, `patients` are others with their own claims;
/// one of the two is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber<C = Claim> {
    /// SBR without SBR02, which says whether the subscriber is the patient: that is told by `claims`.
    pub plan: Plan,
    /// PAT05 to PAT09, of a subscriber who is the patient.
    pub condition: PatientCondition,
    /// NM1*IL of 2010BA, with the member id.
    pub party: Party,
    /// N3 and N4 of 2010BA: required where the subscriber is the patient.
    pub address: Option<Address>,
    /// DMG of 2010BA: required where the subscriber is the patient.
    pub demographics: Option<Demographics>,
    /// REF of 2010BA: SY social security number, Y4 claim number of a casualty insurer.
    pub references: References,
    /// PER of 2010BA: one, and only of property and casualty claims.
    pub contacts: Vec<Contact>,
    /// 2010BB: whom the claims go to.
    pub payer: Payer,
    /// 2300: claims for the subscriber, 100 at most.
    pub claims: Vec<C>,
    /// 2000C: dependents who are patients, with their claims.
    pub patients: Vec<Patient<C>>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// Loop 2010BB: the payer the claim goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payer {
    /// NM1*PR, with the payer id.
    pub party: Party,
    /// N3 and N4.
    pub address: Option<Address>,
    /// REF: 2U, EI, FY or NF, other numbers of the payer; G2 or LU, the payer's number of the billing provider.
    pub references: References,
}

impl<C: ClaimForm> Subscriber<C> {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, parent: &str) -> Result<Self, X12Error> {
        let level = enter(cursor, "22", parent, "2000B")?;
        let plan = Plan::read(&cursor.expect("SBR", "2000B")?, "2000B")?;
        let condition = cursor.take_if("PAT").map(|pat| PatientCondition::read(&pat)).transpose()?;
        let named = PartyLoop::read(cursor, "2010BA")?;
        let mut subscriber = Self {
            plan,
            condition: condition.unwrap_or_default(),
            party: named.party,
            address: named.address,
            demographics: named.demographics,
            references: named.references,
            contacts: named.contacts,
            payer: Payer::default(),
            claims: Vec::new(),
            patients: Vec::new(),
            unknown: Unread::default(),
        };
        subscriber.read_rest(cursor, level)?;
        Ok(subscriber)
    }

    /// What the guide asks for of a subscriber who is the patient is missing.
    pub(super) fn is_incomplete(&self) -> bool {
        self.address.is_none() || self.demographics.is_none()
    }

    fn read_rest(&mut self, cursor: &mut Cursor<'_, '_>, level: &str) -> Result<(), X12Error> {
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("NM1", "PR") => self.payer = Payer::read(cursor)?,
                ("CLM", _) => read_claim(cursor, &mut self.claims)?,
                ("HL", _) if at_level(cursor, "23") => self.patients.push(Patient::read(cursor, level)?),
                ("HL" | "SE", _) => break,
                _ => set_aside(cursor, &mut self.unknown),
            }
        }
        Ok(())
    }

    /// Writes the level itself, without what hangs on it; gives its HL01.
    pub(super) fn write(
        &self,
        writer: &mut TransactionWriter,
        hierarchy: &mut HlCounter,
        parent: u32,
        has_patients: bool,
    ) -> u32 {
        let level = hierarchy.write(writer, parent, "22", Some(has_patients));
        let own = if has_patients { "" } else { Relationship::Own.code() };
        self.plan.write(writer, own);
        self.condition.write(writer, "");
        write_party(writer, "IL", &self.party);
        write_person(writer, self.address.as_ref(), self.demographics.as_ref());
        self.references.write(writer);
        write_contacts(writer, &self.contacts);
        self.payer.write(writer);
        level
    }
}

impl Payer {
    fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let named = PartyLoop::read(cursor, "2010BB")?;
        Ok(Self { party: named.party, address: named.address, references: named.references })
    }

    fn write(&self, writer: &mut TransactionWriter) {
        write_party(writer, "PR", &self.party);
        write_person(writer, self.address.as_ref(), None);
        self.references.write(writer);
    }
}

pub(super) fn write_contacts(writer: &mut TransactionWriter, contacts: &[Contact]) {
    for contact in contacts {
        write_contact(writer, "IC", contact);
    }
}

pub(super) fn write_person(
    writer: &mut TransactionWriter,
    address: Option<&Address>,
    demographics: Option<&Demographics>,
) {
    if let Some(address) = address {
        address.write(writer);
    }
    if let Some(Demographics { birth_date, sex }) = demographics {
        writer.put("DMG", &[&"D8", birth_date, sex]);
    }
}
