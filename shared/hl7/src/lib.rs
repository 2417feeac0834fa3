//! HL7 v2 messages (2.3 to 2.8) in their ER7 form: text to typed segments and back, pure, usable alone.
//!
//! [`decode`] makes text of bytes by what MSH-18 says; [`header`] reads the MSH alone, so that a message whose rest is
//! refused can still be answered; [`Message::parse`] cuts a text into segments and keeps every byte of it;
//! [`results`] reads an ORU^R01; [`Line`] writes segments; [`acknowledge`] answers; [`mllp`] puts messages on a wire.
//!
//! `Debug` of what holds health data shows the type only, and an error says where and what to do, never a value.

mod acknowledgment;
mod charset;
mod datatype;
mod delimiters;
mod error;
mod escape;
mod header;
mod line;
mod message;
pub mod mllp;
mod number;
mod observation;
mod order;
mod patient;
mod piece;
mod results;
mod value;
mod when;

pub use acknowledgment::{Acknowledgment, Verdict, acknowledge};
pub use charset::{Charset, decode};
pub use datatype::{Coded, Entity, Identifier, PersonName};
pub use delimiters::Delimiters;
pub use error::{Code, Hl7Error, Place};
pub use header::{Header, header};
pub use line::{Encoded, Line, coded, components, repeated, text};
pub use message::{Limits, Message, Segment};
pub use number::Number;
pub use observation::{Observation, Status};
pub use order::{OrderControl, Request, Specimen};
pub use patient::Patient;
pub use piece::Piece;
pub use results::{PatientResults, Report, results};
pub use value::{Document, Structured, Value};
pub use when::{Precision, When};

/// `Debug` that shows the type only: what is inside is health data.
macro_rules! redacted {
    ($($name:ty),* $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([phi])"))
            }
        }
    )*};
}
pub(crate) use redacted;
