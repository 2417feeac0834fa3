//! The sender: takes queued checks by the dozen, asks their payers with no transaction open, and keeps the answers.
//!
//! One process drives a connection's lane at a time, so its limits hold however many processes run.

mod file;
mod flight;
mod keep;
mod lane;
mod place;
mod prepare;
mod refuse;

use super::question::Question;
use crate::connection::line::{Line, Silence};
use crate::x12_inquiry::X12Inquiry;
use chrono::{DateTime, Utc};
pub use file::keep_answers;
use lane::LaneDriver;
use model::PayerId;
use platform::bus::Backoff;
use platform::outbound::Intent;
use platform::outbound::lane::{Driver, Lane, due};
use platform::{Db, Stop, settings};
pub use refuse::{Refused, refuse};
use std::collections::HashSet;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use uuid::Uuid;

pub const KIND: &str = "send_inquiry";

/// How long after a look at the lanes comes the next, when nothing was committed in this process.
const POLL: Duration = Duration::from_millis(250);
/// How often at most the lanes are looked at.
const PAUSE: Duration = Duration::from_millis(50);
const PROVE_EVERY: Duration = Duration::from_secs(5);
/// How long a lane that cannot be driven is left alone.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Something to be asked with the interchange that asks it, in our hand but not yet on its way.
struct Asked {
    intent: Intent,
    matter: Matter,
    message: Vec<u8>,
    /// The same words were sent before, without an answer.
    repeated: bool,
    /// Somebody waits for it.
    urgent: bool,
}

enum Matter {
    Check {
        question: Box<Question>,
        exchange: Uuid,
    },
    /// Somebody else's words, passed on once as they are.
    Raw(X12Inquiry),
}

/// What became of one.
enum Heard {
    Answer {
        begun: DateTime<Utc>,
        took: Duration,
        result: Result<String, Silence>,
    },
    /// It never left: the way closed before its turn came.
    Unsent,
    /// It never left, and its time is over.
    TooLate,
}

/// What all lanes share.
#[derive(Clone)]
pub struct Sender {
    pub db: Db,
    pub line: Line,
}

/// Drives every lane that has something due and that nobody else drives, until asked to stop.
pub async fn run(sender: Sender, database: settings::Database, stop: Stop) {
    let mut backoff = Backoff::default();
    while !stop.is_asked() {
        if let Err(error) = drive(&sender, &database, &stop, &mut backoff).await {
            tracing::warn!(error = %format!("{error:#}"), "the sender starts anew");
            stop.pause(backoff.pause()).await;
        }
    }
}

/// Until asked to stop, or until the session that holds the lanes is gone: then every lane ends before this does.
async fn drive(
    sender: &Sender,
    database: &settings::Database,
    stop: &Stop,
    backoff: &mut Backoff,
) -> anyhow::Result<()> {
    let mut driver = Driver::open(database).await?;
    let (mut driven, mut proven) = (HashSet::new(), Instant::now());
    let (ended, mut ends) = mpsc::unbounded_channel::<Lane>();
    let lanes_stop = Stop::default();
    let outcome = loop {
        let committed = sender.db.committed();
        match look(sender, &mut driver, &mut driven, &lanes_stop, &ended).await {
            Ok(()) => backoff.reset(),
            Err(error) => break Err(error),
        }
        if proven.elapsed() > PROVE_EVERY {
            if let Err(error) = driver.prove().await {
                break Err(error);
            }
            proven = Instant::now();
        }
        tokio::select! {
            Some(lane) = ends.recv() => {
                driven.remove(&lane);
                if let Err(error) = driver.leave(KIND, lane.lane).await {
                    break Err(error);
                }
            }
            () = committed => { stop.pause(PAUSE).await; }
            () = tokio::time::sleep(POLL) => (),
            () = stop.asked() => break Ok(()),
        }
        if stop.is_asked() {
            break Ok(());
        }
    };
    lanes_stop.ask();
    while !driven.is_empty() {
        let Some(lane) = ends.recv().await else { break };
        driven.remove(&lane);
    }
    outcome
}

async fn look(
    sender: &Sender,
    driver: &mut Driver,
    driven: &mut HashSet<Lane>,
    stop: &Stop,
    ended: &mpsc::UnboundedSender<Lane>,
) -> anyhow::Result<()> {
    for lane in due(&sender.db, KIND).await? {
        if driven.contains(&lane) || !driver.enter(KIND, lane.lane).await? {
            continue;
        }
        driven.insert(lane);
        let (sender, stop, ended) = (sender.clone(), stop.clone(), ended.clone());
        actix_web::rt::spawn(async move {
            if let Err(error) = LaneDriver::run(sender, lane, stop.clone()).await {
                tracing::warn!(lane = %lane.lane, error = %format!("{error:#}"), "the lane ends for now");
                stop.pause(AFTER_FAILURE).await;
            }
            // Nobody waits for it any more once the sender itself is gone.
            let _gone = ended.send(lane);
        });
    }
    Ok(())
}

impl Asked {
    fn give_up_at(&self) -> DateTime<Utc> {
        match &self.matter {
            Matter::Check { question, .. } => question.check.give_up_at,
            Matter::Raw(inquiry) => inquiry.give_up_at,
        }
    }

    fn question(&self) -> Option<&Question> {
        match &self.matter {
            Matter::Check { question, .. } => Some(question),
            Matter::Raw(_) => None,
        }
    }

    fn payer(&self) -> PayerId {
        match &self.matter {
            Matter::Check { question, .. } => question.payer.id,
            Matter::Raw(inquiry) => inquiry.payer_id,
        }
    }
}

/// Handed to a transaction that may be tried twice.
type Kept = Rc<Vec<(Asked, Heard)>>;
