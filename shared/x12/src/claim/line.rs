//! Loop 2400: one service line.

mod read;
mod write;

use super::attachment::{Attachment, ClaimDate, Note};
use super::code_lists::Unit;
use super::drug::Drug;
use super::line_adjudication::LineAdjudication;
use super::procedure::Procedure;
use super::provider::{Provider, ServiceFacility};
use super::reference::References;
use crate::amount::{Amount, Quantity};
use crate::date::DatePeriod;
use crate::name::Unread;
use crate::text::Text;

/// Loops 2400 to 2430.
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
    /// PWK, ten at most.
    pub attachments: Vec<Attachment>,
    /// DTP*472: a day, or the first and last day.
    pub service_date: DatePeriod,
    /// DTP other than 472.
    pub dates: Vec<ClaimDate>,
    /// REF*6R, 30 characters at most: the 835 brings it back.
    pub control_number: Option<Text>,
    /// REF other than 6R.
    pub references: References,
    /// AMT*T.
    pub sales_tax: Option<Amount>,
    /// NTE: the first one of the line.
    pub note: Option<Note>,
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
    /// 2430: what each earlier payer decided on this line.
    pub adjudications: Vec<LineAdjudication>,
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
            attachments: Vec::new(),
            service_date,
            dates: Vec::new(),
            control_number: None,
            references: References::default(),
            sales_tax: None,
            note: None,
            drug: None,
            rendering: None,
            purchased_from: None,
            facility: None,
            supervising: None,
            ordering: None,
            referring: None,
            adjudications: Vec::new(),
            unknown: Unread::default(),
        }
    }
}
