//! Reading directions: plain words and the usual abbreviations. What is not understood is never guessed.

mod amount;
mod clause;
mod mention;
mod often;
mod phrase;

use super::word::{Word, words};
use super::{AsNeeded, Dose, Frequency, Moment, Moments, Number, Purpose, Route, Span, Structured};
pub(super) use amount::unit_of;
pub use mention::{Mentions, mentions, spoken_units};
use phrase::Meaning;

/// What a text says.
#[derive(Clone, PartialEq, Eq)]
pub struct Reading {
    pub sig: Structured,
    /// What the text says the dose comes to, as in `1 tablet (25 mg total)`.
    pub total: Option<Dose>,
}
model::redacted!(Reading);

/// Why a text cannot be read as directions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    #[error("is not understood from character {0} on")]
    NotUnderstood(usize),
    #[error("says two different things about {0}")]
    Contradicts(&'static str),
    #[error("does not say {0}")]
    Missing(&'static str),
}

/// Reads a whole text as the directions for one drug; steps that differ (a taper) are not one.
pub fn read(text: &str) -> Result<Reading, Unread> {
    let mut reader = Reader::of(text);
    reader.beginning()?;
    while reader.at < reader.words.len() {
        reader.clause()?;
    }
    reader.finish()
}

/// `ten days` says how long, not what for.
pub(super) fn begins_with_span(text: &str) -> bool {
    !matches!(Reader::of(&format!("for {text}")).span(), Ok(None))
}

struct Reader<'t> {
    text: &'t str,
    words: Vec<Word>,
    at: usize,
    implied_route: Option<Route>,
    dose: Option<Dose>,
    total: Option<Dose>,
    route: Option<Route>,
    frequency: Option<Frequency>,
    moments: Vec<Moment>,
    as_needed: Option<AsNeeded>,
    duration: Option<Span>,
    at_most: Option<Number>,
    indication: Option<Purpose>,
}

impl<'t> Reader<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            words: words(text),
            at: 0,
            implied_route: None,
            dose: None,
            total: None,
            route: None,
            frequency: None,
            moments: Vec::new(),
            as_needed: None,
            duration: None,
            at_most: None,
            indication: None,
        }
    }

    fn word(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", |word| word.text.as_str())
    }

    /// Takes these words when they come next; an article between them does not matter.
    fn phrase(&mut self, phrase: &str) -> bool {
        let mut at = self.at;
        for expected in phrase.split(' ') {
            while self.words.get(at).is_some_and(|word| word.text == "the") {
                at += 1;
            }
            if self.words.get(at).is_none_or(|word| word.text != expected) {
                return false;
            }
            at += 1;
        }
        self.at = at;
        true
    }

    fn any(&mut self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.phrase(phrase))
    }

    fn not_understood(&self) -> Unread {
        let bytes = self.words.get(self.at).map_or(self.text.len(), |word| word.from);
        Unread::NotUnderstood(self.text[..bytes].chars().count() + 1)
    }

    fn understand(&mut self, meaning: &Meaning) -> Result<(), Unread> {
        match meaning {
            Meaning::Route(route) => set(&mut self.route, *route, "where it goes"),
            Meaning::Often(frequency) => self.often(frequency.clone()),
            Meaning::When(moment) => {
                self.moment(*moment);
                Ok(())
            }
            Meaning::DailyAt(moment) => {
                self.moment(*moment);
                self.often(often::daily(1))
            }
        }
    }

    fn moment(&mut self, moment: Moment) {
        if !self.moments.contains(&moment) {
            self.moments.push(moment);
        }
    }

    fn finish(self) -> Result<Reading, Unread> {
        let parts_of_day = self.moments.iter().filter(|m| m.is_part_of_day()).count();
        let by_moments = u16::try_from(parts_of_day).ok().filter(|times| *times > 0).map(often::daily);
        let sig = Structured {
            dose: self.dose.ok_or(Unread::Missing("how much"))?,
            route: self.route.or(self.implied_route).ok_or(Unread::Missing("where it goes"))?,
            frequency: self.frequency.or(by_moments).ok_or(Unread::Missing("how often"))?,
            moments: Moments::try_from(self.moments).ok().ok_or(Unread::Contradicts("when"))?,
            as_needed: self.as_needed,
            duration: self.duration,
            at_most: self.at_most,
            indication: self.indication,
        };
        Ok(Reading { sig, total: self.total })
    }
}

/// Saying the same twice is no contradiction.
fn set<T: PartialEq>(place: &mut Option<T>, value: T, what: &'static str) -> Result<(), Unread> {
    match place {
        Some(before) if *before != value => Err(Unread::Contradicts(what)),
        _ => {
            *place = Some(value);
            Ok(())
        }
    }
}
