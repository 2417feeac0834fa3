//! The clauses of directions, in whatever order they come.

use super::{Reader, Unread, set};
use crate::sig::{AsNeeded, Dose, DoseUnit, Number, Purpose, Route, Span, SpanUnit, is_reserved};

const SPANS: &[(SpanUnit, &[&str])] = &[
    (SpanUnit::Day, &["days", "day", "d"]),
    (SpanUnit::Week, &["weeks", "week", "wks", "wk"]),
    (SpanUnit::Month, &["months", "month"]),
];
const MOST: &[&str] = &[
    "no more than",
    "not more than",
    "not to exceed",
    "do not exceed",
    "do not take more than",
    "maximum of",
    "maximum",
    "max of",
    "max",
];
const IN_A_DAY: &[&str] = &[
    "in 24 hours",
    "per 24 hours",
    "/ 24 hours",
    "in a day",
    "in one day",
    "per day",
    "a day",
    "/ day",
    "daily",
];
const AS_NEEDED: &[&str] = &["as needed", "if needed", "when needed", "prn"];

impl Reader<'_> {
    /// A verb, perhaps, and how much.
    pub(super) fn beginning(&mut self) -> Result<(), Unread> {
        let applied = self.verb();
        let one = |unit| Dose::new(Number::ONE, None, unit).ok();
        self.dose = self.dose();
        if self.dose.is_none() && applied {
            let thin = self.any(&["a thin layer", "thin layer", "sparingly"]);
            self.dose = one(DoseUnit::Application).filter(|_| thin || self.word(0) == "to");
        }
        if self.dose.is_none() && self.any(&["a", "an"]) {
            self.dose = self.unit().and_then(one);
        }
        match self.dose {
            Some(dose) if applied && dose.unit() == DoseUnit::Patch => {
                self.implied_route = Some(Route::Transdermal)
            }
            Some(_) => {}
            None => return Err(self.how_much_is_missing()),
        }
        Ok(())
    }

    /// A number without its unit is the commonest gap: it is named as one.
    fn how_much_is_missing(&mut self) -> Unread {
        if self.number().is_some() { Unread::Missing("of what the dose is") } else { self.not_understood() }
    }

    /// Whether the verb is to apply.
    fn verb(&mut self) -> bool {
        if self.any(&["take", "swallow", "chew", "drink"]) {
            self.implied_route = Some(Route::Oral);
        } else if self.phrase("inhale") {
            self.implied_route = Some(Route::Inhalation);
        } else if self.phrase("apply") {
            self.implied_route = Some(Route::Topical);
            return true;
        } else {
            self.any(&[
                "give",
                "use",
                "place",
                "put",
                "instill",
                "insert",
                "inject",
                "dissolve",
                "administer",
            ]);
        }
        false
    }

    pub(super) fn clause(&mut self) -> Result<(), Unread> {
        if self.phrase(".") || self.between_moments() {
            return Ok(());
        }
        if let Some(meaning) = self.known_phrase() {
            return self.understand(&meaning);
        }
        if self.any(AS_NEEDED) {
            return self.needed();
        }
        if let Some(span) = self.span()? {
            return set(&mut self.duration, span, "how long");
        }
        if self.any(MOST) {
            return self.most();
        }
        if let Some(frequency) = self.counted_frequency() {
            return self.often(frequency);
        }
        if self.phrase("(") {
            return self.total();
        }
        if self.any(&["for", "indication"]) {
            let purpose = self.purpose()?;
            return set(&mut self.indication, purpose, "what it is for");
        }
        Err(self.not_understood())
    }

    /// `and at bedtime`, `Take with food`.
    fn between_moments(&mut self) -> bool {
        let before = self.at;
        if self.any(&["and", "take"]) && self.is_moment_next() {
            return true;
        }
        self.at = before;
        false
    }

    /// Perhaps with the reason: `for pain`, or only `pain`; `for 5 days` is none.
    fn needed(&mut self) -> Result<(), Unread> {
        let before = self.at;
        let is_span = self.span()?.is_some();
        self.at = before;
        let next = self.word(0);
        let bare = !next.is_empty() && !matches!(next, "." | "(" | "and" | "or") && !is_reserved(next);
        let says_why = bare || (!is_span && self.phrase("for"));
        let reason = if says_why { Some(self.purpose()?) } else { None };
        set(&mut self.as_needed, AsNeeded { reason }, "when it is needed")
    }

    /// `for 10 days`, `x 10 days`, `x10d`.
    pub(super) fn span(&mut self) -> Result<Option<Span>, Unread> {
        let before = self.at;
        if self.any(&["for", "x", "times"])
            && let Some(value) = self.number().and_then(|number| number.whole())
            && let Some(unit) = self.one_of(SPANS)
        {
            return Span::new(value, unit).map(Some).map_err(|_| self.not_understood());
        }
        self.at = before;
        Ok(None)
    }

    fn most(&mut self) -> Result<(), Unread> {
        let Some(number) = self.number() else { return Err(self.not_understood()) };
        let unit = self.unit();
        let same = unit.is_none_or(|unit| self.dose.is_some_and(|dose| dose.unit() == unit));
        if !same || !self.any(IN_A_DAY) {
            return Err(self.not_understood());
        }
        set(&mut self.at_most, number, "the most in a day")
    }

    /// `(25 mg total)` or `(25 mg)`: what the dose comes to.
    fn total(&mut self) -> Result<(), Unread> {
        let Some(total) = self.dose() else { return Err(self.not_understood()) };
        self.any(&["total", "dose"]);
        if !self.phrase(")") {
            return Err(self.not_understood());
        }
        set(&mut self.total, total, "how much it is in all")
    }

    /// Up to a word that begins another clause.
    fn purpose(&mut self) -> Result<Purpose, Unread> {
        let from = self.at;
        while self.at < self.words.len() && !matches!(self.word(0), "." | "(") && !is_reserved(self.word(0)) {
            self.at += 1;
        }
        let text = match &self.words[from..self.at] {
            [] => "",
            [first, .., last] => &self.text[first.from..last.to],
            [only] => &self.text[only.from..only.to],
        };
        Purpose::try_from(text.to_owned()).map_err(|_| {
            self.at = from;
            self.not_understood()
        })
    }
}
