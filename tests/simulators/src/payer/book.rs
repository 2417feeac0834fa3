//! Which inquiries came, how often, and as what.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::web;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::eligibility::Asked;
use crate::journal::Journal;
use crate::pace::Pace;

/// The payer as its routes see it.
pub struct Payer {
    pub pace: Pace,
    book: Mutex<Book>,
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

#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    trace: String,
    member_id: String,
    at: DateTime<Utc>,
    raw: String,
}

pub(super) struct Book {
    journal: Journal<Entry>,
    requests: Vec<Request>,
    positions: BTreeMap<String, usize>,
    members: BTreeMap<String, u32>,
}

impl Payer {
    pub fn open(state: &Path, pace: Pace) -> anyhow::Result<web::Data<Self>> {
        let (journal, entries) = Journal::open(state, "payer.jsonl")?;
        let (requests, positions, members) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut book = Book { journal, requests, positions, members };
        entries.into_iter().for_each(|entry| book.take(entry));
        Ok(web::Data::new(Self { pace, book: Mutex::new(book) }))
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
