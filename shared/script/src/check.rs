//! What a receiver would refuse, told before the prescription is signed.

mod identifiers;
mod letters;
mod medication;
mod people;
mod sig;

use std::fmt;

use crate::NewRx;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// May pass, but some receivers refuse it or a person should look.
    Warning,
    /// Not to be signed.
    Refusal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    Missing,
    TooLong {
        limit: usize,
    },
    /// Only printable ASCII travels safely.
    PlainCharacters,
    /// Names: letters, space, hyphen, apostrophe, point and comma.
    NameCharacters,
    Digits {
        count: usize,
    },
    /// A number whose check digit is wrong.
    CheckDigit,
    /// Two capital letters, as in OH.
    State,
    /// Five digits, or nine.
    PostalCode,
    AboveZero,
    AtMost {
        limit: u16,
    },
    /// `.5 mg`
    LeadingZero,
    /// `5.0 mg`
    TrailingZero,
    /// Oral liquids in mL, never in spoons.
    Metric,
    /// Under 19: the height was not sent.
    Height,
    /// Under 19: the weight was not sent.
    Weight,
    /// A diagnosis code is sent without its dot.
    NoDot,
    /// An ICD-10-CM code: a letter, a digit, and one to five more letters or digits.
    Icd10,
    /// The coded directions say something else than the text.
    SigDisagrees,
    /// The first fill would be allowed before the prescription was written.
    BeforeWritten,
}

/// One thing to correct; `element` is its path below NewRx.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    pub element: &'static str,
    pub severity: Severity,
    pub rule: Rule,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing: add it"),
            Self::TooLong { limit } => write!(f, "has more than {limit} characters: shorten it"),
            Self::PlainCharacters => f.write_str("holds characters other than plain ASCII: replace them"),
            Self::NameCharacters => {
                f.write_str("may hold only plain letters, spaces, hyphens, apostrophes, points and commas")
            }
            Self::Digits { count } => write!(f, "must be {count} digits: correct it"),
            Self::CheckDigit => f.write_str("has a wrong check digit: correct the number"),
            Self::State => f.write_str("must name the state in two letters: correct it"),
            Self::PostalCode => f.write_str("must have a postal code of 5 or 9 digits: correct it"),
            Self::AboveZero => f.write_str("must be above zero: correct it"),
            Self::AtMost { limit } => write!(f, "must be at most {limit}: correct it"),
            Self::LeadingZero => f.write_str("writes a number without its leading zero: write 0.5, not .5"),
            Self::TrailingZero => f.write_str("writes a number with a trailing zero: write 5, not 5.0"),
            Self::Metric => f.write_str("measures in spoons: write the dose in mL"),
            Self::Height => f.write_str("lacks the height of a patient under 19: add the measurement"),
            Self::Weight => f.write_str("lacks the weight of a patient under 19: add the measurement"),
            Self::NoDot => f.write_str("writes the diagnosis code with a dot: leave the dot out"),
            Self::Icd10 => f.write_str("holds a code that is no ICD-10-CM code: correct it"),
            Self::SigDisagrees => {
                f.write_str("says in codes something else than in words: send the words alone")
            }
            Self::BeforeWritten => f.write_str("lies before the date written: correct it"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.element, self.rule)
    }
}

/// The findings so far.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn refuse(&mut self, element: &'static str, rule: Rule) {
        self.0.push(Finding { element, severity: Severity::Refusal, rule });
    }

    fn warn(&mut self, element: &'static str, rule: Rule) {
        self.0.push(Finding { element, severity: Severity::Warning, rule });
    }

    fn refuse_if(&mut self, broken: bool, element: &'static str, rule: Rule) {
        if broken {
            self.refuse(element, rule);
        }
    }
}

/// Judges a prescription by the rules every receiver shares; an empty answer means nothing was found.
pub fn check(prescription: &NewRx) -> Vec<Finding> {
    let mut findings = Findings::default();
    people::check(&prescription.parties, &mut findings);
    people::check_growth(prescription, &mut findings);
    people::check_registration(prescription, &mut findings);
    medication::check_schedule(&prescription.medication, &mut findings);
    medication::check(&prescription.medication, &mut findings);
    findings.0
}
