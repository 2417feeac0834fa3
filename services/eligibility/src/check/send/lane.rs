//! One lane: keeps its connection as busy as it bears, and the database a few steps ahead and behind.

use super::flight::Flight;
use super::{Asked, Heard, KIND, Kept, Sender, file, keep, prepare};
use crate::connection::{Files, store as connections};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use model::ConnectionId;
use platform::context::{Context, Trace};
use platform::outbound::lane::{Lane, Urgency, take_back};
use platform::{Sealing, Stop, Tx};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Answers are kept together, but none waits longer than this for others.
const GATHER: Duration = Duration::from_millis(20);
/// A lane without anything to do is left after this.
const IDLE: Duration = Duration::from_secs(5);
/// How often the connection is read anew and checks whose time is over are looked for.
const SWEEP: Duration = Duration::from_secs(1);
/// What cannot be kept so often, with the database at hand, is let go: its intent comes due again by itself.
const TRIES: u32 = 5;

type Flying = FuturesUnordered<LocalBoxFuture<'static, (Asked, Heard)>>;
type Turn = LocalBoxFuture<'static, anyhow::Result<prepare::Taken>>;

pub struct LaneDriver {
    sender: Sender,
    sealing: Sealing,
    lane: Lane,
    stop: Stop,
    flight: Flight,
    ready: VecDeque<Asked>,
    heard: Vec<(Asked, Heard)>,
    heard_since: Instant,
    /// Handed to the turn under way; they come back when it fails.
    keeping: Kept,
    look: bool,
    swept: Instant,
    busy: Instant,
    failures: u32,
    not_before: Instant,
}

impl LaneDriver {
    pub async fn run(sender: Sender, lane: Lane, stop: Stop) -> anyhow::Result<()> {
        let sealing = sender.db.sealing()?;
        let (opener, id) = (sealing.clone(), ConnectionId(lane.lane));
        let enter = async move |tx: &mut Tx| {
            let ghosts = take_back(tx, KIND, lane.lane).await?;
            connections::forget(tx, id, platform::now()).await?;
            anyhow::Ok((connections::open(tx, &opener, id).await?, ghosts))
        };
        let (way, ghosts) = sender.db.read(&context(lane), enter).await?;
        let Some(way) = way else { anyhow::bail!("its connection is gone") };
        if let Some(Files::Folder(_)) = way.connection.files() {
            return file::fill(&sender, &sealing, lane, &context(lane)).await;
        }
        let timeout = sender.line.timeout(&way.connection);
        let flight = Flight::new(way, ghosts, timeout);
        let now = Instant::now();
        let driver = Self {
            sender,
            sealing,
            lane,
            stop,
            flight,
            ready: VecDeque::new(),
            heard: Vec::new(),
            heard_since: now,
            keeping: Kept::default(),
            look: true,
            swept: now,
            busy: now,
            failures: 0,
            not_before: now,
        };
        driver.drive().await;
        Ok(())
    }

    async fn drive(mut self) {
        let (mut flying, mut turn): (Flying, Option<Turn>) = (Flying::new(), None);
        let db = self.sender.db.clone();
        loop {
            let committed = db.committed();
            let now = Instant::now();
            self.begin(&mut flying, now);
            if turn.is_none() && self.wants_turn(&flying, now) {
                turn = Some(self.turn(now));
            }
            if !flying.is_empty() || turn.is_some() || !self.heard.is_empty() || !self.ready.is_empty() {
                self.busy = now;
            } else if self.stop.is_asked() || now.duration_since(self.busy) > IDLE {
                return;
            }
            let wake = tokio::time::sleep(self.wake(now));
            tokio::select! {
                Some(done) = flying.next(), if !flying.is_empty() => self.take_in(done),
                done = running(&mut turn), if turn.is_some() => {
                    turn = None;
                    self.after(done).await;
                }
                () = committed => self.look = true,
                () = wake => self.look = true,
            }
        }
    }

    /// Sends what may be sent; what may no longer be sent goes back.
    fn begin(&mut self, flying: &mut Flying, now: Instant) {
        let clock = platform::now();
        let closed =
            self.stop.is_asked() || self.flight.wanted(now, clock) == 0 && self.flight.breaker.is_open();
        if closed {
            let back: Vec<_> = self.ready.drain(..).map(|asked| (asked, Heard::Unsent)).collect();
            back.into_iter().for_each(|done| self.take_in(done));
            return;
        }
        // Whatever keeps them here: nobody waits longer than was promised.
        let is_late = |asked: &Asked| asked.give_up_at() <= clock;
        if self.ready.iter().any(is_late) {
            let (late, rest): (Vec<_>, Vec<_>) = self.ready.drain(..).partition(is_late);
            self.ready = rest.into();
            late.into_iter().for_each(|asked| self.take_in((asked, Heard::TooLate)));
        }
        let (mut tried, most) = (0, self.ready.len());
        // What is not kept yet counts too: after a kill it would be asked again.
        let unkept = |driver: &Self| driver.heard.len() + driver.keeping.len();
        while tried < most
            && self.flight.room(flying.len(), now, clock) > 0
            && flying.len() + unkept(self) < 2 * self.flight.at_once()
        {
            let Some(asked) = self.ready.pop_front() else { return };
            tried += 1;
            if self.flight.begin(&asked, now) {
                let (line, way) = (self.sender.line.clone(), self.flight.way.clone());
                flying.push(Box::pin(async move {
                    let (begun, start) = (platform::now(), Instant::now());
                    let result = line.ask(&way, &asked.intent.key, &asked.message).await;
                    (asked, Heard::Answer { begun, took: start.elapsed(), result })
                }));
            } else {
                self.ready.push_back(asked);
            }
        }
    }

    fn take_in(&mut self, done: (Asked, Heard)) {
        let now = Instant::now();
        self.flight.heard(&done.1, now, platform::now());
        if self.heard.is_empty() {
            self.heard_since = now;
        }
        self.heard.push(done);
    }

    fn wants_turn(&self, flying: &Flying, now: Instant) -> bool {
        if now < self.not_before {
            return false;
        }
        let gathered =
            flying.is_empty() || self.ready.is_empty() || now.duration_since(self.heard_since) >= GATHER;
        (!self.heard.is_empty() && gathered)
            || now.duration_since(self.swept) >= SWEEP
            || (self.look && !self.stop.is_asked() && self.room_at_hand(now) > 0)
    }

    fn room_at_hand(&self, now: Instant) -> usize {
        self.flight.wanted(now, platform::now()).saturating_sub(self.ready.len())
    }

    /// One transaction: keeps what was heard, then takes what comes next.
    fn turn(&mut self, now: Instant) -> Turn {
        self.look = false;
        // After a failure one by one, so that one that cannot be kept holds up nobody else.
        let most = if self.failures > 0 { 1 } else { self.heard.len() };
        self.keeping = Rc::new(self.heard.drain(..most.min(self.heard.len())).collect());
        let sweep = now.duration_since(self.swept) >= SWEEP;
        if sweep {
            self.swept = now;
        }
        let urgent = self.ready.iter().filter(|asked| asked.urgent).count();
        // Nothing new while what came cannot be kept.
        let closed = self.closed() || (self.failures > 0 && !self.keeping.is_empty());
        let in_files = self.flight.way.connection.files().is_some();
        let wanted = prepare::Wanted {
            only_urgent: in_files,
            urgent: if closed { 0 } else { self.flight.at_once().saturating_sub(urgent) },
            all: if closed { 0 } else { self.room_at_hand(now) },
            sweep,
        };
        let keeping = keep::Keeping {
            heard: self.keeping.clone(),
            known: self.flight.way.connection.clone(),
            breaker: self.flight.breaker,
            patience: self.sender.line.patience.clone(),
            sealing: self.sealing.clone(),
        };
        let fill = in_files && sweep && !self.stop.is_asked();
        let (line, lane, identity) =
            (self.sender.line.clone(), self.lane, self.flight.way.connection.identity.clone());
        let work = async move |tx: &mut Tx| {
            let now = platform::now();
            keep::keep(tx, &keeping, now).await?;
            if fill {
                let many = Urgency::Queued..=Urgency::Queued;
                file::collect(tx, (lane, many, &line, &keeping.sealing), now).await?;
            }
            prepare::take(tx, (lane, &identity), (&line, &keeping.sealing), wanted, now).await
        };
        let (db, context, silent) = (self.sender.db.clone(), context(lane), self.keeping.is_empty());
        // A look that finds nothing must wake nobody, least of all itself.
        Box::pin(async move {
            if silent { db.read(&context, work).await } else { db.transaction(&context, work).await }
        })
    }

    fn closed(&self) -> bool {
        self.stop.is_asked() || self.flight.wanted(Instant::now(), platform::now()) == 0
    }

    async fn after(&mut self, done: anyhow::Result<prepare::Taken>) {
        match done {
            Ok(taken) => {
                self.keeping = Kept::default();
                self.failures = 0;
                self.look |= taken.full;
                if let Some(way) = taken.way {
                    self.flight.renew(way);
                }
                for asked in taken.asked {
                    if asked.urgent { self.ready.push_front(asked) } else { self.ready.push_back(asked) }
                }
            }
            Err(error) => {
                tracing::warn!(lane = %self.lane.lane, error = %format!("{error:#}"), "answers wait to be kept");
                self.failures += 1;
                let alone = self.keeping.len() == 1;
                let back = Rc::try_unwrap(std::mem::take(&mut self.keeping)).unwrap_or_default();
                if !(alone && self.failures > TRIES && self.sender.db.is_alive().await) {
                    self.heard.splice(0..0, back);
                }
                let pause = Duration::from_millis(100 << self.failures.min(4));
                self.not_before = Instant::now() + pause;
            }
        }
    }

    fn wake(&self, now: Instant) -> Duration {
        let gather = if self.heard.is_empty() { IDLE } else { GATHER };
        let pause = self.not_before.saturating_duration_since(now);
        self.flight.wake(now).min(gather).max(pause).max(Duration::from_millis(1))
    }
}

/// The turn under way; there is one.
async fn running(turn: &mut Option<Turn>) -> anyhow::Result<prepare::Taken> {
    match turn {
        Some(turn) => turn.await,
        None => std::future::pending().await,
    }
}

fn context(lane: Lane) -> Context {
    Context { practice: lane.practice_id, trace: Trace::begin(), cause: None }
}
