//! The pharmacy at work: what was received is answered, what is owed is sent until it is taken.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::web::Data;
use script::ScriptError;
use tokio::runtime::Handle;

use super::book::{Book, Outgoing};
use super::counter::{Received, Subject, receive};
use super::courier::{Account, Courier};
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
    runtime: Handle,
}

impl Desk {
    /// Call it inside of the runtime that shall send the messages.
    pub fn open(state: &Path, pace: Pace, account: Option<Account>) -> anyhow::Result<Data<Self>> {
        let (book, courier) = (Book::open(state)?, account.map(Courier::new).transpose()?);
        let (book, busy) = (Mutex::new(book), Mutex::new(BTreeSet::new()));
        Ok(Data::new(Self { pace, book, courier, busy, runtime: Handle::try_current()? }))
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what was still to be sent when the pharmacy was stopped.
    pub fn resume(self: &Arc<Self>) {
        let waiting = self.book().waiting();
        waiting.into_iter().for_each(|order| self.send(order));
    }

    /// Answers a message; the same MessageID again gets the same answer and has no effect.
    pub(super) fn take(self: &Arc<Self>, xml: &str) -> Result<anyhow::Result<(String, Delay)>, ScriptError> {
        let id = script::parse_envelope(xml)?.header.message_id;
        let mut book = self.book();
        if let Some(answer) = book.answer(id.as_str()) {
            note(NAME, format_args!("{id} again, answered as before"));
            return Ok(book.record_again(id.as_str()).map(|()| (answer, Delay::None)));
        }
        let received = receive(xml, |key| book.find(key), serve::now())?;
        Ok(received.and_then(|received| {
            let (answer, delay) = (received.answer.clone(), received.delay);
            note(
                NAME,
                format_args!("{} {id}: {} messages follow", received.transaction, received.outgoing.len()),
            );
            let order = order_of(&received);
            book.record(received, xml)?;
            drop(book);
            order.into_iter().for_each(|order| self.send(order));
            Ok((answer, delay))
        }))
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

fn order_of(received: &Received) -> Option<String> {
    match &received.subject {
        Subject::Accepted(order) | Subject::Cancelled { order, .. } => Some(order.clone()),
        Subject::Refused { .. } | Subject::Nothing => None,
    }
}
