//! One house for all journeys of a test process: started for the first, stopped after the last.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use praxis::demo::Story;
use praxis::progress::Progress;
use praxis::servers::Install;
use praxis::{House, Options, Place, State};
use tempfile::TempDir;

use crate::victim::Victim;

const LOOK: Duration = Duration::from_millis(10);
/// A quorum queue that was declared a moment ago may not outlive its broker's SIGKILL.
const SETTLED_AFTER: Duration = Duration::from_secs(5);

/// Dropping it stops the house first, then removes its directory.
pub struct Stage {
    house: House,
    ready_since: Instant,
    /// Who is to be killed, and when.
    doomed: Vec<(Instant, Victim)>,
    _dir: TempDir,
}

/// What an actor asks of the house while it plays.
enum Order {
    Kill(Victim, Duration),
    Strike(Victim),
    BrokerDown,
    BrokerUp,
}

/// Gives orders to the house, and waits until they are done.
#[derive(Clone)]
pub struct Hand {
    orders: Sender<(Order, Sender<anyhow::Result<bool>>)>,
}

impl Hand {
    /// SIGKILL after a while, if it runs then; the house starts it again. Returns at once unless that is now.
    pub fn kill(&self, victim: Victim, after: Duration) -> anyhow::Result<()> {
        self.order(Order::Kill(victim, after)).map(|_| ())
    }

    /// SIGKILL now; the house starts it again. False when it is down already.
    pub fn strike(&self, victim: Victim) -> anyhow::Result<bool> {
        self.order(Order::Strike(victim))
    }

    /// It stays down until `broker_up`.
    pub fn broker_down(&self) -> anyhow::Result<()> {
        self.order(Order::BrokerDown).map(|_| ())
    }

    /// Returns when it accepts connections.
    pub fn broker_up(&self) -> anyhow::Result<()> {
        self.order(Order::BrokerUp).map(|_| ())
    }

    fn order(&self, order: Order) -> anyhow::Result<bool> {
        let (done, wait) = mpsc::channel();
        self.orders.send((order, done)).ok().context("nobody looks after the house")?;
        wait.recv().context("nobody looks after the house")?
    }
}

static SHARED: Mutex<Weak<Mutex<Stage>>> = Mutex::new(Weak::new());

/// The house of this process; whoever waits for it while another journey plays keeps it up.
pub fn stage() -> anyhow::Result<Arc<Mutex<Stage>>> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(stage) = shared.upgrade() {
        return Ok(stage);
    }
    let stage = Arc::new(Mutex::new(Stage::set()?));
    *shared = Arc::downgrade(&stage);
    Ok(stage)
}

impl Stage {
    fn set() -> anyhow::Result<Stage> {
        let dir = tempfile::Builder::new().prefix("praxis-journeys-").tempdir()?;
        let options = Options { install: Install::Auto, build: true, durable: false };
        let house = House::start(Place::at(dir.path()), options, Progress::new())?;
        Ok(Stage { house, ready_since: Instant::now(), doomed: Vec::new(), _dir: dir })
    }

    pub fn place(&self) -> Place {
        self.house.place.clone()
    }

    /// Plays a part on a thread of its own while the house is looked after here.
    pub fn play<T: Send>(
        &mut self,
        part: impl AsyncFnOnce(Story, Hand) -> anyhow::Result<T> + Send,
    ) -> anyhow::Result<T> {
        let (orders, heard) = mpsc::channel();
        let (place, hand) = (self.house.place.clone(), Hand { orders });
        thread::scope(|scope| {
            let actor = scope.spawn(move || {
                let state = State::load(&place)?.context("the state is gone")?;
                let mut story = Story::of(&state, Progress::Silent, |_| ())?;
                story.api.patience = Duration::from_secs(120);
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()?
                    .block_on(part(story, hand))
            });
            while !actor.is_finished() {
                if let Ok((order, done)) = heard.recv_timeout(LOOK) {
                    let _ = done.send(self.obey(order));
                }
                self.kill_the_doomed()?;
                self.house.tend()?;
            }
            self.doomed.clear();
            actor.join().unwrap_or_else(|_| Err(anyhow!("the journey panicked")))
        })
    }

    /// Answers whether it did anything.
    fn obey(&mut self, order: Order) -> anyhow::Result<bool> {
        let of_broker = matches!(
            order,
            Order::Kill(Victim::Rabbitmq, _) | Order::Strike(Victim::Rabbitmq) | Order::BrokerDown
        );
        if of_broker {
            thread::sleep(SETTLED_AFTER.saturating_sub(self.ready_since.elapsed()));
        }
        let broker = self.house.rabbitmq().context("these journeys need a broker of their own");
        match order {
            Order::Kill(victim, after) => {
                self.doomed.push((Instant::now() + after, victim));
                self.kill_the_doomed()?;
            }
            Order::Strike(victim) => return victim.kill(&self.house),
            Order::BrokerDown => broker?.stop(),
            Order::BrokerUp => broker?.restart()?,
        }
        Ok(true)
    }

    fn kill_the_doomed(&mut self) -> anyhow::Result<()> {
        let now = Instant::now();
        let due = self.doomed.extract_if(.., |(at, _)| *at <= now);
        due.into_iter().try_for_each(|(_, victim)| victim.kill(&self.house).map(|_| ()))
    }
}
