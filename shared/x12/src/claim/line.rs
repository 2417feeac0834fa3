//! Loop 2400: one service line.

mod read;
mod supplement;
mod write;

use super::ambulance::AmbulanceTransport;
use super::attachment::{Attachment, ClaimDate, FixedFormat, Note};
use super::certification::Certification;
use super::code_lists::Unit;
use super::contract::Contract;
use super::drug::Drug;
use super::equipment::{EquipmentCertification, EquipmentService};
use super::line_adjudication::LineAdjudication;
use super::location::Location;
use super::pricing::Pricing;
use super::procedure::Procedure;
use super::provider::{Provider, ServiceFacility};
use super::purchased_service::PurchasedService;
use super::reference::References;
use super::supporting_form::SupportingForm;
use super::test_result::TestResult;
use crate::amount::{Amount, Quantity};
use crate::date::DatePeriod;
use crate::name::Unread;
use crate::text::Text;

/// Loops 2400 to 2440.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    /// SV101.
    pub procedure: Procedure,
    /// SV102.
    pub charge: Amount,
    /// SV103: units, or minutes for anesthesia.
    pub unit: Unit,
    /// SV104: how many of `unit`, to the thousandth.
    pub quantity: Quantity,
    /// SV105: only if not the claim's.
    pub place_of_service: Option<Text>,
    /// SV107: positions in the claim's diagnoses from 1, the primary one first; four at most.
    pub diagnosis_pointers: Vec<u8>,
    /// SV109 = Y: an emergency.
    pub emergency: bool,
    /// SV111 = Y: early and periodic screening of a child (EPSDT).
    pub epsdt: bool,
    /// SV112 = Y.
    pub family_planning: bool,
    /// SV115 = 0: the patient owes no copayment.
    pub copay_exempt: bool,
    /// SV5.
    pub equipment: Option<Box<EquipmentService>>,
    /// PWK, ten at most.
    pub attachments: Vec<Attachment>,
    /// CR1.
    pub transport: Option<Box<AmbulanceTransport>>,
    /// CR3.
    pub equipment_certification: Option<Box<EquipmentCertification>>,
    /// CRC: of an ambulance three, of hospice and of equipment one each.
    pub certifications: Vec<Certification>,
    /// DTP*472: a day, or the first and last day.
    pub service_date: DatePeriod,
    /// DTP other than 472.
    pub dates: Vec<ClaimDate>,
    /// QTY*PT: how many patients the ambulance carried, where more than one.
    pub ambulance_patients: Option<Quantity>,
    /// QTY*FL.
    pub obstetric_anesthesia_units: Option<Quantity>,
    /// MEA; five at most.
    pub test_results: Vec<TestResult>,
    /// CN1.
    pub contract: Option<Box<Contract>>,
    /// REF*6R, 30 characters at most: the 835 brings it back.
    pub control_number: Option<Text>,
    /// REF other than 6R.
    pub references: References,
    /// AMT*T.
    pub sales_tax: Option<Amount>,
    /// AMT*F4.
    pub postage: Option<Amount>,
    /// K3; ten at most.
    pub fixed_format: Vec<FixedFormat>,
    /// NTE: one of kind `Additional` or `GoalsAndPlans`, and one of kind `ThirdParty`.
    pub notes: Vec<Note>,
    /// PS1.
    pub purchased_service: Option<Box<PurchasedService>>,
    /// HCP.
    pub pricing: Option<Box<Pricing>>,
    /// 2410: the drug given.
    pub drug: Option<Box<Drug>>,
    /// 2420A, NM1*82; like every provider of a line only if not the claim's.
    pub rendering: Option<Box<Provider>>,
    /// 2420B, NM1*QB: from whom the service was bought.
    pub purchased_from: Option<Box<Provider>>,
    /// 2420C, NM1*77.
    pub facility: Option<Box<ServiceFacility>>,
    /// 2420D, NM1*DQ.
    pub supervising: Option<Box<Provider>>,
    /// 2420E, NM1*DK.
    pub ordering: Option<Box<Provider>>,
    /// 2420F, NM1*DN.
    pub referring: Option<Box<Provider>>,
    /// 2420F, NM1*P3.
    pub primary_care: Option<Box<Provider>>,
    /// 2420G, NM1*PW: where the ambulance took the patient up.
    pub pick_up: Option<Box<Location>>,
    /// 2420H, NM1*45: where it took the patient.
    pub drop_off: Option<Box<Location>>,
    /// 2430: what each earlier payer decided on this line.
    pub adjudications: Vec<LineAdjudication>,
    /// 2440.
    pub forms: Vec<SupportingForm>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ServiceLine {
    /// `quantity` in units; change `unit` for anesthesia.
    pub fn new(
        procedure: Procedure,
        charge: Amount,
        quantity: Quantity,
        diagnosis_pointers: Vec<u8>,
        service_date: DatePeriod,
    ) -> Self {
        Self {
            procedure,
            charge,
            unit: Unit::Units,
            quantity,
            place_of_service: None,
            diagnosis_pointers,
            emergency: false,
            epsdt: false,
            family_planning: false,
            copay_exempt: false,
            equipment: None,
            attachments: Vec::new(),
            transport: None,
            equipment_certification: None,
            certifications: Vec::new(),
            service_date,
            dates: Vec::new(),
            ambulance_patients: None,
            obstetric_anesthesia_units: None,
            test_results: Vec::new(),
            contract: None,
            control_number: None,
            references: References::default(),
            sales_tax: None,
            postage: None,
            fixed_format: Vec::new(),
            notes: Vec::new(),
            purchased_service: None,
            pricing: None,
            drug: None,
            rendering: None,
            purchased_from: None,
            facility: None,
            supervising: None,
            ordering: None,
            referring: None,
            primary_care: None,
            pick_up: None,
            drop_off: None,
            adjudications: Vec::new(),
            forms: Vec::new(),
            unknown: Unread::default(),
        }
    }
}
