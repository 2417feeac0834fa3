//! The pharmacy at work: what was received is answered, what is owed is sent until it is taken.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::web::Data;
use script::{ErrorCode, Message, ScriptError};
use tokio::runtime::Handle;

use super::book::{Book, Outgoing};
use super::counter::{Received, Subject, receive, turn_away};
use super::courier::{Account, Courier};
use super::faults::{Faults, Luck};
use super::receipt::{Outcome, Receipts};
use crate::pace::{Delay, Pace};
use crate::serve::{self, note};

pub(super) const NAME: &str = "pharmacy";
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The pharmacy as its routes see it.
pub struct Desk {
    pub pace: Pace,
    book: Mutex<Book>,
    courier: Option<Courier>,
    /// Orders whose messages are being sent.
    busy: Mutex<BTreeSet<String>>,
    /// Written while the book is held, so that their order is the order of effects.
    receipts: Mutex<Receipts>,
    faults: Mutex<Faults>,
    arrivals: AtomicU64,
    runtime: Handle,
}

/// What a message is answered, and how late.
pub(super) struct Answer {
    pub status: u16,
    /// SCRIPT, or nothing but the status.
    pub xml: Option<String>,
    pub delay: Delay,
}

impl Answer {
    fn of(xml: String, delay: Delay) -> Self {
        Self { status: 200, xml: Some(xml), delay }
    }
}

/// One copy of a message, as it was read.
pub(super) struct Copy<'c> {
    pub xml: &'c str,
    pub connection: &'c str,
    pub luck: Luck,
}

impl Desk {
    /// Call it inside of the runtime that shall send the messages.
    pub fn open(state: &Path, pace: Pace, account: Option<Account>) -> anyhow::Result<Data<Self>> {
        let (book, courier) = (Book::open(state)?, account.map(Courier::new).transpose()?);
        Ok(Data::new(Self {
            pace,
            book: Mutex::new(book),
            courier,
            busy: Mutex::default(),
            receipts: Mutex::new(Receipts::open(state)?),
            faults: Mutex::default(),
            arrivals: AtomicU64::new(0),
            runtime: Handle::try_current()?,
        }))
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn receipts(&self) -> MutexGuard<'_, Receipts> {
        self.receipts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_faults(&self, faults: Faults) {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    pub(super) fn faults(&self) -> Faults {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the next POST meets with.
    pub(super) fn luck(&self) -> Luck {
        self.faults().luck(self.arrivals.fetch_add(1, Ordering::Relaxed))
    }

    /// Takes up what was still to be sent when the pharmacy was stopped.
    pub fn resume(self: &Arc<Self>) {
        let waiting = self.book().waiting();
        waiting.into_iter().for_each(|order| self.send(order));
    }

    /// Answers a message; the same MessageID again gets the same answer and has no effect.
    pub(super) fn take(self: &Arc<Self>, copy: &Copy<'_>) -> Result<anyhow::Result<Answer>, ScriptError> {
        let envelope = script::parse_envelope(copy.xml)?;
        let (id, faults) = (envelope.header.message_id.as_str(), self.faults());
        let mut book = self.book();
        if let Luck::Failed { status, with_error } = copy.luck {
            return Ok(self.fail(copy, &envelope, status, with_error));
        }
        if let Some(answer) = book.answer(id) {
            note(NAME, format_args!("{id} again, answered as before"));
            let again = self.receive_copy(copy, &envelope, Outcome::Again);
            return Ok(again.and_then(|()| book.record_again(id)).map(|()| Answer::of(answer, Delay::None)));
        }
        if faults.turns_away(id, self.receipts().times(id)) {
            return Ok(self.turn_away(copy, &envelope));
        }
        let received = receive(copy.xml, |key| book.find(key), serve::now())?;
        Ok(received.and_then(|received| {
            let received = scatter(&faults, received)?;
            let Received { transaction, outgoing, .. } = &received;
            note(NAME, format_args!("{transaction} {id}: {} messages follow", outgoing.len()));
            let answer = Answer::of(received.answer.clone(), received.delay);
            let order = order_of(&received);
            let outcome = if order.is_some() { Outcome::Taken } else { Outcome::Refused };
            self.receive_copy(copy, &envelope, outcome)?;
            book.record(received, copy.xml)?;
            drop(book);
            order.into_iter().for_each(|order| self.send(order));
            Ok(answer)
        }))
    }

    fn receive_copy(&self, copy: &Copy<'_>, envelope: &Message, outcome: Outcome) -> anyhow::Result<()> {
        self.receipts().write((copy.xml, copy.connection), envelope, outcome, serve::now())
    }

    fn turn_away(&self, copy: &Copy<'_>, envelope: &Message) -> anyhow::Result<Answer> {
        note(NAME, format_args!("{} turned away", envelope.header.message_id));
        self.receive_copy(copy, envelope, Outcome::Refused)?;
        Ok(Answer::of(turn_away(envelope, ErrorCode::CommunicationProblem, serve::now())?, Delay::None))
    }

    fn fail(
        &self,
        copy: &Copy<'_>,
        envelope: &Message,
        status: u16,
        with_error: bool,
    ) -> anyhow::Result<Answer> {
        note(NAME, format_args!("{} failed with {status}", envelope.header.message_id));
        self.receive_copy(copy, envelope, Outcome::Failed)?;
        let error = || turn_away(envelope, ErrorCode::ReceiverSystem, serve::now());
        let xml = with_error.then(error).transpose()?;
        Ok(Answer { status, xml, delay: Delay::None })
    }

    /// Sends what an order still has to send, one after the other, unless that is being done already.
    fn send(self: &Arc<Self>, order: String) {
        let busy = || self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if self.courier.is_some() && busy().insert(order.clone()) {
            let desk = Arc::clone(self);
            self.runtime.spawn(async move { desk.work_off(&order).await });
        }
    }

    async fn work_off(&self, order: &str) {
        if self.faults().holds_back(order) {
            self.pace.hold(Delay::Slow).await;
        }
        let mut pause = FIRST_PAUSE;
        while let Some(next) = self.next(order) {
            match self.bring(order, next).await {
                Ok(()) => pause = FIRST_PAUSE,
                Err(error) => {
                    note(NAME, format_args!("not delivered, tries again: {error:#}"));
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Nothing more to send ends the work while the book is held, so that no new message is overlooked.
    fn next(&self, order: &str) -> Option<Outgoing> {
        let mut book = self.book();
        let next = book.next(order).unwrap_or_else(|error| {
            note(NAME, format_args!("failed: {error:#}"));
            None
        });
        if next.is_none() {
            self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(order);
        }
        next
    }

    async fn bring(&self, order: &str, next: Outgoing) -> anyhow::Result<()> {
        let Outgoing { message_id, transaction, xml, .. } = next;
        if let Some(courier) = &self.courier {
            courier.bring(xml).await?;
        }
        note(NAME, format_args!("{transaction} {message_id} delivered"));
        self.book().sent(order, &message_id)
    }
}

/// What follows from a message, as the faults let it come.
fn scatter(faults: &Faults, mut received: Received) -> anyhow::Result<Received> {
    let answer = script::parse(&received.answer)?;
    let follows = !received.outgoing.is_empty();
    received.outgoing = faults.scatter(received.outgoing);
    if follows && faults.repeats(answer.header.message_id.as_str()) {
        received.outgoing.push(Outgoing::of(&answer, false)?);
    }
    Ok(received)
}

fn order_of(received: &Received) -> Option<String> {
    match &received.subject {
        Subject::Accepted(order) | Subject::Cancelled { order, .. } => Some(order.clone()),
        Subject::Refused { .. } | Subject::Nothing => None,
    }
}
