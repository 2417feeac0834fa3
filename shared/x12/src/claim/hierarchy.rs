//! Entering HL levels while reading: each must name the level above.

use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::Segment;

/// Takes the HL of this level, whose HL02 must name `parent`; gives its HL01.
pub(crate) fn enter<'a>(
    cursor: &mut Cursor<'_, 'a>,
    level: &str,
    parent: &str,
    loop_id: &'static str,
) -> Result<&'a str, X12Error> {
    let hl = cursor.expect("HL", loop_id)?;
    if hl.element(3) != level {
        return Err(hl.invalid(3, "this level is out of order").in_loop(loop_id));
    }
    if hl.element(2) != parent {
        return Err(hl.invalid(2, "it must name the HL01 of the level above").in_loop(loop_id));
    }
    Ok(hl.element(1))
}

/// True where the next segment is an HL of `level`.
pub(crate) fn at_level(cursor: &Cursor<'_, '_>, level: &str) -> bool {
    cursor.peek().is_some_and(|segment: Segment<'_>| segment.id() == "HL" && segment.element(3) == level)
}
