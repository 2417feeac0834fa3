//! STC: category, status and entity of a claim or line.

use crate::text::Text;
use chrono::NaiveDate;

use crate::amount::Amount;
use crate::error::X12Error;
use crate::explain::{self, Explanation};
use crate::reader::Segment;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

/// STC01, STC10 or STC11.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusCode {
    /// Component 1, such as `F1`.
    pub category: Text,
    /// Component 2, such as `65`.
    pub status: Text,
    /// Component 3: whom the status is about; empty where nobody.
    pub entity: Text,
}

/// One STC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// STC01, STC10 and STC11, as far as sent; at least one.
    pub codes: Vec<StatusCode>,
    /// STC02: as of this day.
    pub date: Option<NaiveDate>,
    /// STC03; not used here, empty.
    pub action: Text,
    /// STC04: what was charged.
    pub charge: Option<Amount>,
    /// STC05: what was paid.
    pub paid: Option<Amount>,
    /// STC06: when the claim was decided.
    pub decided: Option<NaiveDate>,
    /// STC07: how it was paid; not used here, empty.
    pub payment_method: Text,
    /// STC08: when it was paid.
    pub payment_date: Option<NaiveDate>,
    /// STC09: check or EFT number.
    pub payment_number: Text,
    /// STC12: free text.
    pub message: Text,
}

impl StatusCode {
    /// A status about nobody in particular, such as `F1` and `65`.
    #[must_use]
    pub fn new(category: &str, status: &str) -> Self {
        Self { category: category.into(), status: status.into(), entity: Text::new() }
    }

    /// Meaning and next step of the category.
    #[must_use]
    pub fn explain(&self) -> Option<Explanation> {
        explain::status_category(&self.category)
    }

    fn read(stc: &Segment<'_>, n: usize) -> Option<Self> {
        stc.optional(n)?;
        let part = |m| stc.component(n, m).into();
        Some(Self { category: part(1), status: part(2), entity: part(3) })
    }
}

impl Element for StatusCode {
    fn put(&self, sheet: &mut Sheet) {
        Composite(&[&self.category, &self.status, &self.entity]).put(sheet);
    }
}

impl Status {
    pub(super) fn read(stc: &Segment<'_>) -> Result<Self, X12Error> {
        stc.required(1, "2200", "STC01 holds category and status")?;
        let text = |n| stc.element(n).into();
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
        let codes: [Option<&StatusCode>; 3] = std::array::from_fn(|n| self.codes.get(n));
        let [first, second, third] = &codes;
        let elements: [&dyn Element; 12] = [
            first,
            &self.date,
            &self.action,
            &self.charge,
            &self.paid,
            &self.decided,
            &self.payment_method,
            &self.payment_date,
            &self.payment_number,
            second,
            third,
            &self.message,
        ];
        writer.put("STC", &elements);
    }
}
