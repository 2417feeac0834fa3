//! Which prescriptions came, what became of them, and which messages are still to be sent.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use script::{Body, Message};
use serde::{Deserialize, Serialize};

use super::counter::{Prescribed, Received, Subject};
use crate::journal::Journal;

/// One message of the pharmacy's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    pub message_id: String,
    pub transaction: String,
    pub xml: String,
    /// With this message the drug is handed over.
    pub dispenses: bool,
    /// It is brought before whatever its order still has to send.
    #[serde(default)]
    pub overtakes: bool,
}

impl Outgoing {
    /// Only an RxFill can dispense.
    pub(super) fn of(message: &Message, dispenses: bool) -> anyhow::Result<Self> {
        Ok(Self {
            message_id: message.header.message_id.to_string(),
            transaction: message.body.transaction().to_owned(),
            xml: script::write(message)?,
            dispenses: dispenses && matches!(message.body, Body::RxFill(_)),
            overtakes: false,
        })
    }

    fn is_fill(&self) -> bool {
        self.transaction == "RxFill"
    }
}

/// A prescription as tests see it.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Order {
    pub order_number: String,
    /// MessageIDs of its NewRx, each once.
    pub message_ids: Vec<String>,
    pub times_received: u32,
    pub dispensed_times: u32,
    pub cancelled: bool,
    #[serde(skip)]
    accepted: bool,
    #[serde(skip)]
    outgoing: VecDeque<Outgoing>,
}

/// A message that came or went.
#[derive(Clone, Debug)]
struct Letter {
    raw: String,
    /// What the same message is answered again.
    answer: Option<String>,
    order: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
enum Entry {
    Accepted {
        order: String,
        message_id: String,
        raw: String,
        answer: String,
        outgoing: Vec<Outgoing>,
    },
    /// Without an answer the same message may be accepted later.
    Refused {
        order: String,
        message_id: String,
        raw: String,
        answer: Option<String>,
    },
    Cancel {
        order: String,
        message_id: String,
        raw: String,
        answer: String,
        approved: bool,
        outgoing: Vec<Outgoing>,
    },
    Other {
        message_id: String,
        raw: String,
        answer: String,
    },
    Again {
        message_id: String,
    },
    Dispensed {
        order: String,
    },
    /// The other side took it.
    Sent {
        order: String,
        message_id: String,
    },
}

pub(super) struct Book {
    journal: Journal<Entry>,
    orders: Vec<Order>,
    letters: BTreeMap<String, Letter>,
}

impl Book {
    pub fn open(state: &Path) -> anyhow::Result<Self> {
        let (journal, entries) = Journal::open(state, "pharmacy.jsonl")?;
        let mut book = Self { journal, orders: Vec::new(), letters: BTreeMap::new() };
        entries.into_iter().for_each(|entry| book.take(entry));
        Ok(book)
    }

    /// Every prescription that came; a cancel alone is none.
    pub fn prescriptions(&self) -> Vec<&Order> {
        self.orders.iter().filter(|order| order.times_received > 0).collect()
    }

    /// By order number or by the MessageID of a NewRx.
    pub fn find(&self, key: &str) -> Option<(String, Prescribed)> {
        let order = self.letters.get(key).and_then(|letter| letter.order.as_deref()).unwrap_or(key);
        let order = self.orders.iter().find(|known| known.order_number == order)?;
        let Order { times_received, accepted, dispensed_times, .. } = *order;
        Some((
            order.order_number.clone(),
            Prescribed { times_received, accepted, dispensed: dispensed_times > 0 },
        ))
    }

    pub fn raw(&self, message_id: &str) -> Option<&str> {
        self.letters.get(message_id).map(|letter| letter.raw.as_str())
    }

    /// The answer a message was given before.
    pub fn answer(&self, message_id: &str) -> Option<String> {
        self.letters.get(message_id)?.answer.clone()
    }

    pub fn record_again(&mut self, message_id: &str) -> anyhow::Result<()> {
        self.write(Entry::Again { message_id: message_id.to_owned() })
    }

    /// Writes down a message with its answer and everything that follows from it, at once.
    pub fn record(&mut self, received: Received, raw: &str) -> anyhow::Result<()> {
        let Received { message_id, subject, answer, outgoing, .. } = received;
        let raw = raw.to_owned();
        self.write(match subject {
            Subject::Accepted(order) => Entry::Accepted { order, message_id, raw, answer, outgoing },
            Subject::Refused { order, for_good } => {
                Entry::Refused { order, message_id, raw, answer: for_good.then_some(answer) }
            }
            Subject::Cancelled { order, approved } => {
                Entry::Cancel { order, message_id, raw, answer, approved, outgoing }
            }
            Subject::Nothing => Entry::Other { message_id, raw, answer },
        })
    }

    /// Orders with messages still to be sent.
    pub fn waiting(&self) -> Vec<String> {
        let waiting = self.orders.iter().filter(|order| !order.outgoing.is_empty());
        waiting.map(|order| order.order_number.clone()).collect()
    }

    pub fn outbox(&self) -> impl Iterator<Item = (&Order, &Outgoing)> {
        self.orders.iter().flat_map(|order| order.outgoing.iter().map(move |outgoing| (order, outgoing)))
    }

    /// The message an order sends next. Dispensing is written down before anybody is told.
    pub fn next(&mut self, order: &str) -> anyhow::Result<Option<Outgoing>> {
        let Some(known) = self.orders.iter().find(|known| known.order_number == order) else {
            return Ok(None);
        };
        let next = known.outgoing.front().cloned();
        if known.dispensed_times == 0 && next.as_ref().is_some_and(|next| next.dispenses) {
            self.write(Entry::Dispensed { order: order.to_owned() })?;
        }
        Ok(next)
    }

    pub fn sent(&mut self, order: &str, message_id: &str) -> anyhow::Result<()> {
        self.write(Entry::Sent { order: order.to_owned(), message_id: message_id.to_owned() })
    }

    fn write(&mut self, entry: Entry) -> anyhow::Result<()> {
        self.journal.append(&entry)?;
        self.take(entry);
        Ok(())
    }

    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Accepted { order, message_id, raw, answer, outgoing } => {
                self.keep(&message_id, raw, Some(answer), Some(&order));
                self.order(&order).receive(message_id);
                self.order(&order).accepted = true;
                self.queue(&order, outgoing);
            }
            Entry::Refused { order, message_id, raw, answer } => {
                self.keep(&message_id, raw, answer, Some(&order));
                self.order(&order).receive(message_id);
            }
            Entry::Cancel { order, message_id, raw, answer, approved, outgoing } => {
                self.keep(&message_id, raw, Some(answer), Some(&order));
                if approved {
                    self.order(&order).cancel();
                }
                self.queue(&order, outgoing);
            }
            Entry::Other { message_id, raw, answer } => self.keep(&message_id, raw, Some(answer), None),
            Entry::Again { message_id } => self.count(&message_id),
            Entry::Dispensed { order } => self.order(&order).dispensed_times += 1,
            Entry::Sent { order, message_id } => self.order(&order).sent(&message_id),
        }
    }

    fn keep(&mut self, message_id: &str, raw: String, answer: Option<String>, order: Option<&str>) {
        let letter = Letter { raw, answer, order: order.map(str::to_owned) };
        self.letters.insert(message_id.to_owned(), letter);
    }

    fn queue(&mut self, order: &str, outgoing: Vec<Outgoing>) {
        for one in &outgoing {
            self.keep(&one.message_id, one.xml.clone(), None, Some(order));
        }
        let waiting = &mut self.order(order).outgoing;
        for one in outgoing {
            if one.overtakes { waiting.push_front(one) } else { waiting.push_back(one) }
        }
    }

    fn count(&mut self, message_id: &str) {
        let of_it = |order: &&mut Order| order.message_ids.iter().any(|id| id == message_id);
        self.orders.iter_mut().find(of_it).into_iter().for_each(|order| order.times_received += 1);
    }

    fn order(&mut self, number: &str) -> &mut Order {
        let known = self.orders.iter().position(|order| order.order_number == number);
        let position = known.unwrap_or_else(|| {
            self.orders.push(Order { order_number: number.to_owned(), ..Order::default() });
            self.orders.len() - 1
        });
        &mut self.orders[position]
    }
}

impl Order {
    fn receive(&mut self, message_id: String) {
        self.times_received += 1;
        if !self.message_ids.contains(&message_id) {
            self.message_ids.push(message_id);
        }
    }

    fn cancel(&mut self) {
        self.cancelled = true;
        self.outgoing.retain(|outgoing| !outgoing.is_fill());
    }

    /// A message that was taken back while it was on its way is not the next one any more.
    fn sent(&mut self, message_id: &str) {
        if self.outgoing.front().is_some_and(|next| next.message_id == message_id) {
            self.outgoing.pop_front();
        }
    }
}
