//! Whether codes say what the words say: every number and every word must be explained by the codes, and every code by
//! the words. Strict on purpose, because words that go alone harm nobody.

use super::{Amount, CodedSig, Instruction, SigCode, Timing};
use crate::Decimal;

/// Words that carry no dose, time or reason of their own.
const FILLERS: [&str; 14] =
    ["a", "an", "as", "at", "by", "each", "every", "for", "in", "into", "of", "on", "per", "the"];
/// What codes call a thing beyond what directions say.
const CODE_FILLERS: [&str; 2] = ["route", "dosing"];

const NUMBERS: [(&str, u32); 14] = [
    ("once", 1),
    ("twice", 2),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

/// How directions say the route a code names: these words one after the other.
const ROUTES: [(&str, &[&str]); 7] = [
    ("oral", &["mouth"]),
    ("subcutaneous", &["under", "skin"]),
    ("intramuscular", &["into", "muscle"]),
    ("intravenous", &["into", "vein"]),
    ("rectal", &["in", "rectum"]),
    ("vaginal", &["in", "vagina"]),
    ("transdermal", &["to", "skin"]),
];
const ARTICLES: [&str; 3] = ["a", "an", "the"];

struct Word {
    text: String,
    number: Option<Decimal>,
    used: bool,
}

struct Words(Vec<Word>);

/// Several instructions, and what joins them, are beyond this reading.
pub(super) fn agree(text: &str, coded: &CodedSig) -> bool {
    let [instruction] = coded.instructions.as_slice() else { return false };
    let mut words = Words::of(text);
    words.explain(instruction) && words.all_used()
}

impl Words {
    fn of(text: &str) -> Self {
        let inside = |c: char| c.is_alphanumeric() || c == '.';
        let raw = text.split(|c: char| !inside(c)).map(|word| word.trim_matches('.').to_lowercase());
        let words = raw.filter(|word| !word.is_empty()).map(|text| {
            let named = NUMBERS.iter().find(|(word, _)| *word == text).map(|(_, value)| (*value).into());
            Word { number: named.or_else(|| text.parse().ok()), text, used: false }
        });
        Self(words.collect())
    }

    fn explain(&mut self, instruction: &Instruction) -> bool {
        let doses = instruction.dose.iter().all(|dose| self.dose(dose));
        let timings = doses && instruction.timings.iter().all(|timing| self.timing(timing));
        let route = timings && instruction.route.iter().all(|route| self.route(route));
        let method = route && instruction.method.iter().all(|method| self.phrase(method));
        let site = method && instruction.site.iter().all(|site| self.phrase(site));
        site && instruction.indication.iter().all(|indication| {
            indication.precursor.iter().all(|precursor| self.phrase(precursor))
                && self.phrase(&indication.value)
        })
    }

    fn timing(&mut self, timing: &Timing) -> bool {
        match timing {
            Timing::Event { modifier, event } => {
                modifier.iter().all(|modifier| self.phrase(modifier)) && self.phrase(event)
            }
            Timing::Frequency(amount) => self.frequency(amount),
            Timing::Interval(amount) => self.led_by(&["every"], amount),
            Timing::Duration(amount) => self.led_by(&["for", "x"], amount),
        }
    }

    /// `2 tablets`
    fn dose(&mut self, amount: &Amount) -> bool {
        let found =
            (0..self.0.len()).find(|&at| self.counts(at, amount) && self.is_unit(at + 1, &amount.unit));
        found.is_some_and(|at| self.take(at..at + 2))
    }

    /// `for 10 days`, `every 6 hours`
    fn led_by(&mut self, leads: &[&str], amount: &Amount) -> bool {
        let found = (1..self.0.len()).find(|&at| {
            leads.iter().any(|lead| self.is_free(at - 1, lead))
                && self.counts(at, amount)
                && self.is_unit(at + 1, &amount.unit)
        });
        found.is_some_and(|at| self.take(at - 1..at + 2))
    }

    /// `3 times a day`, `twice daily`, `3 per day`; once a day is also `daily` and `every day`.
    fn frequency(&mut self, amount: &Amount) -> bool {
        for at in 0..self.0.len() {
            if !self.counts(at, amount) {
                continue;
            }
            let mut unit = at + 1;
            for joint in [["time", "times", "x", "x"], ["a", "per", "every", "each"]] {
                unit += usize::from(joint.iter().any(|word| self.is_free(unit, word)));
            }
            // `2 days` is no frequency.
            let joined = unit > at + 1 || self.0.get(unit).is_some_and(|word| word.text.ends_with("ly"));
            if joined && self.is_unit(unit, &amount.unit) {
                return self.take(at..unit + 1);
            }
        }
        let once = amount.value == 1.into();
        let single = once.then(|| (0..self.0.len()).find(|&at| self.is_single(at, &amount.unit))).flatten();
        single.is_some_and(|at| self.take(at..at + 1))
    }

    /// A unit that stands without a number before it.
    fn is_single(&self, at: usize, unit: &SigCode) -> bool {
        let counted = at.checked_sub(1).is_some_and(|before| self.0[before].number.is_some());
        !counted && self.is_unit(at, unit)
    }

    fn route(&mut self, route: &SigCode) -> bool {
        let name = route.text.as_str().to_lowercase();
        let said = ROUTES.iter().filter(|(route, _)| name.contains(route)).map(|(_, said)| *said);
        let found = said.filter_map(|said| (0..self.0.len()).find_map(|at| self.run(at, said))).next();
        found.is_some_and(|places| self.take(places)) || self.phrase(route)
    }

    /// Where these words stand from a place on, with nothing between them but articles.
    fn run(&self, from: usize, said: &[&str]) -> Option<std::ops::Range<usize>> {
        let mut at = from;
        for (nth, word) in said.iter().enumerate() {
            while nth > 0 && ARTICLES.iter().any(|article| self.is_free(at, article)) {
                at += 1;
            }
            if !self.is_free(at, word) {
                return None;
            }
            at += 1;
        }
        Some(from..at)
    }

    /// Every word of a code's text, in any place.
    fn phrase(&mut self, code: &SigCode) -> bool {
        Self::of(code.text.as_str()).0.iter().all(|wanted| {
            let filler = FILLERS.iter().chain(&CODE_FILLERS).any(|filler| *filler == wanted.text);
            let like = |word: &&mut Word| !word.used && same_word(&word.text, &wanted.text);
            let found = self.0.iter_mut().find(like).map(|word| word.used = true);
            found.is_some() || filler
        })
    }

    fn counts(&self, at: usize, amount: &Amount) -> bool {
        self.0.get(at).is_some_and(|word| !word.used && word.number == Some(amount.value))
    }

    fn is_free(&self, at: usize, text: &str) -> bool {
        self.0.get(at).is_some_and(|word| !word.used && word.text == text)
    }

    fn is_unit(&self, at: usize, unit: &SigCode) -> bool {
        let unit = unit.text.as_str().to_lowercase();
        let said = self.0.get(at).filter(|word| !word.used).map(|word| word.text.as_str());
        said.is_some_and(|said| match said {
            "daily" => same_word("day", &unit),
            "weekly" => same_word("week", &unit),
            "monthly" => same_word("month", &unit),
            "hourly" => same_word("hour", &unit),
            said => same_word(said, &unit),
        })
    }

    fn take(&mut self, places: std::ops::Range<usize>) -> bool {
        let taken = self.0.get_mut(places).map(|words| words.iter_mut().for_each(|word| word.used = true));
        taken.is_some()
    }

    fn all_used(&self) -> bool {
        self.0.iter().all(|word| word.used || FILLERS.contains(&word.text.as_str()))
    }
}

/// Tablet and tablets, suppository and suppositories, capsule and capsule(s), oral and orally.
fn same_word(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.strip_suffix('y').and_then(|stem| long.strip_prefix(stem)) == Some("ies") {
        return true;
    }
    let ending = long.strip_prefix(short);
    ending.is_some_and(|ending| matches!(ending, "" | "s" | "es" | "(s)" | "ly")) && !short.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Indication, Text};

    fn code(text: &str) -> SigCode {
        SigCode { text: Text::new(text).expect("not empty"), qualifier: None, code: None }
    }

    fn amount(value: &str, unit: &str) -> Amount {
        Amount { value: value.parse().expect("a number"), unit: code(unit) }
    }

    fn tablets(dose: &str, timings: Vec<Timing>) -> CodedSig {
        let instruction = Instruction {
            method: Some(code("Take")),
            dose: Some(amount(dose, "tablet")),
            route: Some(code("oral route")),
            timings,
            ..Instruction::default()
        };
        CodedSig { snomed_version: None, fmt_version: None, instructions: vec![instruction] }
    }

    fn thrice_for_2_days() -> CodedSig {
        let timings = vec![Timing::Frequency(amount("3", "day")), Timing::Duration(amount("2", "days"))];
        tablets("2", timings)
    }

    #[test]
    fn the_same_in_other_words_agrees() {
        for text in [
            "Take 2 tablets by mouth 3 times daily for 2 days",
            "TAKE TWO TABLETS ORALLY THREE TIMES A DAY FOR 2 DAYS.",
            "Take 2 tablets 3 per day by mouth for two days",
        ] {
            assert!(agree(text, &thrice_for_2_days()), "{text}");
        }
        let daily = tablets("1", vec![Timing::Frequency(amount("1", "day"))]);
        for text in ["Take 1 tablet by mouth daily", "Take 1 tablet by mouth once every day"] {
            assert!(agree(text, &daily), "{text}");
        }
    }

    #[test]
    fn anything_more_or_other_disagrees() {
        for text in [
            "Take 3 tablets by mouth 2 times daily for 2 days",
            "Take 2 tablets by mouth 3 times daily",
            "Take 2 tablets by mouth 3 times weekly for 2 days",
            "Take 2 tablets by mouth 3 times daily for 2 weeks",
            "Take 2 tablets by mouth 3 times daily for 2 days as needed",
            "Take 1 to 2 tablets by mouth 3 times daily for 2 days",
            "Do not take 2 tablets by mouth 3 times daily for 2 days",
            "Take 2 tablets by mouth 3 times daily for 2 days then stop",
            "Inhale 2 tablets by mouth 3 times daily for 2 days",
            "Take 2 tablets rectally 3 times daily for 2 days",
            "Take 2 capsules by mouth 3 times daily for 2 days",
            "Take 2.5 tablets by mouth 3 times daily for 2 days",
        ] {
            assert!(!agree(text, &thrice_for_2_days()), "{text}");
        }
        let twice = tablets("1", vec![Timing::Frequency(amount("2", "day"))]);
        assert!(!agree("Take 1 tablet by mouth for 2 days", &twice));
        assert!(!agree("Take 2 tablets by mouth", &CodedSig { instructions: vec![], ..thrice_for_2_days() }));
    }

    #[test]
    fn one_and_several_are_the_same_word() {
        for (one, other, same) in [
            ("tablet", "tablets", true),
            ("patches", "patch", true),
            ("suppository", "suppositories", true),
            ("day", "dies", false),
            ("puff", "pufferfish", false),
        ] {
            assert_eq!(same_word(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn a_route_is_said_in_its_own_words() {
        let by = |method: &str, unit: &str, route: &str| {
            let mut coded = tablets("1", vec![Timing::Frequency(amount("2", "day"))]);
            coded.instructions[0].method = Some(code(method));
            coded.instructions[0].dose = Some(amount("1", unit));
            coded.instructions[0].route = Some(code(route));
            coded
        };
        let said = [
            ("Inject 1 mL under the skin twice daily", by("Inject", "mL", "subcutaneous route")),
            ("Inject 1 mL into the muscle twice daily", by("Inject", "mL", "intramuscular route")),
            ("Inject 1 mL into a vein twice daily", by("Inject", "mL", "intravenous route")),
            ("Insert 1 suppository in the rectum twice daily", by("Insert", "suppository", "rectal route")),
            ("Insert 1 suppository in the vagina twice daily", by("Insert", "suppository", "vaginal route")),
            ("Apply 1 patch to the skin twice daily", by("Apply", "patch", "transdermal route")),
        ];
        for (text, _) in &said {
            let fitting: Vec<&str> =
                said.iter().filter(|(_, coded)| agree(text, coded)).map(|(text, _)| *text).collect();
            assert_eq!(fitting, [*text]);
        }
    }

    #[test]
    fn as_needed_and_events_are_part_of_it() {
        let timings = vec![
            Timing::Event { modifier: Some(code("before")), event: code("bedtime") },
            Timing::Interval(amount("6", "hour")),
        ];
        let mut coded = tablets("0.5", timings);
        coded.instructions[0].indication =
            Some(Indication { precursor: Some(code("as needed for")), value: code("headache") });
        let said = "Take 0.5 tablet by mouth every 6 hours before bedtime as needed for headache";
        assert!(agree(said, &coded));
        for other in ["bedtime as needed for pain", "bedtime for headache", "as needed for headache"] {
            let text = said.replace("bedtime as needed for headache", other);
            assert!(!agree(&text, &coded), "{text}");
        }
    }
}
