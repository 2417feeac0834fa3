//! One request of a batch: whether the other side may have taken it matters more than what it said.

use super::{Line, Received, Silence, Way, away, receive, silence};
use crate::connection::CoreBatches;
use crate::connection::wire::batch::{self, Errand};
use crate::connection::wire::{Envelope, NoPayload};
use platform::client::{self, Barred};
use platform::metrics::Counter;
use reqwest::header::CONTENT_TYPE;

/// The 271s of one file fit into it.
const LARGEST: usize = 64 << 20;

static BATCH_REQUESTS: Counter = Counter {
    name: "eligibility_batch_requests_total",
    help: "Requests about CAQH CORE batches, by what came.",
    label: "outcome",
};

/// What came instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub silence: Silence,
    /// Nothing that was handed over was taken.
    pub not_taken: bool,
}

impl From<Barred> for Trouble {
    fn from(barred: Barred) -> Self {
        Self { silence: barred.into(), not_taken: true }
    }
}

impl Line {
    /// The file that came, none when the request was taken and nothing is there. `key` is the file's own.
    pub async fn run_errand(
        &self,
        on: (&Way, CoreBatches<'_>),
        key: &str,
        errand: Errand<'_>,
    ) -> Result<Option<String>, Trouble> {
        let done = self.request_of_batch(on, key, errand).await;
        BATCH_REQUESTS.count(match &done {
            Ok(Some(_)) => "file",
            Ok(None) => "nothing_yet",
            Err(trouble) => trouble.silence.outcome.as_str(),
        });
        done
    }

    async fn request_of_batch(
        &self,
        (way, partner): (&Way, CoreBatches<'_>),
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
        let sealed = batch::wrap(partner.envelope, &envelope, errand);
        let limit = self.timeout(connection).min(client::LIMIT);
        let request = self.http.post(partner.url.as_str())?.timeout(limit);
        let request = request.header(CONTENT_TYPE, sealed.content_type).header("x-trace", key);
        let response = request.body(sealed.body).send().await.map_err(|error| Trouble {
            silence: away(&error),
            not_taken: error.is_connect() || error.is_builder(),
        })?;
        let Received { status, content_type, body } =
            receive(connection.kind, response, LARGEST).await.map_err(refused_or_not)?;
        batch::unwrap(partner.envelope, &content_type, &body).map_err(|no| Trouble {
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
