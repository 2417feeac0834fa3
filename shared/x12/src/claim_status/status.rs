//! STC: category, status and entity of a claim or line.

use chrono::NaiveDate;

use crate::amount::Amount;
use crate::error::X12Error;
use crate::explain::{self, Explanation};
use crate::reader::Segment;
use crate::writer::{TransactionWriter, composite};

/// STC01, STC10 or STC11.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusCode {
    /// Component 1, such as `F1`.
    pub category: String,
    /// Component 2, such as `65`.
    pub status: String,
    /// Component 3: whom the status is about; empty where nobody.
    pub entity: String,
}

/// One STC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// STC01, STC10 and STC11, as far as sent; at least one.
    pub codes: Vec<StatusCode>,
    /// STC02: as of this day.
    pub date: Option<NaiveDate>,
    /// STC03.
    pub action: String,
    /// STC04.
    pub charge: Option<Amount>,
    /// STC05.
    pub paid: Option<Amount>,
    /// STC06: when the claim was decided.
    pub decided: Option<NaiveDate>,
    /// STC07: how it was paid.
    pub payment_method: String,
    /// STC08: when it was paid.
    pub payment_date: Option<NaiveDate>,
    /// STC09: check or EFT number.
    pub payment_number: String,
    /// STC12.
    pub message: String,
}

impl StatusCode {
    #[must_use]
    pub fn new(category: &str, status: &str) -> Self {
        Self { category: category.to_owned(), status: status.to_owned(), entity: String::new() }
    }

    /// Meaning and next step of the category.
    #[must_use]
    pub fn explain(&self) -> Option<Explanation> {
        explain::status_category(&self.category)
    }

    fn read(stc: &Segment<'_>, n: usize) -> Option<Self> {
        stc.optional(n)?;
        let part = |m| stc.component(n, m).to_owned();
        Some(Self { category: part(1), status: part(2), entity: part(3) })
    }

    fn to_element(&self) -> String {
        composite(&[&self.category, &self.status, &self.entity])
    }
}

impl Status {
    pub(super) fn read(stc: &Segment<'_>) -> Result<Self, X12Error> {
        stc.required(1, "2200", "STC01 holds category and status")?;
        let text = |n| stc.element(n).to_owned();
        Ok(Self {
            codes: [1, 10, 11].into_iter().filter_map(|n| StatusCode::read(stc, n)).collect(),
            date: stc.date(2)?,
            action: text(3),
            charge: stc.value(4)?,
            paid: stc.value(5)?,
            decided: stc.date(6)?,
            payment_method: text(7),
            payment_date: stc.date(8)?,
            payment_number: text(9),
            message: text(12),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let code = |n: usize| self.codes.get(n).map(StatusCode::to_element).unwrap_or_default();
        let date = |date: Option<NaiveDate>| date.map(crate::date::d8).unwrap_or_default();
        let amount = |amount: Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let elements = [
            &code(0),
            &date(self.date),
            &self.action,
            &amount(self.charge),
            &amount(self.paid),
            &date(self.decided),
            &self.payment_method,
            &date(self.payment_date),
            &self.payment_number,
            &code(1),
            &code(2),
            &self.message,
        ];
        writer.segment("STC", &elements.map(String::as_str));
    }
}
