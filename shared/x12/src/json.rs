//! JSON of any file, from which the file comes back byte for byte.
//!
//! ```
//! let file = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*0*T*:~\n\
//!             GS*FA*CLINIC*PAYER*20260309*1405*1*X*005010X231A1~\nST*999*0001*005010X231A1~\nAK1*HC*1~\nAK9*A*1*1*1~\n\
//!             SE*4*0001~\nGE*1*1~\nIEA*1*000000042~";
//! let (mut json, mut again) = (Vec::new(), Vec::new());
//! x12::json::to_json(file.as_bytes(), &mut json, x12::json::Form::Arrays)?;
//! x12::json::from_json(json.as_slice(), &mut again)?;
//! assert_eq!(again, file.as_bytes());
//! # Ok::<(), x12::json::JsonError>(())
//! ```
//!
//! # Shape
//!
//! One object: `x12` is the version of this shape, 1; `content` is a list of items. An item is one of
//!
//! - a segment, as a list: `["CLP","7722","1",["HC","99213"],{"repeat":["30","98"]}]`: name, then elements; a composite
//!   is a list of its components, a repeated element an object;
//! - a segment that differs from the habits of its interchange: `{"segment":[...],"end":"~","encoding":"latin1"}`,
//!   where `end` is everything from the segment's last character to the next segment;
//! - a segment with names (`Form::Names`): `{"segment":"CLP","name":...,"elements":{"CLP01 Patient Control Number":"7722"}}`,
//!   where only what stands before the first blank of a key counts, and empty elements are left out;
//! - text that is no segment: `{"raw":"..."}`, such as what stands before the first ISA;
//! - something that has items itself: `{"loop":"2100","name":...,"content":[...]}`. `transaction_set` (ST to SE), `group`
//!   (GS to GE) and `interchange` (ISA to IEA) are such too. Only `content` counts on the way back, and of an
//!   interchange what is said before it: `delimiters`, `segment_end` (how segments end), and `encoding`: `utf-8`, or
//!   `latin1` where each byte is the character of that number.

mod composer;
mod error;
mod from;
mod lexer;
mod named;
mod names;
mod nesting;
mod page;
mod pieces;
mod segment;

use std::io::{Read, Write};

pub use error::JsonError;
pub use nesting::{Nest, Nesting, Stand};

/// How segments are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// As lists.
    #[default]
    Arrays,
    /// As objects with the names of their elements.
    Names,
}

/// Writes a file as JSON in constant memory.
///
/// # Errors
/// There is no ISA in its first 64 KB, or source or target fail.
pub fn to_json<R: Read, W: Write>(source: R, target: W, form: Form) -> Result<(), JsonError> {
    page::write(source, target, form)
}

/// Writes the file that JSON of `to_json` stands for, in constant memory; the JSON may have been changed.
///
/// # Errors
/// The JSON is not of that shape, or a value has a character that would break the file: the error has its path. What
/// stands before was written already.
pub fn from_json<R: Read, W: Write>(source: R, target: W) -> Result<(), JsonError> {
    from::read(source, target)
}
