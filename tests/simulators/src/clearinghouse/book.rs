//! What the clearinghouse received, and what it has to report.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::web;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use x12::Interchange;

use super::intake::{Kind, Report, Taken};
use super::serial::Serial;
use crate::journal::Journal;
use crate::pace::Pace;

/// The clearinghouse as its routes see it.
pub struct Clearinghouse {
    pub pace: Pace,
    book: Mutex<Book>,
}

/// One interchange; sender (ISA06) and control number (ISA13) name it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Batch {
    pub sender: String,
    pub control: String,
    /// X-Key.
    pub key: Option<String>,
    pub raw: String,
    pub answer: String,
    pub claims: Vec<String>,
    #[serde(skip)]
    pub times_received: u32,
}

/// A report that was handed out, or can be. Ids only rise, in the order of release.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Released {
    pub id: String,
    pub kind: Kind,
    pub content: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub(super) enum Entry {
    Received {
        batch: Batch,
        reports: Vec<Report>,
        due: DateTime<Utc>,
        serial: u32,
    },
    ReceivedAgain {
        sender: String,
        control: String,
    },
    /// The first waiting report that is due by then goes out.
    Released {
        id: u64,
        by: DateTime<Utc>,
    },
}

pub(super) struct Book {
    journal: Journal<Entry>,
    batches: Vec<Batch>,
    waiting: Vec<(DateTime<Utc>, Report)>,
    released: Vec<Released>,
    last_id: u64,
    pub serial: Serial,
}

impl Clearinghouse {
    pub fn open(state: &Path, pace: Pace) -> anyhow::Result<web::Data<Self>> {
        let (journal, entries) = Journal::open(state, "clearinghouse.jsonl")?;
        let (batches, waiting, released) = (Vec::new(), Vec::new(), Vec::new());
        let mut book = Book { journal, batches, waiting, released, last_id: 0, serial: Serial::default() };
        entries.into_iter().for_each(|entry| book.take(entry));
        Ok(web::Data::new(Self { pace, book: Mutex::new(book) }))
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    pub fn find(&self, sender: &str, control: &str) -> Option<&Batch> {
        self.batches.iter().find(|batch| batch.sender == sender && batch.control == control)
    }

    pub fn find_key(&self, key: &str) -> Option<&Batch> {
        self.batches.iter().find(|batch| batch.key.as_deref() == Some(key))
    }

    /// In how many interchanges a claim number came.
    pub fn times(&self, claim: &str) -> usize {
        let claims = self.batches.iter().flat_map(|batch| &batch.claims);
        claims.filter(|number| *number == claim).count()
    }

    /// Keeps a batch and everything that follows from it, at once.
    pub fn record(
        &mut self,
        interchange: &Interchange<'_>,
        (key, raw): (Option<&str>, &str),
        taken: &Taken,
        serial: Serial,
        due: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let batch = Batch {
            sender: interchange.sender().to_owned(),
            control: interchange.control().to_owned(),
            key: key.map(str::to_owned),
            raw: raw.to_owned(),
            answer: taken.answer.clone(),
            claims: taken.claims.clone(),
            times_received: 0,
        };
        self.write(Entry::Received { batch, reports: taken.reports.clone(), due, serial: serial.0 })
    }

    pub fn record_again(&mut self, sender: &str, control: &str) -> anyhow::Result<()> {
        self.write(Entry::ReceivedAgain { sender: sender.to_owned(), control: control.to_owned() })
    }

    /// Releases what is due, then gives what stands after `after`.
    pub fn reports(&mut self, after: u64, limit: usize, now: DateTime<Utc>) -> anyhow::Result<Vec<Released>> {
        let micros = u64::try_from(now.timestamp_micros()).unwrap_or_default();
        while self.waiting.iter().any(|(due, _)| *due <= now) {
            self.write(Entry::Released { id: micros.max(self.last_id + 1), by: now })?;
        }
        let later = |report: &&Released| report.id.parse::<u64>().is_ok_and(|id| id > after);
        Ok(self.released.iter().filter(later).take(limit).cloned().collect())
    }

    fn write(&mut self, entry: Entry) -> anyhow::Result<()> {
        self.journal.append(&entry)?;
        self.take(entry);
        Ok(())
    }

    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Received { batch, reports, due, serial } => {
                self.batches.push(Batch { times_received: 1, ..batch });
                self.waiting.extend(reports.into_iter().map(|report| (due, report)));
                self.serial = Serial(serial);
            }
            Entry::ReceivedAgain { sender, control } => {
                let mut batches = self.batches.iter_mut();
                let batch = batches.find(|batch| batch.sender == sender && batch.control == control);
                batch.into_iter().for_each(|batch| batch.times_received += 1);
            }
            Entry::Released { id, by } => {
                let first = self.waiting.iter().position(|(due, _)| *due <= by);
                if let Some((_, Report { kind, content })) = first.map(|first| self.waiting.remove(first)) {
                    self.released.push(Released { id: id.to_string(), kind, content });
                }
                self.last_id = id;
            }
        }
    }
}
