//! CR6.

use chrono::NaiveDate;

use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::services_review::lists::{CertificationType, Prognosis};
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// CR6: care at home. Of a response, the first five fields only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HomeHealth {
    /// CR601.
    pub prognosis: Option<Prognosis>,
    /// CR602.
    pub start: Option<NaiveDate>,
    /// CR603 and CR604: the period to certify.
    pub period: Option<DatePeriod>,
    /// CR607: W, Medicare coverage does not matter here.
    pub medicare: Text,
    /// CR608.
    pub certification: Option<CertificationType>,
    /// CR609 to CR611.
    pub surgery: Option<Surgery>,
    /// CR612: when the physician ordered it.
    pub ordered: Option<NaiveDate>,
    /// CR613: when the physician last saw the patient.
    pub last_visit: Option<NaiveDate>,
    /// CR614: when the physician was last spoken to.
    pub last_contact: Option<NaiveDate>,
    /// CR615 to CR616: the last stay in a hospital or home.
    pub last_stay: Option<DatePeriod>,
    /// CR617: where that was.
    pub last_place: Text,
}

/// CR609 to CR611: the operation that makes the care necessary.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Surgery {
    /// CR609.
    pub date: Option<NaiveDate>,
    /// CR610: HC or ID.
    pub code_list: Text,
    /// CR611.
    pub code: Text,
}

hidden!(HomeHealth, Surgery);

impl HomeHealth {
    pub(super) fn read(cr6: &Segment<'_>) -> Result<Self, X12Error> {
        let period = |n: u8| cr6.optional(n.into()).map(|_| cr6.period(n)).transpose();
        let surgery =
            Surgery { date: cr6.date(9)?, code_list: cr6.element(10).into(), code: cr6.element(11).into() };
        Ok(Self {
            prognosis: Prognosis::of(cr6, 1),
            start: cr6.date(2)?,
            period: period(3)?,
            medicare: cr6.element(7).into(),
            certification: CertificationType::of(cr6, 8),
            surgery: Some(surgery).filter(|surgery| *surgery != Surgery::default()),
            ordered: cr6.date(12)?,
            last_visit: cr6.date(13)?,
            last_contact: cr6.date(14)?,
            last_stay: period(15)?,
            last_place: cr6.element(17).into(),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let qualifier = |period: Option<DatePeriod>| period.map(|period| period.qualifier());
        let (period, last_stay) = (qualifier(self.period), qualifier(self.last_stay));
        let surgery = self.surgery.as_ref();
        let operated = surgery.and_then(|surgery| surgery.date);
        let code_list = surgery.map(|surgery| &surgery.code_list);
        let code = surgery.map(|surgery| &surgery.code);
        let elements: [&dyn Element; 17] = [
            &self.prognosis,
            &self.start,
            &period,
            &self.period,
            &"",
            &"",
            &self.medicare,
            &self.certification,
            &operated,
            &code_list,
            &code,
            &self.ordered,
            &self.last_visit,
            &self.last_contact,
            &last_stay,
            &self.last_stay,
            &self.last_place,
        ];
        writer.put("CR6", &elements);
    }
}
