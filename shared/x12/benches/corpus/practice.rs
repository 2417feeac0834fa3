//! Practices that do not exist, with the clinicians who work there.

use super::catalog::TAXONOMIES;
use super::people::{Home, Person};
use super::random::Random;

const NAMES: &[&str] =
    &["MAPLE STREET FAMILY MEDICINE", "HARBOR PEDIATRICS", "NORTH SHORE CLINIC", "ELM CARE LLC"];

pub struct Practice {
    pub name: &'static str,
    pub npi: String,
    /// Nine digits.
    pub tax_id: i64,
    pub taxonomy: &'static str,
    pub home: Home,
    pub telephone: i64,
    pub clinicians: Vec<Clinician>,
}

pub struct Clinician {
    pub person: Person,
    pub npi: String,
    pub taxonomy: &'static str,
}

impl Practice {
    pub fn invent(random: &mut Random) -> Self {
        Self {
            name: random.pick(NAMES),
            npi: npi(random),
            tax_id: random.between(900_000_001, 999_999_998),
            taxonomy: random.pick(TAXONOMIES),
            home: Home::invent(random),
            telephone: 8_005_550_100 + random.between(0, 99),
            clinicians: (0..4).map(|_| Clinician::invent(random)).collect(),
        }
    }

    pub fn clinician(&self, random: &mut Random) -> &Clinician {
        let position = random.between(0, self.clinicians.len() as i64 - 1);
        &self.clinicians[position as usize]
    }
}

impl Clinician {
    fn invent(random: &mut Random) -> Self {
        Self { person: Person::adult(random), npi: npi(random), taxonomy: random.pick(TAXONOMIES) }
    }
}

/// Nine digits and the check digit of the Luhn sum over `80840` and the nine.
fn npi(random: &mut Random) -> String {
    let digits = random.between(100_000_000, 199_999_999).to_string();
    let doubled = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let values = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = values.map(|(n, digit)| if n % 2 == 0 { doubled(digit) } else { digit }).sum();
    format!("{digits}{}", (10 - (sum + 24) % 10) % 10)
}
