//! What a keystroke costs in the search of medications: every beginning of typed questions, some with slips, over the
//! catalogue and over made-up ones. `cargo bench -p orders --bench medication_search`; `SEED=7 CONCEPTS=300000` say which.

use orders::medication::Catalogue;
use orders::medication::index::{Index, Weight};
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
    let page = |question: &str| {
        let found = catalogue.search(question, None, PAGE);
        let items: Vec<_> = found.into_iter().map(|(_, found)| found).collect();
        serde_json::to_vec(&items).expect("JSON").len()
    };
    report("catalogue, with the page as JSON", catalogue.index(), page);
    for concepts in [18_436, most] {
        let index = Index::of(Invented::new(seed).take(usize::try_from(concepts).expect("a number")));
        let name = format!("{concepts} made up");
        report(&name, &index, |question| index.search(question, None, PAGE).1.len());
    }
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

/// Drugs that never were: syllables make names, real endings and strengths make them collide as real ones do.
struct Invented(u64);

const SYLLABLES: [&str; 24] = [
    "a", "am", "lo", "met", "ro", "pra", "zi", "do", "lis", "in", "ver", "ta", "ce", "fu", "ox", "ne", "bri",
    "gli", "san", "tor", "vi", "ka", "mu", "phe",
];
const ENDINGS: [&str; 12] =
    ["pril", "statin", "cillin", "olol", "sartan", "azole", "mycin", "pine", "ine", "ide", "mab", "oxacin"];
const SALTS: [&str; 6] = ["hydrochloride", "sodium", "succinate", "maleate", "calcium", ""];
const STRENGTHS: [&str; 14] =
    ["0.25", "0.5", "1", "2.5", "5", "10", "12.5", "20", "25", "40", "50", "100", "250", "500"];
const FORMS: [&[&str]; 6] = [
    &["oral", "tablet"],
    &["oral", "tablet", "film", "coated"],
    &["oral", "capsule", "extended", "release"],
    &["oral", "suspension"],
    &["topical", "cream"],
    &["intravenous", "injection", "solution"],
];

impl Invented {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// xorshift64*.
    fn number(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap_or_default() % below
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.number(of.len())]
    }

    fn name(&mut self) -> String {
        let syllables = 1 + self.number(3);
        let mut name: String = (0..syllables).map(|_| self.one(&SYLLABLES)).collect();
        name.push_str(self.one(&ENDINGS));
        name
    }
}

impl Iterator for Invented {
    type Item = Vec<(Weight, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut words = vec![(Weight::Leading, self.name())];
        let brand: String = (0..3).map(|_| self.one(&SYLLABLES)).collect();
        words.push((Weight::Leading, brand));
        words.push((Weight::Name, self.one(&SALTS).to_owned()));
        words.push((Weight::Detail, self.one(&STRENGTHS).to_owned()));
        words.push((Weight::Detail, "mg".to_owned()));
        words.extend(self.one(&FORMS).iter().map(|word| (Weight::Detail, (*word).to_owned())));
        words.retain(|(_, word)| !word.is_empty());
        Some(words)
    }
}
