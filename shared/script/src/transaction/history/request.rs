//! What is asked for: whose history, on whose behalf, for which time, with which consent.

use chrono::NaiveDate;

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Consent, Element, Parties, Text};

#[derive(Clone, PartialEq, Eq)]
pub struct RxHistoryRequest {
    /// BenefitsCoordination: the coverages a payer knows the patient by; the consent stands here.
    pub benefits: Vec<Benefits>,
    /// The prescriber is who asks.
    pub parties: Parties,
    /// RequestorRole: in which role they ask; monitoring programs want it.
    pub role: Option<Text>,
    pub dates: Option<RequestedDates>,
    pub other: Vec<Element>,
}

#[derive(Clone, PartialEq, Eq, Default)]
pub struct Benefits {
    pub payer_name: Option<Text>,
    pub cardholder_id: Option<Text>,
    pub group_id: Option<Text>,
    pub person_code: Option<Text>,
    /// PBMMemberID: the unique number of the pharmacy benefit manager.
    pub member_id: Option<Text>,
    pub consent: Option<Consent>,
    pub other: Vec<Element>,
}

/// Both days belong to the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedDates {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub other: Vec<Element>,
}

opaque!(RxHistoryRequest, Benefits);

impl RxHistoryRequest {
    /// With the patient's answer to whether the history may be asked for.
    pub fn of(parties: Parties, consent: Consent, dates: Option<RequestedDates>) -> Self {
        let benefits = vec![Benefits { consent: Some(consent), ..Benefits::default() }];
        Self { benefits, parties, role: None, dates, other: Vec::new() }
    }
}

impl RequestedDates {
    pub fn new(start: NaiveDate, end: NaiveDate) -> Self {
        Self { start, end, other: Vec::new() }
    }
}

impl Part for RxHistoryRequest {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            benefits: fields.parts("BenefitsCoordination")?,
            parties: Parties::read(fields)?,
            role: fields.code("RequestorRole")?,
            dates: fields.part("RequestedDates")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.parts("BenefitsCoordination", &self.benefits);
        self.parties.write(into);
        into.put("RequestorRole", &self.role);
        into.parts("RequestedDates", &self.dates);
        into.preserve(&self.other);
    }
}

impl Part for Benefits {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            payer_name: fields.text("PayerName")?,
            cardholder_id: fields.text("CardholderID")?,
            group_id: fields.text("GroupID")?,
            person_code: fields.text("PersonCode")?,
            member_id: fields.text("PBMMemberID")?,
            consent: fields.text("Consent")?.map(Consent::from),
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("PayerName", &self.payer_name);
        into.put("CardholderID", &self.cardholder_id);
        into.put("GroupID", &self.group_id);
        into.put("PersonCode", &self.person_code);
        into.put("PBMMemberID", &self.member_id);
        into.put("Consent", &self.consent);
        into.preserve(&self.other);
    }
}

impl Part for RequestedDates {
    fn read(fields: &mut Fields) -> Result<Self> {
        let (start, end) = (fields.day("StartDate")?, fields.day("EndDate")?);
        Ok(Self {
            start: fields.require("StartDate", start)?,
            end: fields.require("EndDate", end)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("StartDate", |date| date.must("Date", &self.start));
        into.nest("EndDate", |date| date.must("Date", &self.end));
        into.preserve(&self.other);
    }
}
