//! Loop 2300: one institutional claim.

mod check;
mod read;
mod write;

use chrono::NaiveTime;

use super::coding::Coding;
use super::line::ServiceLine;
use super::referral::EpsdtReferral;
use super::stay::{Admission, StatementPeriod, Stay};
use crate::amount::Amount;
use crate::claim::balance::Finding;
use crate::claim::{
    AssignmentOfBenefits, Attachment, BenefitsAssignment, ClaimDate, ClaimForm, Contract, FixedFormat,
    Frequency, Note, OtherSubscriber, Pricing, Provider, References, ReleaseOfInformation, ServiceFacility,
};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::Unread;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loops 2300 to 2430.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// CLM01: unique per claim, 20 characters at most; the 835 brings it back as CLP01.
    pub patient_control_number: Text,
    /// CLM02: the sum of the lines.
    pub charge: Amount,
    /// CLM05-1: the first two digits of the type of bill, such as `11` (hospital, inpatient) or `13` (outpatient).
    pub facility_type: Text,
    /// CLM05-3: the third digit of the type of bill.
    pub frequency: Frequency,
    /// CLM07: whether the provider takes the payer's price as full.
    pub assignment: AssignmentOfBenefits,
    /// CLM08: whether the payer may pay the provider.
    pub benefits_assigned: BenefitsAssignment,
    /// CLM09: consent to release what the claim says.
    pub release: ReleaseOfInformation,
    /// CLM20: why the claim is late, `1` to `11` or `15`.
    pub delay_reason: Option<Text>,
    /// DTP*434: the days the claim is for; required to send.
    pub statement: Option<StatementPeriod>,
    /// DTP*435: required of inpatients.
    pub admission: Option<Admission>,
    /// DTP*096: hour and minute.
    pub discharge_time: Option<NaiveTime>,
    /// DTP other than 434, 435 and 096.
    pub dates: Vec<ClaimDate>,
    /// CL1.
    pub stay: Stay,
    /// PWK, ten at most.
    pub attachments: Vec<Attachment>,
    /// CN1.
    pub contract: Option<Box<Contract>>,
    /// AMT*F3: what the patient owes, as the provider estimates.
    pub patient_due: Option<Amount>,
    /// REF: F8 the payer's number of the claim this one replaces, G1 authorization, EA medical record, and others.
    /// The state of an auto accident is `LocationNumber` (LU) here.
    pub references: References,
    /// K3; ten at most.
    pub fixed_format: Vec<FixedFormat>,
    /// NTE: ten, and one of kind `Additional`.
    pub notes: Vec<Note>,
    /// CRC*ZZ.
    pub epsdt_referral: Option<Box<EpsdtReferral>>,
    /// HI: diagnoses, procedures and the codes of the uniform bill.
    pub coding: Coding,
    /// HCP.
    pub pricing: Option<Box<Pricing>>,
    /// 2310A, NM1*71: required unless the patient was only transported.
    pub attending: Option<Box<Provider>>,
    /// 2310B, NM1*72.
    pub operating: Option<Box<Provider>>,
    /// 2310C, NM1*ZZ.
    pub other_operating: Option<Box<Provider>>,
    /// 2310D, NM1*82: only if not the attending provider.
    pub rendering: Option<Box<Provider>>,
    /// 2310E, NM1*77: where it was done, if not at the billing provider's address.
    pub facility: Option<Box<ServiceFacility>>,
    /// 2310F, NM1*DN: only if not the attending provider.
    pub referring: Option<Box<Provider>>,
    /// 2320: every payer but the one this claim goes to.
    pub other_subscribers: Vec<OtherSubscriber>,
    /// 2400: 999 at most; LX01 is the position, from 1.
    pub lines: Vec<ServiceLine>,
    /// Segments this type has no field for, or understood in part only, as received; they are not written.
    pub unknown: Unread,
}

impl Claim {
    /// An original claim with the usual signatures: assigned, released.
    pub fn original(
        patient_control_number: impl Into<Text>,
        facility_type: impl Into<Text>,
        statement: StatementPeriod,
    ) -> Self {
        let blank = Self::named(patient_control_number.into(), facility_type.into());
        Self { statement: Some(statement), ..blank }
    }

    fn named(patient_control_number: Text, facility_type: Text) -> Self {
        Self {
            patient_control_number,
            charge: Amount::ZERO,
            facility_type,
            frequency: Frequency::Original,
            assignment: AssignmentOfBenefits::Assigned,
            benefits_assigned: BenefitsAssignment::Yes,
            release: ReleaseOfInformation::SignedStatement,
            delay_reason: None,
            statement: None,
            admission: None,
            discharge_time: None,
            dates: Vec::new(),
            stay: Stay::default(),
            attachments: Vec::new(),
            contract: None,
            patient_due: None,
            references: References::default(),
            fixed_format: Vec::new(),
            notes: Vec::new(),
            epsdt_referral: None,
            coding: Coding::default(),
            pricing: None,
            attending: None,
            operating: None,
            other_operating: None,
            rendering: None,
            facility: None,
            referring: None,
            other_subscribers: Vec::new(),
            lines: Vec::new(),
            unknown: Unread::default(),
        }
    }

    /// The same claim with these lines, and CLM02 as their sum.
    #[must_use]
    pub fn with_lines(self, lines: Vec<ServiceLine>) -> Self {
        Self { charge: lines.iter().map(|line| line.charge).sum(), lines, ..self }
    }

    /// The three digits after the leading zero of the type of bill, such as `111`.
    pub fn type_of_bill(&self) -> String {
        format!("{}{}", self.facility_type, self.frequency.code())
    }
}

impl ClaimForm for Claim {
    type Spare = ();

    const IMPLEMENTATION: &'static str = super::IMPLEMENTATION;

    fn patient_control_number(&self) -> &Text {
        &self.patient_control_number
    }

    fn blank() -> Self {
        Self::named(Text::new(), Text::new())
    }

    fn fill(&mut self, cursor: &mut Cursor<'_, '_>, (): &mut ()) -> Result<(), X12Error> {
        *self = Self::blank();
        self.read_loop(cursor)
    }

    fn write(&self, writer: &mut TransactionWriter) {
        self.write_loop(writer);
    }

    fn check(&self) -> Vec<Finding> {
        self.findings()
    }
}
