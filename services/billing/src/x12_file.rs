//! An X12 file that came from outside: what may be wrong with it, told with loop and segment.

use actix_web::http::StatusCode;
use platform::Problem;
use x12::X12Error;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    X12(#[from] X12Error),
    #[error("the file holds a {found}; this takes {takes}")]
    Unexpected { found: String, takes: &'static str },
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::X12(error) => refuse("The file cannot be read as X12; nothing was stored.")
                .field(
                    place(error.loop_id, &error.segment_id, error.segment, error.element),
                    error.to_string(),
                )
                .next_step("Ask the sender for the whole file, and send it as it came."),
            Unreadable::Unexpected { .. } => refuse("The file is of another kind; nothing was stored.")
                .field("ST01", unreadable.to_string())
                .next_step("Acknowledgements go to /v1/acknowledgements, 835 files to /v1/remittances."),
        }
    }
}

fn refuse(detail: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "x12-invalid", detail)
}

/// Loop, segment with its number, and element, as `2100/CLP#14/04`.
pub fn place(loop_id: Option<&str>, segment: &str, number: usize, element: Option<u8>) -> String {
    let loop_id = loop_id.map(|id| format!("{id}/")).unwrap_or_default();
    let element = element.map(|n| format!("/{n:02}")).unwrap_or_default();
    format!("{loop_id}{segment}#{number}{element}")
}
