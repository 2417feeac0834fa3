//! One request of a batch: whether the other side may have taken it matters more than what it said.

use super::{Line, Received, Silence, Way, away, receive, silence};
use crate::connection::Endpoint;
use crate::connection::wire::batch::{self, Errand};
use crate::connection::wire::{Envelope, NoPayload};
use platform::client::{self, Private};
use reqwest::header::CONTENT_TYPE;

/// The 271s of one file fit into it.
const LARGEST: usize = 64 << 20;

/// What came instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub silence: Silence,
    /// Nothing that was handed over was taken.
    pub not_taken: bool,
}

impl From<Private> for Trouble {
    fn from(private: Private) -> Self {
        Self { silence: private.into(), not_taken: true }
    }
}

impl Line {
    /// The file that came, none when the request was taken and nothing is there. `key` is the file's own.
    pub async fn run_errand(
        &self,
        (way, url): (&Way, &Endpoint),
        key: &str,
        errand: Errand<'_>,
    ) -> Result<Option<String>, Trouble> {
        let Way { connection, credentials } = way;
        let envelope = Envelope {
            identity: &connection.identity,
            credentials: credentials.as_ref(),
            id: key,
            at: platform::now(),
        };
        let sealed = batch::wrap(&envelope, errand);
        let limit = self.timeout(connection).min(client::LIMIT);
        let request = self.http.post(url.as_str())?.timeout(limit);
        let request = request.header(CONTENT_TYPE, sealed.content_type).header("x-trace", key);
        let response = request.body(sealed.body).send().await.map_err(|error| Trouble {
            silence: away(&error),
            not_taken: error.is_connect() || error.is_builder(),
        })?;
        let Received { status, content_type, body } =
            receive(connection.kind, response, LARGEST).await.map_err(refused_or_not)?;
        batch::unwrap(&content_type, &body).map_err(|no| Trouble {
            silence: silence(no, status),
            not_taken: matches!(no, NoPayload::Refused | NoPayload::Damaged),
        })
    }
}

/// Who says that it takes nothing (4xx) has taken nothing; who fails (5xx), or breaks off, may have.
fn refused_or_not(silence: Silence) -> Trouble {
    use crate::check::AttemptOutcome::{Refused, Throttled};
    Trouble { silence, not_taken: matches!(silence.outcome, Refused | Throttled) }
}
