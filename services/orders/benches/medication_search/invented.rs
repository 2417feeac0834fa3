//! Drugs that never were.

use orders::medication::index::Weight;

/// Syllables make names, real endings and strengths make them collide as real ones do.
pub struct Invented(u64);

const SYLLABLES: [&str; 24] = [
    "a", "am", "lo", "met", "ro", "pra", "zi", "do", "lis", "in", "ver", "ta", "ce", "fu", "ox", "ne", "bri",
    "gli", "san", "tor", "vi", "ka", "mu", "phe",
];
const ENDINGS: [&str; 12] =
    ["pril", "statin", "cillin", "olol", "sartan", "azole", "mycin", "pine", "ine", "ide", "mab", "oxacin"];
const SALTS: [&str; 6] = ["hydrochloride", "sodium", "succinate", "maleate", "calcium", ""];
pub const STRENGTHS: [&str; 14] =
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
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// xorshift64*.
    pub fn number(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap_or_default() % below
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.number(of.len())]
    }

    pub fn name(&mut self) -> String {
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
