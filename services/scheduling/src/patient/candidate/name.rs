//! Names as they are compared: without accents, case and punctuation, whole and in parts, and as they sound.

use model::nickname::{self, Group};
use rphonetic::DoubleMetaphone;
use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;

/// What stands behind a family name and is none.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "md", "phd"];
/// What joins the parts of a family name and is none.
const PARTICLES: &[&str] = &[
    "de", "la", "las", "los", "del", "van", "von", "der", "den", "da", "di", "do", "dos", "st", "saint",
    "al", "el", "bin", "ibn", "y", "e", "mac", "mc", "le", "du",
];

/// Lower-case words of letters and digits; accents are dropped, apostrophes do not part.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfd().flat_map(char::to_lowercase) {
        match letter {
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ı' => plain.push('i'),
            '\'' | '’' | '‘' | '`' | 'ʼ' | '\u{300}'..='\u{36f}' => (),
            letter if letter.is_alphanumeric() => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// A few letters for how it sounds: the likeliest way of saying it and, where there is one, another; longer names by
/// their beginning.
pub fn sounds(word: &str) -> Vec<String> {
    if !word.is_ascii() {
        return Vec::new();
    }
    let code = DoubleMetaphone::new(Some(6)).double_metaphone(word);
    let mut both = vec![code.primary(), code.alternate()];
    both.retain(|code| !code.is_empty());
    both.dedup();
    both
}

/// Whether it differs by so few letters that somebody may have mistyped it; the first letter is seldom the wrong one.
fn is_near(one: &str, other: &str) -> bool {
    let most = match one.chars().count().min(other.chars().count()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    one.chars().next() == other.chars().next() && osa_distance(one, other) <= most
}

fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().any(|item| other.contains(item))
}

/// A family name, prepared for comparison.
pub struct Family {
    /// All of it in one word.
    pub joined: String,
    /// The parts of a compound name, such as `garcia` and `lopez`; one of them may be left out elsewhere.
    pub parts: Vec<String>,
    sounds: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyLikeness {
    Same,
    Part,
    Similar,
    SoundsAlike,
    Different,
}

impl Family {
    /// Nothing when there is neither letter nor digit.
    pub fn of(text: &str) -> Option<Self> {
        let mut words = words(text);
        while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(&word.as_str())) {
            words.pop();
        }
        let joined = words.concat();
        let is_part = |word: &String| !PARTICLES.contains(&word.as_str()) && word.chars().count() > 1;
        let mut parts: Vec<String> = words.into_iter().filter(is_part).take(3).collect();
        if parts.is_empty() {
            parts.push(joined.clone());
        }
        let sounds = sounds(&joined);
        (!joined.is_empty()).then_some(Self { joined, parts, sounds })
    }

    /// How the name and each part of it sounds, for finding it again.
    pub fn codes(&self) -> Vec<String> {
        let each = std::iter::once(&self.joined).chain(&self.parts);
        let mut codes: Vec<String> = each
            .flat_map(|word| {
                let sounds = sounds(word);
                if sounds.is_empty() { vec![word.clone()] } else { sounds }
            })
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    pub fn likeness(&self, other: &Family) -> FamilyLikeness {
        if self.joined == other.joined {
            FamilyLikeness::Same
        } else if share(&self.parts, &other.parts) {
            FamilyLikeness::Part
        } else if is_near(&self.joined, &other.joined) {
            FamilyLikeness::Similar
        } else if share(&self.sounds, &other.sounds) {
            FamilyLikeness::SoundsAlike
        } else {
            FamilyLikeness::Different
        }
    }
}

/// A given name, prepared for comparison.
pub struct Given {
    joined: String,
    pub first: String,
    groups: Vec<Group>,
    sounds: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenLikeness {
    Same,
    /// One has a second given name that the other leaves out.
    Part,
    Nickname,
    Initial,
    Similar,
    SoundsAlike,
    Different,
}

impl Given {
    /// Nothing when there is neither letter nor digit.
    pub fn of(text: &str) -> Option<Self> {
        let words = words(text);
        let first = words.first()?.clone();
        let groups = nickname::groups(&first).to_vec();
        Some(Self { joined: words.concat(), groups, sounds: sounds(&first), first })
    }

    /// The full names it may stand for, itself when it is no one's short form.
    pub fn roots(&self) -> Vec<&str> {
        if self.groups.is_empty() {
            return vec![&self.first];
        }
        self.groups.iter().take(4).map(|group| group.root()).collect()
    }

    pub fn likeness(&self, other: &Given) -> GivenLikeness {
        let (one, two) = (self.first.as_str(), other.first.as_str());
        let initial = one.chars().count().min(two.chars().count()) == 1;
        if self.joined == other.joined {
            GivenLikeness::Same
        } else if one == two {
            GivenLikeness::Part
        } else if share(&self.groups, &other.groups) {
            GivenLikeness::Nickname
        } else if initial && one.chars().next() == two.chars().next() {
            GivenLikeness::Initial
        } else if is_near(&self.joined, &other.joined) || is_near(one, two) {
            GivenLikeness::Similar
        } else if share(&self.sounds, &other.sounds) {
            GivenLikeness::SoundsAlike
        } else {
            GivenLikeness::Different
        }
    }

    /// Whether the family name of one is the given name of the other, and the other way round.
    pub fn is_swapped(&self, family: &Family, other: &Given, others_family: &Family) -> bool {
        self.joined == others_family.joined && other.joined == family.joined && self.joined != other.joined
    }
}
