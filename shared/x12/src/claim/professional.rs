//! Loop 2300: one claim.

mod check;
mod read;
mod supplement;
mod write;

use super::accident::Accident;
use super::ambulance::AmbulanceTransport;
use super::attachment::{Attachment, ClaimDate, FixedFormat, Note};
use super::balance::Finding;
use super::certification::Certification;
use super::code_lists::{AssignmentOfBenefits, BenefitsAssignment, Frequency, ReleaseOfInformation};
use super::contract::Contract;
use super::coordination::OtherSubscriber;
use super::diagnosis::Diagnosis;
use super::form::ClaimForm;
use super::health_codes::HealthCodes;
use super::line::ServiceLine;
use super::location::Location;
use super::pricing::Pricing;
use super::provider::{Provider, ServiceFacility};
use super::reference::References;
use super::spinal::SpinalManipulation;
use crate::amount::Amount;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::Unread;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loops 2300 to 2440.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// CLM01: unique per claim, 20 characters at most; the 835 brings it back as CLP01.
    pub patient_control_number: Text,
    /// CLM02: the sum of the lines.
    pub charge: Amount,
    /// CLM05-1: where most of it was done, such as `11` (office); CLM05-2 is always B.
    pub place_of_service: Text,
    /// CLM05-3: a first claim, or one that replaces or voids another.
    pub frequency: Frequency,
    /// CLM06 = Y: the provider's signature is on file.
    pub provider_signature: bool,
    /// CLM07: whether the provider takes the payer's price as full.
    pub assignment: AssignmentOfBenefits,
    /// CLM08: whether the payer may pay the provider.
    pub benefits_assigned: BenefitsAssignment,
    /// CLM09: consent to release what the claim says.
    pub release: ReleaseOfInformation,
    /// CLM10 = P: the provider signed for the patient.
    pub signed_by_provider: bool,
    /// CLM11; the date is DTP*439 in `dates`.
    pub accident: Option<Box<Accident>>,
    /// CLM12, such as `02` (handicapped children) or `09` (second opinion).
    pub special_program: Option<Text>,
    /// CLM20: why the claim is late, `1` to `11` or `15`.
    pub delay_reason: Option<Text>,
    /// DTP: onset, accident, admission and others, by their kind.
    pub dates: Vec<ClaimDate>,
    /// PWK, ten at most.
    pub attachments: Vec<Attachment>,
    /// CN1.
    pub contract: Option<Box<Contract>>,
    /// AMT*F5: what the patient paid for this claim already.
    pub patient_paid: Option<Amount>,
    /// REF: F8 the payer's number of the claim this one replaces, G1 authorization, 9F referral, X4 CLIA, D9 the
    /// clearinghouse's number, EA medical record, and others.
    pub references: References,
    /// K3; ten at most.
    pub fixed_format: Vec<FixedFormat>,
    /// NTE: one at most.
    pub note: Option<Note>,
    /// CR1.
    pub transport: Option<Box<AmbulanceTransport>>,
    /// CR2.
    pub spinal_manipulation: Option<Box<SpinalManipulation>>,
    /// CRC: of an ambulance and of vision three each, homebound and EPSDT one each.
    pub certifications: Vec<Certification>,
    /// HI: the first is the principal diagnosis; 12 at most.
    pub diagnoses: Vec<Diagnosis>,
    /// HI other than the diagnoses.
    pub codes: HealthCodes,
    /// HCP.
    pub pricing: Option<Box<Pricing>>,
    /// 2310A, NM1*DN.
    pub referring: Option<Box<Provider>>,
    /// 2310A, NM1*P3.
    pub primary_care: Option<Box<Provider>>,
    /// 2310B: only if not the billing provider.
    pub rendering: Option<Box<Provider>>,
    /// 2310C, NM1*77: where it was done, if not at the billing provider's address.
    pub facility: Option<Box<ServiceFacility>>,
    /// 2310D, NM1*DQ.
    pub supervising: Option<Box<Provider>>,
    /// 2310E, NM1*PW: where the ambulance took the patient up.
    pub pick_up: Option<Box<Location>>,
    /// 2310F, NM1*45: where it took the patient.
    pub drop_off: Option<Box<Location>>,
    /// 2320: every payer but the one this claim goes to.
    pub other_subscribers: Vec<OtherSubscriber>,
    /// 2400: 50 at most; LX01 is the position, from 1.
    pub lines: Vec<ServiceLine>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl Claim {
    /// An original claim with the usual signatures: assigned, signed on file, released.
    pub fn original(patient_control_number: impl Into<Text>, place_of_service: impl Into<Text>) -> Self {
        Self {
            patient_control_number: patient_control_number.into(),
            charge: Amount::ZERO,
            place_of_service: place_of_service.into(),
            frequency: Frequency::Original,
            provider_signature: true,
            assignment: AssignmentOfBenefits::Assigned,
            benefits_assigned: BenefitsAssignment::Yes,
            release: ReleaseOfInformation::SignedStatement,
            signed_by_provider: false,
            accident: None,
            special_program: None,
            delay_reason: None,
            dates: Vec::new(),
            attachments: Vec::new(),
            contract: None,
            patient_paid: None,
            references: References::default(),
            fixed_format: Vec::new(),
            note: None,
            transport: None,
            spinal_manipulation: None,
            certifications: Vec::new(),
            diagnoses: Vec::new(),
            codes: HealthCodes::default(),
            pricing: None,
            referring: None,
            primary_care: None,
            rendering: None,
            facility: None,
            supervising: None,
            pick_up: None,
            drop_off: None,
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
}

impl ClaimForm for Claim {
    type Spare = Vec<ServiceLine>;

    const IMPLEMENTATION: &'static str = super::IMPLEMENTATION;

    fn patient_control_number(&self) -> &Text {
        &self.patient_control_number
    }

    fn blank() -> Self {
        Self::original(Text::new(), Text::new())
    }

    fn fill(&mut self, cursor: &mut Cursor<'_, '_>, spare: &mut Vec<ServiceLine>) -> Result<(), X12Error> {
        self.read_loop(cursor, spare)
    }

    fn write(&self, writer: &mut TransactionWriter) {
        self.write_loop(writer);
    }

    fn check(&self) -> Vec<Finding> {
        self.findings()
    }
}
