//! The patterns of member ids: a small language whose matching takes no longer than the id is long.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use model::Invalid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `#` is a digit, `@` a letter, `*` a letter or a digit, and a letter, a digit or a hyphen is itself; `{3}` or `{6,14}`
/// behind one says how often it stands there. `@@@*{6,14}` is three letters and 6 to 14 letters or digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[diesel(sql_type = Text)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    what: What,
    least: usize,
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Digit,
    Letter,
    Either,
    Itself(u8),
}

/// As long as a member id can be.
const LONGEST: usize = 80;

impl Pattern {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole id is of this pattern: after each part the places where the next may begin are kept.
    pub fn fits(&self, id: &str) -> bool {
        let bytes = id.as_bytes();
        let mut starts = BTreeSet::from([0]);
        for part in &self.parts {
            let mut next = BTreeSet::new();
            for start in starts {
                let run =
                    bytes[start..].iter().take(part.most).take_while(|byte| part.what.is(**byte)).count();
                next.extend((part.least..=run).map(|taken| start + taken));
            }
            starts = next;
        }
        starts.contains(&bytes.len())
    }

    /// An invented id of this pattern, as short as it may be.
    pub fn example(&self) -> String {
        let mut digits = b"1234567890".iter().cycle();
        let mut letters = b"ABCDEFGHJKMNPQRTUVWXY".iter().cycle();
        let mut made = String::new();
        for part in &self.parts {
            for _ in 0..part.least {
                let byte = match part.what {
                    What::Digit | What::Either => digits.next(),
                    What::Letter => letters.next(),
                    What::Itself(ref byte) => Some(byte),
                };
                made.extend(byte.map(|byte| char::from(*byte)));
            }
        }
        made
    }
}

impl What {
    fn is(self, byte: u8) -> bool {
        match self {
            What::Digit => byte.is_ascii_digit(),
            What::Letter => byte.is_ascii_uppercase(),
            What::Either => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            What::Itself(own) => byte == own,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            b'#' => What::Digit,
            b'@' => What::Letter,
            b'*' => What::Either,
            b'-' | b'0'..=b'9' | b'A'..=b'Z' => What::Itself(byte),
            _ => return None,
        })
    }
}

impl TryFrom<String> for Pattern {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let text = text.to_ascii_uppercase();
        let parts = parts(&text)?;
        let (least, most) =
            parts.iter().fold((0, 0), |(least, most), part| (least + part.least, most + part.most));
        if least < 2 || most > LONGEST || text.len() > LONGEST {
            return Err(Invalid("a pattern is for ids of 2 to 80 characters, and has at most 80 itself"));
        }
        Ok(Self { text, parts })
    }
}

fn parts(text: &str) -> Result<Vec<Part>, Invalid> {
    const FORM: Invalid = Invalid(
        "a pattern has # for a digit, @ for a letter, * for either, letters, digits and hyphens for themselves, and {3} or \
         {6,14} behind one for how often",
    );
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(byte) = rest.bytes().next() {
        let what = What::of(byte).ok_or(FORM)?;
        rest = &rest[1..];
        let (mut least, mut most) = (1, 1);
        if let Some(counted) = rest.strip_prefix('{') {
            let (times, behind) = counted.split_once('}').ok_or(FORM)?;
            let (from, to) = times.split_once(',').unwrap_or((times, times));
            let number =
                |text: &str| text.parse::<usize>().ok().filter(|number| *number <= LONGEST).ok_or(FORM);
            (least, most, rest) = (number(from)?, number(to)?, behind);
            if least > most || most == 0 {
                return Err(Invalid(
                    "in {6,14} the first number is not the greater, and the second is not 0",
                ));
            }
        }
        parts.push(Part { what, least, most });
    }
    Ok(parts)
}

impl std::str::FromStr for Pattern {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::try_from(text.to_owned())
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> String {
        pattern.text
    }
}

impl ToSql<Text, Pg> for Pattern {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.text.as_str(), out)
    }
}

impl FromSql<Text, Pg> for Pattern {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(<String as FromSql<Text, Pg>>::from_sql(value)?.try_into()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pattern(text: &str) -> Pattern {
        text.parse().expect("a pattern")
    }

    #[test]
    fn ids_fit_or_do_not() {
        for (text, id, fits) in [
            ("@@@*{6,14}", "XYZ123456", true),
            ("@@@*{6,14}", "XYZ12345", false),
            ("@@@*{6,14}", "XYZ123456789012345", false),
            ("@@@*{6,14}", "X1Z123456", false),
            ("W#{9}", "W123456789", true),
            ("w#{9}", "W123456789", true),
            ("W#{9}", "W12345678A", false),
            ("##-####", "12-3456", true),
            ("##-####", "123456", false),
            // What one part takes the next may need.
            ("#{1,3}##", "123", true),
            ("*{0,5}@@", "AB", true),
            ("*{0,5}@@", "1B", false),
        ] {
            assert_eq!(pattern(text).fits(id), fits, "{text} {id}");
        }
        for bad in
            ["", "#", "#{81}", "#{2", "#{3,2}", "#{a}", "{2}#", "#{2}{2}", "ä#", "#?", "#{0}##", "*{60}*{21}"]
        {
            assert!(bad.parse::<Pattern>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_example_is_of_the_pattern(text in "([#@*A-Z0-9-](\\{[1-4]\\}|\\{[0-2],[2-5]\\})?){2,10}") {
            if let Ok(pattern) = text.parse::<Pattern>() {
                prop_assert!(pattern.fits(&pattern.example()));
                prop_assert_eq!(pattern.as_str().parse::<Pattern>(), Ok(pattern.clone()));
            }
        }
    }
}
