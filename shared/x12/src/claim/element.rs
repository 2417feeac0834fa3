//! Reading and writing of single elements, as every loop needs it.

use crate::text::Text;
use std::str::FromStr;

use crate::amount::Amount;
use crate::error::X12Error;
use crate::name::{Contact, Party};
use crate::reader::Segment;
use crate::writer::{Element, TransactionWriter};

const ABSENT: &str = "the sender must fill it; the loop has no meaning without it";

/// Element `n` as an `Amount` or `Quantity`, which must be there.
#[inline(always)]
pub(crate) fn required<T: FromStr>(
    segment: &Segment<'_>,
    n: u8,
    loop_id: &'static str,
) -> Result<T, X12Error> {
    segment.value(n)?.ok_or_else(|| absent(segment, n, loop_id))
}

/// Element `n` is not there, and must be.
#[cold]
pub(crate) fn absent(segment: &Segment<'_>, n: u8, loop_id: &'static str) -> X12Error {
    segment.missing(n, loop_id, ABSENT)
}

#[inline(always)]
pub(crate) fn required_text(segment: &Segment<'_>, n: u8, loop_id: &'static str) -> Result<Text, X12Error> {
    segment.required(n, loop_id, ABSENT)?;
    Ok(segment.text(usize::from(n)))
}

#[inline(always)]
pub(crate) fn text(segment: &Segment<'_>, n: usize) -> Option<Text> {
    segment.optional_text(n)
}

pub(crate) fn component(segment: &Segment<'_>, n: usize, m: usize) -> Option<Text> {
    Some(segment.component(n, m)).filter(|part| !part.is_empty()).map(Text::from)
}

pub(crate) fn flag(set: bool, code: &'static str) -> &'static str {
    if set { code } else { "" }
}

/// Writes NM1 with the entity code its loop asks for, whatever the party itself says.
pub(crate) fn write_party(writer: &mut TransactionWriter, entity: &str, party: &Party) {
    party.write_as(writer, entity);
}

pub(crate) fn write_amount(writer: &mut TransactionWriter, qualifier: &str, amount: Option<Amount>) {
    if let Some(amount) = amount {
        writer.put("AMT", &[&qualifier, &amount]);
    }
}

pub(crate) fn write_day(writer: &mut TransactionWriter, qualifier: &str, day: chrono::NaiveDate) {
    writer.put("DTP", &[&qualifier, &"D8", &day]);
}

/// `function` is PER01, such as `IC` or `BL`; at most three numbers are sent.
pub(crate) fn write_contact(writer: &mut TransactionWriter, function: &str, contact: &Contact) {
    let mut elements: [&dyn Element; 8] = [&""; 8];
    elements[..2].copy_from_slice(&[&function as &dyn Element, &contact.name]);
    for (n, (qualifier, number)) in contact.numbers.iter().take(3).enumerate() {
        elements[2 * n + 2..2 * n + 4].copy_from_slice(&[qualifier as &dyn Element, number]);
    }
    writer.put("PER", &elements);
}
