//! Taking what a claim or a line rarely has: a segment that says nothing its type has room for is left as it came.

use crate::amount::Quantity;
use crate::reader::Segment;

/// Fills an empty place; false, and nothing changed, where there is no value or the place is taken.
pub(super) fn fill<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let fits = place.is_none() && value.is_some();
    if fits {
        *place = value;
    }
    fits
}

/// As `fill`, for a list.
pub(super) fn add<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let fits = value.is_some();
    list.extend(value);
    fits
}

/// Element `n`, where it is a number and the element before it says that it is counted in `unit`.
pub(super) fn measured(segment: &Segment<'_>, n: u8, unit: &str) -> Option<Quantity> {
    let said = segment.element(usize::from(n) - 1) == unit;
    segment.value(n).ok().flatten().filter(|_| said)
}
