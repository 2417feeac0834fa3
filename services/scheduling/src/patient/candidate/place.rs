//! Street addresses as they are compared: the usual abbreviations, without the flat.

use super::name::words;
use model::Address;
use strsim::osa_distance;

/// The long forms of the words that stand in street addresses, and what they become.
#[rustfmt::skip]
const SHORT: &[(&str, &str)] = &[
    ("street", "st"), ("str", "st"), ("avenue", "ave"), ("av", "ave"), ("road", "rd"), ("drive", "dr"), ("lane", "ln"),
    ("boulevard", "blvd"), ("court", "ct"), ("circle", "cir"), ("place", "pl"), ("terrace", "ter"), ("parkway", "pkwy"),
    ("highway", "hwy"), ("square", "sq"), ("trail", "trl"), ("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"),
    ("northeast", "ne"), ("northwest", "nw"), ("southeast", "se"), ("southwest", "sw"), ("saint", "st"), ("mount", "mt"),
    ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th"),
];
/// What stands before the number of a flat.
const FLAT: &[&str] = &["apt", "apartment", "unit", "suite", "ste", "no", "lot", "rm", "room", "fl", "floor"];

/// An address, prepared for comparison.
pub struct Place {
    number: String,
    line: String,
    zip: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceLikeness {
    Same,
    Similar,
    Different,
}

impl Place {
    pub fn of(address: &Address) -> Self {
        let line1 = address.line1.as_str().replace('#', " apt ");
        let mut kept: Vec<String> = Vec::new();
        for word in words(&line1) {
            if !kept.is_empty() && FLAT.contains(&word.as_str()) {
                break;
            }
            let short = SHORT.iter().find(|(long, _)| *long == word).map(|(_, short)| (*short).to_owned());
            kept.push(short.unwrap_or(word));
        }
        let number = kept.first().cloned().unwrap_or_default();
        let zip = address.postal_code.as_str().chars().take(5).collect();
        Self { number, line: kept.join(" "), zip }
    }

    pub fn key(&self) -> String {
        format!("{} {}", self.zip, self.line)
    }

    pub fn likeness(&self, other: &Place) -> PlaceLikeness {
        let same_line = self.line == other.line;
        if same_line && self.zip == other.zip {
            PlaceLikeness::Same
        } else if same_line
            || self.zip == other.zip
                && self.number == other.number
                && osa_distance(&self.line, &other.line) <= 3
        {
            PlaceLikeness::Similar
        } else {
            PlaceLikeness::Different
        }
    }
}
