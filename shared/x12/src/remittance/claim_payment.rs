//! Loop 2100: what was decided on one claim.

mod codec;

use crate::text::Text;
use chrono::NaiveDate;

use super::code_lists::ClaimPaymentStatus;
use super::service_payment::ServicePayment;
use super::supplement::{Position, SupplementalAmount, SupplementalQuantity};
use crate::amount::Amount;
use crate::claim::{
    Adjustment, ClaimFiling, Frequency, InpatientAdjudication, OutpatientAdjudication, References,
};
use crate::name::{Contact, Party, Unread};

/// CLP and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimPayment {
    /// CLP01: CLM01 of the 837; may repeat within a file, and some payers shorten it.
    pub patient_control_number: Text,
    /// CLP02.
    pub status: ClaimPaymentStatus,
    /// CLP03.
    pub charge: Amount,
    /// CLP04.
    pub paid: Amount,
    /// CLP05.
    pub patient_responsibility: Option<Amount>,
    /// CLP06.
    pub claim_filing: Option<ClaimFiling>,
    /// CLP07: REF*F8 of a later replacement or void.
    pub payer_control_number: Option<Text>,
    /// CLP08.
    pub facility_type: Option<Text>,
    /// CLP09.
    pub frequency: Option<Frequency>,
    /// CLP11.
    pub drg: Option<Text>,
    /// CAS of the claim as a whole; the lines have their own.
    pub adjustments: Vec<Adjustment>,
    /// NM1*QC.
    pub patient: Option<Box<Party>>,
    /// NM1*IL.
    pub insured: Option<Box<Party>>,
    /// NM1*74: how the payer knows the patient or the insured.
    pub corrected_insured: Option<Box<Party>>,
    /// NM1*82.
    pub service_provider: Option<Box<Party>>,
    /// NM1*TT: to whom the payer sent the claim on.
    pub crossover_carrier: Option<Box<Party>>,
    /// NM1*PR: who should have been billed first.
    pub corrected_payer: Option<Box<Party>>,
    /// NM1*GB.
    pub other_subscriber: Option<Box<Party>>,
    pub inpatient_adjudication: Option<InpatientAdjudication>,
    pub outpatient_adjudication: Option<Box<OutpatientAdjudication>>,
    pub references: References,
    /// DTM*232.
    pub statement_from: Option<NaiveDate>,
    /// DTM*233.
    pub statement_to: Option<NaiveDate>,
    /// DTM*036.
    pub coverage_expired: Option<NaiveDate>,
    /// DTM*050.
    pub received: Option<NaiveDate>,
    /// PER*CX.
    pub contacts: Vec<Contact>,
    pub amounts: Vec<SupplementalAmount>,
    pub quantities: Vec<SupplementalQuantity>,
    pub services: Vec<ServicePayment>,
    pub position: Position,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ClaimPayment {
    pub fn new(
        patient_control_number: impl Into<Text>,
        status: ClaimPaymentStatus,
        charge: Amount,
        paid: Amount,
    ) -> Self {
        Self {
            patient_control_number: patient_control_number.into(),
            status,
            charge,
            paid,
            patient_responsibility: None,
            claim_filing: None,
            payer_control_number: None,
            facility_type: None,
            frequency: None,
            drg: None,
            adjustments: Vec::new(),
            patient: None,
            insured: None,
            corrected_insured: None,
            service_provider: None,
            crossover_carrier: None,
            corrected_payer: None,
            other_subscriber: None,
            inpatient_adjudication: None,
            outpatient_adjudication: None,
            references: References::default(),
            statement_from: None,
            statement_to: None,
            coverage_expired: None,
            received: None,
            contacts: Vec::new(),
            amounts: Vec::new(),
            quantities: Vec::new(),
            services: Vec::new(),
            position: Position::default(),
            unknown: Unread::default(),
        }
    }

    /// Takes back an earlier payment of the same claim.
    pub fn is_reversal(&self) -> bool {
        self.status == ClaimPaymentStatus::Reversal
    }

    /// CAS of the claim and of its lines.
    pub fn all_adjustments(&self) -> impl Iterator<Item = &Adjustment> {
        self.adjustments.iter().chain(self.services.iter().flat_map(|service| &service.adjustments))
    }
}
