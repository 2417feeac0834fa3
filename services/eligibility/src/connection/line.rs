//! The line out: one request, one answer, within the limits of its connection.

mod errand;

pub use errand::Trouble;

use super::folder::Folders;
use super::wire::{self, Envelope, NoPayload};
use super::{Connection, ConnectionKind, Credentials};
use crate::check::{AttemptOutcome, Patience};
use crate::settings;
use chrono::DateTime;
use platform::client::{self, BadAnswer, Barred, Outside, Reach};
use platform::metrics::Counter;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use std::time::Duration;
use x12::Usage;

/// Largest answer taken, in bytes: many at once must still fit into memory.
const LARGEST: usize = 4 << 20;
/// A partner that says nothing of how long it wants to be left alone.
const A_WHILE: Duration = Duration::from_secs(5);

static INQUIRIES: Counter = Counter {
    name: "eligibility_inquiries_total",
    help: "Inquiries sent to payers in real time, by what came.",
    label: "outcome",
};

#[derive(Clone)]
pub struct Line {
    http: Outside,
    timeout: Duration,
    pub usage: Usage,
    pub patience: Patience,
    pub folders: Folders,
}

/// A connection with its secret opened.
#[derive(Clone)]
pub struct Way {
    pub connection: Connection,
    pub credentials: Option<Credentials>,
}

/// What came instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    pub outcome: AttemptOutcome,
    /// The other side wants to be left alone for so long.
    pub leave_alone: Option<Duration>,
}

impl Line {
    pub fn open(settings: &settings::Payer) -> anyhow::Result<Self> {
        Ok(Self {
            http: Outside::open(Reach::of(settings.private_networks))?,
            timeout: Duration::from_secs(settings.timeout_seconds),
            usage: if settings.production { Usage::Production } else { Usage::Test },
            patience: Patience::of(settings),
            folders: Folders::of(settings),
        })
    }

    /// How long one answer may take on this way.
    pub fn timeout(&self, connection: &Connection) -> Duration {
        let told = connection.limits.timeout_seconds;
        told.map_or(self.timeout, |seconds| Duration::from_secs(u64::from(seconds.get())))
    }

    /// The answer's X12, or what kept it away. `key` is the same for every repetition of an inquiry.
    pub async fn ask(&self, way: &Way, key: &str, message: &[u8]) -> Result<String, Silence> {
        let answer = self.request(way, key, message).await;
        let outcome = answer.as_ref().map_or_else(|silence| silence.outcome, |_| AttemptOutcome::Answered);
        INQUIRIES.count(outcome.as_str());
        answer
    }

    async fn request(&self, way: &Way, key: &str, message: &[u8]) -> Result<String, Silence> {
        let Way { connection, credentials } = way;
        let envelope = Envelope {
            identity: &connection.identity,
            credentials: credentials.as_ref(),
            id: key,
            at: platform::now(),
        };
        let sealed = wire::wrap(connection.kind, &envelope, message);
        let request = self.http.post(connection.url.as_str())?.timeout(self.timeout(connection));
        let request = request.header(CONTENT_TYPE, sealed.content_type).header("x-trace", key);
        let request = match credentials {
            // The CORE envelopes carry the user within.
            Some(Credentials::Basic { .. }) if connection.kind != ConnectionKind::Https => request,
            Some(Credentials::Basic { user, password }) => {
                request.basic_auth(user.as_str(), Some(password.as_str()))
            }
            Some(Credentials::Bearer { token }) => request.bearer_auth(token.as_str()),
            Some(Credentials::Header { name, value }) => request.header(name.as_str(), value.as_str()),
            None => request,
        };
        let response = request.body(sealed.body).send().await.map_err(|error| away(&error))?;
        let Received { status, content_type, body } = receive(connection.kind, response, LARGEST).await?;
        wire::unwrap(connection.kind, &content_type, body).map_err(|no| silence(no, status))
    }
}

/// A reply that may hold an answer.
struct Received {
    status: StatusCode,
    content_type: String,
    body: String,
}

async fn receive(kind: ConnectionKind, response: Response, most: usize) -> Result<Received, Silence> {
    let (status, wait) = (response.status(), retry_after(response.headers()));
    if status == 429 || (status == 503 && wait.is_some()) {
        let leave_alone = Some(wait.unwrap_or(A_WHILE));
        return Err(Silence { outcome: AttemptOutcome::Throttled, leave_alone });
    }
    // A SOAP fault travels with status 400 or 500, and says more than the status.
    let may_be_fault = kind == ConnectionKind::CoreSoap && matches!(status.as_u16(), 400 | 500);
    if !status.is_success() && !may_be_fault {
        let again = status.is_server_error() || matches!(status.as_u16(), 408 | 425);
        return Err(if again { AttemptOutcome::Unreachable } else { AttemptOutcome::Refused }.into());
    }
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    let body = client::bounded_text(response, most).await.map_err(|bad| match bad {
        BadAnswer::TooLarge(_) => AttemptOutcome::TooLarge.into(),
        BadAnswer::NotText => AttemptOutcome::Unreadable.into(),
        BadAnswer::BrokeOff(error) => away(&error),
    })?;
    Ok(Received { status, content_type, body })
}

fn silence(no: NoPayload, status: StatusCode) -> Silence {
    match no {
        NoPayload::Unreadable if status.is_server_error() => AttemptOutcome::Unreachable.into(),
        NoPayload::Unreadable => AttemptOutcome::Unreadable.into(),
        NoPayload::Unavailable | NoPayload::Damaged => AttemptOutcome::Unreachable.into(),
        NoPayload::Refused => AttemptOutcome::Refused.into(),
    }
}

impl From<AttemptOutcome> for Silence {
    fn from(outcome: AttemptOutcome) -> Self {
        Self { outcome, leave_alone: None }
    }
}

impl From<Barred> for Silence {
    fn from(_: Barred) -> Self {
        AttemptOutcome::NotSent.into()
    }
}

fn away(error: &reqwest::Error) -> Silence {
    if let Some(barred) = client::barred(error) {
        barred.into()
    } else if error.is_timeout() && !error.is_connect() {
        AttemptOutcome::TimedOut.into()
    } else {
        AttemptOutcome::Unreachable.into()
    }
}

/// Seconds, or a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?;
    Some((until.to_utc() - platform::now()).to_std().unwrap_or_default())
}
