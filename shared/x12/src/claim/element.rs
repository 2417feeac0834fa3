//! Reading and writing of single elements, as every loop needs it.

use std::str::FromStr;

use crate::amount::Amount;
use crate::date::d8;
use crate::error::X12Error;
use crate::name::{Contact, Party};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

const ABSENT: &str = "the sender must fill it; the loop has no meaning without it";

/// Element `n` as an `Amount` or `Quantity`, which must be there.
pub(crate) fn required<T: FromStr>(
    segment: &Segment<'_>,
    n: u8,
    loop_id: &'static str,
) -> Result<T, X12Error> {
    segment.value(n)?.ok_or_else(|| segment.missing(n, loop_id, ABSENT))
}

pub(crate) fn required_text(segment: &Segment<'_>, n: u8, loop_id: &'static str) -> Result<String, X12Error> {
    segment.required(n, loop_id, ABSENT).map(str::to_owned)
}

pub(crate) fn text(segment: &Segment<'_>, n: usize) -> Option<String> {
    segment.optional(n).map(str::to_owned)
}

pub(crate) fn component(segment: &Segment<'_>, n: usize, m: usize) -> Option<String> {
    Some(segment.component(n, m)).filter(|part| !part.is_empty()).map(str::to_owned)
}

/// An absent value is an empty element.
pub(crate) fn or_empty<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

pub(crate) fn flag(set: bool, code: &'static str) -> &'static str {
    if set { code } else { "" }
}

/// Writes NM1 with the entity code its loop asks for, whatever the party itself says.
pub(crate) fn write_party(writer: &mut TransactionWriter, entity: &str, party: &Party) {
    Party { entity: entity.to_owned(), ..party.clone() }.write(writer);
}

pub(crate) fn write_amount(writer: &mut TransactionWriter, qualifier: &str, amount: Option<Amount>) {
    if let Some(amount) = amount {
        writer.segment("AMT", &[qualifier, &amount.to_string()]);
    }
}

pub(crate) fn write_day(writer: &mut TransactionWriter, qualifier: &str, day: chrono::NaiveDate) {
    writer.segment("DTP", &[qualifier, "D8", &d8(day)]);
}

pub(crate) fn text_or_empty(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}

/// `function` is PER01, such as `IC` or `BL`; at most three numbers are sent.
pub(crate) fn write_contact(writer: &mut TransactionWriter, function: &str, contact: &Contact) {
    let mut elements = vec![function, &contact.name];
    for (qualifier, number) in contact.numbers.iter().take(3) {
        elements.extend([qualifier.as_str(), number]);
    }
    writer.segment("PER", &elements);
}
