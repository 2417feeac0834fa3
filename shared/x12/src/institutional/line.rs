//! Loop 2400: one service line.

mod read;
mod write;

use crate::amount::{Amount, Quantity};
use crate::claim::{
    Attachment, ClaimDate, Drug, LineAdjudication, Note, Pricing, Procedure, Provider, References, Unit,
};
use crate::date::DatePeriod;
use crate::name::Unread;
use crate::text::Text;

/// Loops 2400 to 2430.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    /// SV201: four digits.
    pub revenue_code: Text,
    /// SV202: required of outpatients where the service has a code; for drugs see `drug` too.
    pub procedure: Option<Procedure>,
    /// SV203: what is charged for the line.
    pub charge: Amount,
    /// SV204: units or days.
    pub unit: Unit,
    /// SV205: how many of `unit`, to the thousandth.
    pub quantity: Quantity,
    /// SV207: the part of `charge` no payer covers.
    pub non_covered: Option<Amount>,
    /// PWK, ten at most.
    pub attachments: Vec<Attachment>,
    /// DTP*472: required of outpatients.
    pub service_date: Option<DatePeriod>,
    /// DTP other than 472.
    pub dates: Vec<ClaimDate>,
    /// REF*6R, 30 characters at most: the 835 brings it back.
    pub control_number: Option<Text>,
    /// REF other than 6R.
    pub references: References,
    /// AMT*GT: service tax.
    pub service_tax: Option<Amount>,
    /// AMT*N8: facility tax.
    pub facility_tax: Option<Amount>,
    /// NTE*TPO.
    pub note: Option<Note>,
    /// HCP.
    pub pricing: Option<Box<Pricing>>,
    /// 2410: the drug given.
    pub drug: Option<Box<Drug>>,
    /// 2420A, NM1*72; like every provider of a line only if not the claim's.
    pub operating: Option<Box<Provider>>,
    /// 2420B, NM1*ZZ.
    pub other_operating: Option<Box<Provider>>,
    /// 2420C, NM1*82.
    pub rendering: Option<Box<Provider>>,
    /// 2420D, NM1*DN.
    pub referring: Option<Box<Provider>>,
    /// 2430: what each earlier payer decided on this line.
    pub adjudications: Vec<LineAdjudication>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ServiceLine {
    /// `quantity` in units; change `unit` for days of room and board.
    pub fn new(revenue_code: impl Into<Text>, charge: Amount, quantity: Quantity) -> Self {
        Self {
            revenue_code: revenue_code.into(),
            procedure: None,
            charge,
            unit: Unit::Units,
            quantity,
            non_covered: None,
            attachments: Vec::new(),
            service_date: None,
            dates: Vec::new(),
            control_number: None,
            references: References::default(),
            service_tax: None,
            facility_tax: None,
            note: None,
            pricing: None,
            drug: None,
            operating: None,
            other_operating: None,
            rendering: None,
            referring: None,
            adjudications: Vec::new(),
            unknown: Unread::default(),
        }
    }
}
