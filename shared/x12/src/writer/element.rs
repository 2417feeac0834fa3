//! What may stand in an element: every typed value writes itself, without a text in between.

use chrono::NaiveDate;

use super::Sheet;
use crate::amount::{Amount, Percent, Quantity};
use crate::text::Text;

/// A value that can be written as an element, or as a component of one. What writes nothing is an empty element.
pub trait Element {
    /// Writes the value; separators are the caller's.
    fn put(&self, sheet: &mut Sheet);
}

impl Element for str {
    fn put(&self, sheet: &mut Sheet) {
        sheet.text(self);
    }
}

/// A text that may come from `composite` or `repetition`.
pub(super) struct Marked<'a>(pub &'a str);

impl Element for Marked<'_> {
    fn put(&self, sheet: &mut Sheet) {
        sheet.marked(self.0);
    }
}

impl Element for Text {
    fn put(&self, sheet: &mut Sheet) {
        self.put_on(sheet);
    }
}

impl Element for String {
    fn put(&self, sheet: &mut Sheet) {
        sheet.text(self);
    }
}

impl<T: Element + ?Sized> Element for &T {
    fn put(&self, sheet: &mut Sheet) {
        (**self).put(sheet);
    }
}

impl<T: Element> Element for Box<T> {
    fn put(&self, sheet: &mut Sheet) {
        (**self).put(sheet);
    }
}

impl<T: Element> Element for Option<T> {
    fn put(&self, sheet: &mut Sheet) {
        if let Some(value) = self {
            value.put(sheet);
        }
    }
}

impl Element for Amount {
    fn put(&self, sheet: &mut Sheet) {
        sheet.decimal(self.cents(), 2);
    }
}

impl Element for Quantity {
    fn put(&self, sheet: &mut Sheet) {
        sheet.decimal(self.thousandths(), 3);
    }
}

impl Element for Percent {
    fn put(&self, sheet: &mut Sheet) {
        sheet.text(self.as_str());
    }
}

impl Element for u32 {
    fn put(&self, sheet: &mut Sheet) {
        sheet.decimal(i64::from(*self), 0);
    }
}

impl Element for u8 {
    fn put(&self, sheet: &mut Sheet) {
        u32::from(*self).put(sheet);
    }
}

impl Element for usize {
    fn put(&self, sheet: &mut Sheet) {
        sheet.decimal(i64::try_from(*self).unwrap_or(i64::MAX), 0);
    }
}

impl Element for NaiveDate {
    /// CCYYMMDD.
    fn put(&self, sheet: &mut Sheet) {
        sheet.day(*self);
    }
}

/// The components of one element; trailing empty ones are left out.
#[derive(Clone, Copy)]
pub struct Composite<'a>(pub &'a [&'a dyn Element]);

impl Element for Composite<'_> {
    fn put(&self, sheet: &mut Sheet) {
        sheet.joined(self.0.iter(), |delimiters| Some(delimiters.component));
    }
}

/// One element that says the same kind of thing several times, such as EB03.
#[derive(Clone, Copy)]
pub struct Repeated<'a, T>(pub &'a [T]);

impl<T: Element> Element for Repeated<'_, T> {
    fn put(&self, sheet: &mut Sheet) {
        sheet.joined(self.0.iter(), |delimiters| delimiters.repetition);
    }
}
