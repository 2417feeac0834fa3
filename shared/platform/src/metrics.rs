//! Counters for Prometheus: what a process did since it started, in words of the program alone.
//!
//! Name, label and value are known when the program is built, so nothing that a person, a request or a partner said can get in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// Something that is counted, by one word each time.
pub struct Counter {
    /// In snake case, ending in `_total`.
    pub name: &'static str,
    /// One sentence for whoever reads the numbers.
    pub help: &'static str,
    /// What the word says.
    pub label: &'static str,
}

/// Answers to requests.
pub static ANSWERS: Counter =
    Counter { name: "http_answers_total", help: "Answers to requests.", label: "class" };
/// Facts taken to the bus.
pub static PUBLISHED: Counter =
    Counter { name: "events_published_total", help: "Facts taken to the bus.", label: "outcome" };
/// Facts heard from the bus.
pub static HEARD: Counter =
    Counter { name: "events_heard_total", help: "Facts heard from the bus.", label: "admission" };

type Counts = BTreeMap<&'static str, (&'static Counter, BTreeMap<&'static str, u64>)>;

static COUNTED: Mutex<Counts> = Mutex::new(BTreeMap::new());

impl Counter {
    pub fn count(&'static self, word: &'static str) {
        self.add(word, 1);
    }

    pub fn add(&'static self, word: &'static str, number: usize) {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        let mut counted = COUNTED.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, counts) = counted.entry(self.name).or_insert_with(|| (self, BTreeMap::new()));
        let count = counts.entry(word).or_default();
        *count = count.saturating_add(number);
    }
}

/// `1xx` to `5xx`.
pub fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// The text exposition format of Prometheus (0.0.4).
pub fn text() -> String {
    let counted = COUNTED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = String::new();
    for (Counter { name, help, label }, counts) in counted.values() {
        line(&mut text, format_args!("# HELP {name} {help}\n# TYPE {name} counter"));
        for (word, count) in counts {
            line(&mut text, format_args!("{name}{{{label}=\"{word}\"}} {count}"));
        }
    }
    text
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _written = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    static BREWED: Counter = Counter { name: "cups_brewed_total", help: "Cups brewed.", label: "kind" };

    #[test]
    fn counts_by_word() {
        BREWED.count("tea");
        BREWED.add("coffee", 3);
        BREWED.count("coffee");
        let shown = "# HELP cups_brewed_total Cups brewed.\n# TYPE cups_brewed_total counter\n\
            cups_brewed_total{kind=\"coffee\"} 4\ncups_brewed_total{kind=\"tea\"} 1\n";
        let text = text();
        assert!(text.contains(shown), "{text}");
    }

    #[test]
    fn statuses_fall_into_classes() {
        let classes = [100, 204, 302, 428, 503, 799].map(class);
        assert_eq!(classes, ["1xx", "2xx", "3xx", "4xx", "5xx", "5xx"]);
    }
}
