//! How failures below become problems; the cause is kept for the log and never sent.

use super::Problem;
use crate::db::{Transient, is_about_the_server};
use actix_web::http::StatusCode;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::pooled_connection::bb8::RunError;

impl From<DieselError> for Problem {
    fn from(error: DieselError) -> Self {
        let problem = match &error {
            _ if error.lost_a_race() => {
                Problem::conflict("busy", "Others were changing the same thing.").retry_after(1)
            }
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
            | DieselError::BrokenTransactionManager => {
                Problem::unavailable("The database is not reachable at the moment.")
            }
            DieselError::DatabaseError(_, cause) if is_about_the_server(cause.message()) => {
                Problem::unavailable("The database is not reachable at the moment.")
            }
            _ => failed(),
        };
        problem.caused_by(error)
    }
}

impl From<RunError> for Problem {
    fn from(error: RunError) -> Self {
        Problem::unavailable("The database is not reachable at the moment.").caused_by(error)
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<Problem>() {
            Ok(problem) => problem,
            Err(error) => failed().caused_by(error),
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        failed().caused_by(error)
    }
}

impl Transient for Problem {
    fn lost_a_race(&self) -> bool {
        self.cause.as_ref().is_some_and(Transient::lost_a_race)
    }
}

fn failed() -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "failed",
        "Something went wrong on our side; nothing was stored.",
    )
    .next_step("Send the request again with the same Idempotency-Key; if it persists, report the instance.")
}
