//! Loops 2320 and 2330: what other payers know and paid.

use chrono::NaiveDate;

use super::adjudication::{InpatientAdjudication, OutpatientAdjudication};
use super::adjustment::Adjustment;
use super::code_lists::{BenefitsAssignment, Relationship, ReleaseOfInformation};
use super::element::{flag, write_amount, write_day, write_party};
use super::party_loop::{PartyLoop, set_aside};
use super::plan::Plan;
use super::provider::Provider;
use super::reference::References;
use crate::amount::Amount;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Address, Party, Unread};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// Loops 2320 and 2330A.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSubscriber {
    /// SBR without SBR02: which payer this is in the order of payers, and through which plan.
    pub plan: Plan,
    /// SBR02: what the patient is to this subscriber.
    pub relationship: Relationship,
    /// CAS of this payer for the whole claim, copied from its 835.
    pub adjustments: Vec<Adjustment>,
    /// AMT*D: required, even if zero, once this payer has decided.
    pub paid: Option<Amount>,
    /// AMT*A8: what this payer does not cover at all.
    pub non_covered: Option<Amount>,
    /// AMT*EAF: what the patient still owes after this payer.
    pub remaining_patient_liability: Option<Amount>,
    /// OI03: whether this payer may pay the provider.
    pub benefits_assigned: BenefitsAssignment,
    /// OI04 = P: the provider signed for the patient.
    pub signed_by_provider: bool,
    /// OI06: consent to release what the claim says.
    pub release: ReleaseOfInformation,
    /// MIA; only in institutional claims.
    pub inpatient_adjudication: Option<Box<InpatientAdjudication>>,
    /// MOA, with the remark codes of this payer's 835.
    pub outpatient_adjudication: Option<OutpatientAdjudication>,
    /// NM1*IL of 2330A, with the member id at this payer.
    pub party: Party,
    /// N3 and N4 of 2330A.
    pub address: Option<Address>,
    /// REF of 2330A: SY social security number.
    pub references: References,
    /// 2330B: the payer itself.
    pub payer: OtherPayer,
    /// From 2330C on: how this payer knows the providers of the claim, by NM101.
    pub providers: Vec<Provider>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

/// Loop 2330B.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherPayer {
    /// NM1*PR; NM109 is what SVD01 of the lines refers to.
    pub party: Party,
    /// N3 and N4.
    pub address: Option<Address>,
    /// DTP*573: the day this payer decided; not sent where the lines have it.
    pub adjudicated: Option<NaiveDate>,
    /// REF: 2U payer id, F8 this payer's claim number, G1 authorization, 9F referral, T4 adjustment, and others.
    pub references: References,
}

impl OtherSubscriber {
    /// Nothing decided yet by this payer; benefits assigned, signed statement on file.
    pub fn new(plan: Plan, relationship: Relationship, party: Party, payer: OtherPayer) -> Self {
        Self {
            plan,
            relationship,
            adjustments: Vec::new(),
            paid: None,
            non_covered: None,
            remaining_patient_liability: None,
            benefits_assigned: BenefitsAssignment::Yes,
            signed_by_provider: false,
            release: ReleaseOfInformation::SignedStatement,
            inpatient_adjudication: None,
            outpatient_adjudication: None,
            party,
            address: None,
            references: References::default(),
            payer,
            providers: Vec::new(),
            unknown: Unread::default(),
        }
    }

    pub(crate) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let sbr = cursor.expect("SBR", "2320")?;
        let relationship = Relationship::from_code(sbr.element(2));
        let mut other =
            Self::new(Plan::read(&sbr, "2320")?, relationship, Party::default(), OtherPayer::default());
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("SBR" | "LX" | "CLM" | "HL" | "SE", _) => break,
                ("NM1", "IL") => other.read_subscriber(cursor)?,
                ("NM1", "PR") => other.payer = OtherPayer::read(cursor)?,
                ("NM1", "71" | "72" | "77" | "82" | "85" | "DN" | "DQ" | "P3" | "ZZ") => {
                    other.providers.push(Provider::read(cursor, "2330")?);
                }
                _ => other.take(cursor, &segment)?,
            }
        }
        Ok(other)
    }

    fn read_subscriber(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), X12Error> {
        let named = PartyLoop::read(cursor, "2330A")?;
        (self.party, self.address, self.references) = (named.party, named.address, named.references);
        Ok(())
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("CAS", _) => Adjustment::read(segment, "2320", &mut self.adjustments)?,
            ("AMT", "D") => self.paid = segment.value(2)?,
            ("AMT", "A8") => self.non_covered = segment.value(2)?,
            ("AMT", "EAF") => self.remaining_patient_liability = segment.value(2)?,
            ("MIA", _) => self.inpatient_adjudication = Some(Box::new(InpatientAdjudication::read(segment))),
            ("MOA", _) => self.outpatient_adjudication = Some(OutpatientAdjudication::read(segment)?),
            ("OI", _) => {
                self.benefits_assigned = BenefitsAssignment::from_code(segment.element(3));
                self.signed_by_provider = segment.element(4) == "P";
                self.release = ReleaseOfInformation::from_code(segment.element(6));
            }
            _ => {
                set_aside(cursor, &mut self.unknown);
                return Ok(());
            }
        }
        cursor.advance();
        Ok(())
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        self.plan.write(writer, self.relationship.code());
        Adjustment::write(writer, &self.adjustments);
        write_amount(writer, "D", self.paid);
        write_amount(writer, "A8", self.non_covered);
        write_amount(writer, "EAF", self.remaining_patient_liability);
        let signature = flag(self.signed_by_provider, "P");
        writer.put("OI", &[&"", &"", &self.benefits_assigned, &signature, &"", &self.release]);
        if let Some(adjudication) = &self.inpatient_adjudication {
            adjudication.write(writer);
        }
        if let Some(adjudication) = &self.outpatient_adjudication {
            adjudication.write(writer);
        }
        write_party(writer, "IL", &self.party);
        if let Some(address) = &self.address {
            address.write(writer);
        }
        self.references.write(writer);
        self.payer.write(writer);
        for provider in &self.providers {
            provider.write(writer, &provider.party.entity);
        }
    }
}

impl OtherPayer {
    fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let PartyLoop { party, address, references, day, .. } = PartyLoop::read(cursor, "2330B")?;
        Ok(Self { party, address, adjudicated: day, references })
    }

    fn write(&self, writer: &mut TransactionWriter) {
        write_party(writer, "PR", &self.party);
        if let Some(address) = &self.address {
            address.write(writer);
        }
        if let Some(day) = self.adjudicated {
            write_day(writer, "573", day);
        }
        self.references.write(writer);
    }
}
