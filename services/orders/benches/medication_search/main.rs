//! What a keystroke costs in the search of medications: every beginning of typed questions, some with slips, over the
//! catalogue, alone and with a made-up release of RxNorm, and over made-up ones; and what it costs to read that release.
//! `cargo bench -p orders --bench medication_search`; `SEED=7 CONCEPTS=300000 DRUGS=20000 NDCS=300000` say which.

mod invented;
mod release;

use invented::Invented;
use orders::medication::Catalogue;
use orders::medication::index::Index;
use std::io::Write;
use std::time::{Duration, Instant};

/// What people type; the second half with slips.
const QUESTIONS: [&str; 24] = [
    "lisinopril 10 mg tablet",
    "amoxicillin 500 capsule",
    "metoprolol succinate er 25",
    "insulin glargine",
    "zocor 40",
    "hydrocodone acetaminophen 5/325",
    "albuterol inhalation",
    "statin",
    "oral tablet",
    "levothyroxine sodium 0.075 mg",
    "a",
    "0093-3109-05",
    "lisinipril 10 mg",
    "amoxicilin 500",
    "metropolol sucinate",
    "hydroclorothiazide 25",
    "azithromicin tablets",
    "ibuprophen 600 mg",
    "levothyroxin sodum",
    "sertaline 50",
    "predisone 20",
    "gabapentine 300 caps",
    "qqqqqqqq",
    "atorvostatin calcum 40 mg oral tablt",
];
const ROUNDS: usize = 5;
const PAGE: usize = 26;

fn main() {
    let setting = |name: &str, usual: u64| {
        std::env::var(name).map_or(usual, |said| said.parse().expect("a whole number"))
    };
    let (seed, most) = (setting("SEED", 7), setting("CONCEPTS", 300_000));
    let began = Instant::now();
    let catalogue = Catalogue::get();
    say(&format!("catalogue read and indexed in {:?}; seed {seed}", began.elapsed()));
    say(&format!(
        "{:<34}{:>9}{:>9}{:>11}{:>9}{:>9}{:>9}{:>9}",
        "", "words", "MB", "keystrokes", "p50 µs", "p95 µs", "max µs", "noisy"
    ));
    report("catalogue, with the page as JSON", catalogue.index(), |question| page(catalogue, question));
    let loaded = release::loaded(seed, setting("DRUGS", 20_000), setting("NDCS", 300_000));
    report("with a release, the page as JSON", loaded.index(), |question| page(loaded, question));
    for concepts in [18_436, most] {
        let index = Index::of(Invented::new(seed).take(usize::try_from(concepts).expect("a number")));
        let name = format!("{concepts} made up");
        report(&name, &index, |question| index.search(question, None, PAGE).1.len());
    }
}

fn page(catalogue: &'static Catalogue, question: &str) -> usize {
    let found = catalogue.search(question, None, PAGE);
    let items: Vec<_> = found.into_iter().map(|(_, found)| found).collect();
    serde_json::to_vec(&items).expect("JSON").len()
}

/// Each keystroke is asked several times: the fastest is what it costs, the slowest shows what else the machine did.
fn report(name: &str, index: &Index, ask: impl Fn(&str) -> usize) {
    let mut fastest: Vec<(Duration, &str)> = Vec::new();
    let mut slowest = Duration::ZERO;
    for question in QUESTIONS {
        for (end, _) in question.char_indices().skip(1).chain([(question.len(), ' ')]) {
            let typed = &question[..end];
            let times = (0..ROUNDS).map(|_| {
                let began = Instant::now();
                std::hint::black_box(ask(std::hint::black_box(typed)));
                began.elapsed()
            });
            let times: Vec<Duration> = times.collect();
            slowest = slowest.max(times.iter().copied().max().unwrap_or_default());
            fastest.push((times.into_iter().min().unwrap_or_default(), typed));
        }
    }
    fastest.sort_unstable();
    let at = |percent: usize| fastest[(fastest.len() - 1) * percent / 100].0.as_micros();
    let (most, typed) = fastest.last().expect("a keystroke");
    say(&format!(
        "{name:<34}{:>9}{:>9}{:>11}{:>9}{:>9}{:>9}{:>9}  most for: {typed}",
        index.vocabulary(),
        index.size() / 1_000_000,
        fastest.len(),
        at(50),
        at(95),
        most.as_micros(),
        slowest.as_micros()
    ));
    assert!(*most < Duration::from_millis(5), "a keystroke took {most:?}: {typed}");
}

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("stdout");
}
