//! Loop 2100: what was decided on one claim.

mod codec;

pub(super) use codec::Spare;

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

/// Loop 2100: CLP and what follows it, with the lines below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimPayment {
    /// CLP01: CLM01 of the 837; may repeat within a file, and some payers shorten it.
    pub patient_control_number: Text,
    /// CLP02: in which turn the claim was decided, or that it is reversed.
    pub status: ClaimPaymentStatus,
    /// CLP03: what was charged; negative in a reversal.
    pub charge: Amount,
    /// CLP04: what is paid for this claim; negative in a reversal.
    pub paid: Amount,
    /// CLP05: what the patient owes; `None` where it is not sent, as in reversals. It is about the sum of all `PR`
    /// adjustments, and part of no balance.
    pub patient_responsibility: Option<Amount>,
    /// CLP06: the kind of plan.
    pub claim_filing: Option<ClaimFiling>,
    /// CLP07: the payer's number of the claim, REF*F8 of a later replacement or void.
    pub payer_control_number: Option<Text>,
    /// CLP08: place of service, or first two digits of the type of bill.
    pub facility_type: Option<Text>,
    /// CLP09: CLM05-3 of the claim.
    pub frequency: Option<Frequency>,
    /// CLP11: the diagnosis-related group (DRG) paid.
    pub drg: Option<Text>,
    /// CAS of the claim as a whole; the lines have their own.
    pub adjustments: Vec<Adjustment>,
    /// NM1*QC.
    pub patient: Option<Box<Party>>,
    /// NM1*IL.
    pub insured: Option<Box<Party>>,
    /// NM1*74: how the payer knows the patient or the insured.
    pub corrected_insured: Option<Box<Party>>,
    /// NM1*82: who rendered the service, if not the payee.
    pub service_provider: Option<Box<Party>>,
    /// NM1*TT: to whom the payer sent the claim on.
    pub crossover_carrier: Option<Box<Party>>,
    /// NM1*PR: who should have been billed first.
    pub corrected_payer: Option<Box<Party>>,
    /// NM1*GB: the insured of another plan.
    pub other_subscriber: Option<Box<Party>>,
    /// MIA: decision on an inpatient claim, with its remark codes.
    pub inpatient_adjudication: Option<InpatientAdjudication>,
    /// MOA: decision on any other claim, with its remark codes.
    pub outpatient_adjudication: Option<Box<OutpatientAdjudication>>,
    /// REF: EA medical record, 1L group number, G1 authorization, and numbers of the rendering provider.
    pub references: References,
    /// DTM*232: first day of the claim.
    pub statement_from: Option<NaiveDate>,
    /// DTM*233: last day of the claim.
    pub statement_to: Option<NaiveDate>,
    /// DTM*036: the day coverage ended, where that is why nothing is paid.
    pub coverage_expired: Option<NaiveDate>,
    /// DTM*050: the day the payer received the claim.
    pub received: Option<NaiveDate>,
    /// PER*CX: whom to ask about this claim.
    pub contacts: Vec<Contact>,
    /// AMT: amounts beside the decision; part of no balance.
    pub amounts: Vec<SupplementalAmount>,
    /// QTY: counts beside the decision, such as covered days.
    pub quantities: Vec<SupplementalQuantity>,
    /// 2110: the lines; empty where the payer decided on the claim as a whole.
    pub services: Vec<ServicePayment>,
    /// Where CLP stood.
    pub position: Position,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ClaimPayment {
    /// A claim with nothing but CLP01 to CLP04: no adjustments, parties or lines.
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

    /// CLP02 = 22: takes back an earlier payment of the same claim.
    pub fn is_reversal(&self) -> bool {
        self.status == ClaimPaymentStatus::Reversal
    }

    /// CAS of the claim and of its lines.
    pub fn all_adjustments(&self) -> impl Iterator<Item = &Adjustment> {
        self.adjustments.iter().chain(self.services.iter().flat_map(|service| &service.adjustments))
    }
}
