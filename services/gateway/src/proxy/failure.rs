//! Why a request has no answer from its service, and what the client is told.

use super::body::Cut;
use actix_web::http::StatusCode;
use model::scope::Service;
use platform::Problem;
use tokio::time::error::Elapsed;

#[derive(Debug)]
pub enum Failure {
    /// No connection: the service has seen nothing.
    Unreachable(reqwest::Error),
    /// The service let go of the connection before it read the request from it.
    Unread,
    /// The connection broke before the answer came.
    Broke(reqwest::Error),
    Late,
    Cut(Cut),
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() { Self::Unreachable(error) } else { Self::Broke(error) }
    }
}

impl From<Elapsed> for Failure {
    fn from(_: Elapsed) -> Self {
        Self::Late
    }
}

impl From<Cut> for Failure {
    fn from(cut: Cut) -> Self {
        Self::Cut(cut)
    }
}

impl Failure {
    pub fn is_the_services_fault(&self) -> bool {
        !matches!(self, Self::Unread | Self::Cut(Cut::TooLarge | Cut::ClientPaused | Cut::ClientGone))
    }

    /// Whether the service has seen nothing of the request.
    pub fn reached_nobody(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Unread)
    }

    pub fn problem(self, service: Service) -> Problem {
        match self {
            Self::Unreachable(error) => unanswered(
                "upstream-unreachable",
                StatusCode::SERVICE_UNAVAILABLE,
                service,
                "cannot be reached",
            )
            .next_step("Nothing was changed. Send the request again.")
            .caused_by(error.without_url()),
            Self::Unread => unanswered(
                "upstream-unread",
                StatusCode::SERVICE_UNAVAILABLE,
                service,
                "let the connection go before it read the request",
            ),
            Self::Broke(error) => unanswered(
                "upstream-broke-off",
                StatusCode::SERVICE_UNAVAILABLE,
                service,
                "broke off before it answered",
            )
            .caused_by(error.without_url()),
            Self::Late | Self::Cut(Cut::ServiceStuck) => {
                unanswered("upstream-late", StatusCode::GATEWAY_TIMEOUT, service, "did not answer in time")
            }
            Self::Cut(Cut::TooLarge) => too_large(),
            Self::Cut(Cut::ClientPaused | Cut::ClientGone) => Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "body-incomplete",
                "The body stopped coming before its end.",
            )
            .next_step("Send the request again."),
        }
    }
}

fn unanswered(code: &str, status: StatusCode, service: Service, what: &str) -> Problem {
    Problem::new(status, code, format!("The {service} service {what}."))
        .next_step("Send the request again with the same Idempotency-Key: it takes effect once.")
        .retry_after(2)
}

pub fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body-too-large",
        "The body is larger than this operation takes.",
    )
    .next_step("Send at most 1 MB, 2 MB for a picture, 8 MB for an HL7 message, or 64 MB for an X12 file; split larger files.")
}
