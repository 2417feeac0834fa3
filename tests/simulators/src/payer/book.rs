//! Which inquiries came, how often, and as what.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::web;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::eligibility::Asked;
use crate::journal::Journal;
use crate::pace::{Load, Pace};

/// The payer as its routes see it.
pub struct Payer {
    pub pace: Pace,
    load: Load,
    under_way: AtomicUsize,
    book: Mutex<Book>,
}

/// An inquiry that is being answered.
pub(super) struct Place<'p> {
    under_way: &'p AtomicUsize,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One inquiry under one trace. `at` is when it came first.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Request {
    pub trace: String,
    pub at: DateTime<Utc>,
    pub count: u32,
    #[serde(skip)]
    pub raw: String,
}

/// A batch by its PayloadID: how often it was handed over, and its results fetched since the start.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Batch {
    pub payload_id: String,
    pub times_received: u32,
    pub acknowledgments_fetched: u32,
    pub results_fetched: u32,
    #[serde(skip)]
    pub raw: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    trace: String,
    member_id: String,
    at: DateTime<Utc>,
    raw: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct BatchEntry {
    payload_id: String,
    at: DateTime<Utc>,
    raw: String,
}

pub(super) struct Book {
    journal: Journal<Entry>,
    requests: Vec<Request>,
    positions: BTreeMap<String, usize>,
    members: BTreeMap<String, u32>,
    batch_journal: Journal<BatchEntry>,
    batches: Vec<Batch>,
}

impl Payer {
    pub fn open(state: &Path, pace: Pace, load: Load) -> anyhow::Result<web::Data<Self>> {
        let (journal, entries) = Journal::open(state, "payer.jsonl")?;
        let (requests, positions, members) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let (batch_journal, batch_entries) = Journal::open(state, "payer-batches.jsonl")?;
        let batches = Vec::new();
        let mut book = Book { journal, requests, positions, members, batch_journal, batches };
        entries.into_iter().for_each(|entry| book.take(entry));
        for BatchEntry { payload_id, raw, .. } in batch_entries {
            book.receive(payload_id, raw);
        }
        Ok(web::Data::new(Self { pace, load, under_way: AtomicUsize::new(0), book: Mutex::new(book) }))
    }

    /// A place among those answered at once, until it is dropped; none when all are taken.
    pub(super) fn enter(&self) -> Option<Place<'_>> {
        let place = Place { under_way: &self.under_way };
        let before = self.under_way.fetch_add(1, Ordering::SeqCst);
        self.load.at_once.is_none_or(|most| before < most).then_some(place)
    }

    pub(super) async fn take_time(&self) {
        tokio::time::sleep(Duration::from_millis(self.load.latency.into())).await;
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    pub fn find(&self, trace: &str) -> Option<&Request> {
        self.requests.get(*self.positions.get(trace)?)
    }

    /// How often this member was asked about.
    pub fn times(&self, member_id: &str) -> u32 {
        self.members.get(member_id).copied().unwrap_or_default()
    }

    pub fn record(&mut self, asked: &Asked, raw: &str, at: DateTime<Utc>) -> anyhow::Result<()> {
        let Asked { trace, member_id } = asked.clone();
        let entry = Entry { trace, member_id, at, raw: raw.to_owned() };
        self.journal.append(&entry)?;
        self.take(entry);
        Ok(())
    }

    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// Answers how often it came.
    pub fn take_batch(
        &mut self,
        payload_id: &str,
        raw: &str,
        asked: &[Asked],
        at: DateTime<Utc>,
    ) -> anyhow::Result<u32> {
        let entry = BatchEntry { payload_id: payload_id.to_owned(), at, raw: raw.to_owned() };
        self.batch_journal.append(&entry)?;
        for asked in asked {
            self.record(asked, "", at)?;
        }
        Ok(self.receive(entry.payload_id, entry.raw))
    }

    fn receive(&mut self, payload_id: String, raw: String) -> u32 {
        if let Some(batch) = self.batches.iter_mut().find(|batch| batch.payload_id == payload_id) {
            batch.times_received += 1;
            return batch.times_received;
        }
        self.batches.push(Batch { payload_id, raw, times_received: 1, ..Batch::default() });
        1
    }

    pub fn fetch_acknowledgment(&mut self, payload_id: &str) -> Option<String> {
        let batch = self.batches.iter_mut().find(|batch| batch.payload_id == payload_id)?;
        batch.acknowledgments_fetched += 1;
        Some(batch.raw.clone())
    }

    /// And how often they were asked for.
    pub fn fetch_results(&mut self, payload_id: &str) -> Option<(String, u32)> {
        let batch = self.batches.iter_mut().find(|batch| batch.payload_id == payload_id)?;
        batch.results_fetched += 1;
        Some((batch.raw.clone(), batch.results_fetched))
    }

    fn take(&mut self, entry: Entry) {
        let Entry { trace, member_id, at, raw } = entry;
        *self.members.entry(member_id).or_default() += 1;
        match self.positions.get(&trace).and_then(|&position| self.requests.get_mut(position)) {
            Some(request) => request.count += 1,
            None => {
                self.positions.insert(trace.clone(), self.requests.len());
                self.requests.push(Request { trace, at, count: 1, raw });
            }
        }
    }
}
