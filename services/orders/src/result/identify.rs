//! Whose result it is: said for certain, or not at all.

use super::stated::Stated;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Demographics, OrderId, PatientId, word_enum};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use utoipa::ToSchema;

word_enum! {
    /// Why nobody can say for certain whose result it is.
    UnmatchedReason {
        /// No order of ours, and no patient with this number, name and date of birth.
        UnknownPatient = "unknown_patient",
        /// The order is another patient's than the message says.
        OrderOfAnother = "order_of_another_patient",
        /// The number is known, but name or date of birth are not that patient's.
        PatientDisagrees = "patient_disagrees",
        /// The laboratory has sent this result for another patient before.
        ResultOfAnother = "result_of_another_patient",
    }
}

/// Whom the message names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = StatedPatient)]
pub struct Claim {
    #[serde(default)]
    pub family_name: String,
    #[serde(default)]
    pub given_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Numbers that may be ours: medical record numbers, and those without a type.
    pub numbers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    pub filler_number: String,
    /// What was tested.
    pub test: String,
}
model::jsonb!(Claim);
model::redacted!(Claim);

/// A patient of ours who may be meant.
#[derive(Clone)]
pub struct Candidate {
    pub patient: PatientId,
    pub demographics: Demographics,
}

/// An order of ours the message names.
#[derive(Clone)]
pub struct Ordered {
    pub order: OrderId,
    pub candidate: Candidate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub patient: PatientId,
    pub order: Option<OrderId>,
}

impl Claim {
    pub fn of(patient: &hl7::Patient, stated: &Stated) -> Self {
        let name = patient.name.clone().unwrap_or_default();
        let ours = patient.identifiers.iter().filter(|number| matches!(number.kind.as_str(), "" | "MR"));
        let born = patient.born.filter(|when| when.precision >= hl7::Precision::Day);
        let mut numbers: Vec<String> = ours.map(|number| number.number.clone()).collect();
        numbers.dedup();
        Self {
            family_name: name.family,
            given_name: name.given,
            birth_date: born.map(|when| when.date()),
            numbers,
            order_number: stated.placer_number.clone(),
            filler_number: stated.filler_number.clone(),
            test: stated.test.name.clone(),
        }
    }

    /// Family name, first given name and date of birth are all there and all the same.
    fn fits(&self, person: &Demographics) -> bool {
        let first = |name: &str| plain(name.split_whitespace().next().unwrap_or_default());
        let family = plain(&self.family_name);
        !family.is_empty()
            && family == plain(person.family_name.as_str())
            && first(&self.given_name) == first(person.given_name.as_str())
            && self.birth_date == Some(person.birth_date)
    }

    /// Whose it is. `before` is whose this result was when it came the last time: a correction needs no number to be
    /// that patient's, if it has the name and date of birth.
    pub fn settle(
        &self,
        ordered: Option<&Ordered>,
        numbered: &[Candidate],
        before: Option<&Candidate>,
    ) -> Result<Owner, UnmatchedReason> {
        let same = before.filter(|before| self.fits(&before.demographics));
        let owner = match ordered {
            Some(Ordered { order, candidate }) if self.fits(&candidate.demographics) => {
                Owner { patient: candidate.patient, order: Some(*order) }
            }
            Some(_) => return Err(UnmatchedReason::OrderOfAnother),
            None => match (self.by_number(numbered), same) {
                (Ok(patient), _) => Owner { patient, order: None },
                (Err(_), Some(before)) => Owner { patient: before.patient, order: None },
                (Err(reason), None) => return Err(reason),
            },
        };
        match before {
            Some(before) if before.patient != owner.patient => Err(UnmatchedReason::ResultOfAnother),
            _ => Ok(owner),
        }
    }

    fn by_number(&self, numbered: &[Candidate]) -> Result<PatientId, UnmatchedReason> {
        let mut fitting = numbered.iter().filter(|candidate| self.fits(&candidate.demographics));
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Ok(one.patient),
            (Some(one), Some(other)) if one.patient == other.patient => Ok(one.patient),
            (None, _) if numbered.is_empty() => Err(UnmatchedReason::UnknownPatient),
            _ => Err(UnmatchedReason::PatientDisagrees),
        }
    }
}

/// Letters and digits alone, without accents, in capitals: laboratories write José as JOSE and O'Neil as ONEIL.
fn plain(name: &str) -> String {
    let letters = name.nfd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Name, Sex};
    use uuid::Uuid;

    fn name(text: &str) -> Name {
        text.parse().expect("a name")
    }

    fn candidate(id: u128, given: &str, family: &str) -> Candidate {
        let demographics = Demographics {
            given_name: name(given),
            middle_name: None,
            family_name: name(family),
            suffix: None,
            birth_date: NaiveDate::from_ymd_opt(1963, 5, 19).expect("a date"),
            sex: Sex::Male,
            address: None,
            phone: None,
        };
        Candidate { patient: PatientId(Uuid::from_u128(id)), demographics }
    }

    fn claim(given: &str, family: &str, born: &str) -> Claim {
        Claim {
            family_name: family.to_owned(),
            given_name: given.to_owned(),
            birth_date: born.parse().ok(),
            numbers: vec!["1".to_owned()],
            order_number: None,
            filler_number: "1".to_owned(),
            test: String::new(),
        }
    }

    const BORN: &str = "1963-05-19";

    #[test]
    fn number_name_and_birth_date_must_all_agree() {
        let smith = [candidate(1, "José", "O'Neil")];
        for (given, family, born, fits) in [
            ("JOSE", "ONEIL", BORN, true),
            ("Jose A", "O'Neil", BORN, true),
            ("Jo", "O'Neil", BORN, false),
            ("José", "Neil", BORN, false),
            ("José", "O'Neil", "1963-05-20", false),
            ("José", "O'Neil", "", false),
            ("", "", BORN, false),
        ] {
            let settled = claim(given, family, born).settle(None, &smith, None);
            let wanted = if fits {
                Ok(Owner { patient: smith[0].patient, order: None })
            } else {
                Err(UnmatchedReason::PatientDisagrees)
            };
            assert_eq!(settled, wanted, "{given} {family} {born}");
        }
        let nobody = claim("José", "O'Neil", BORN).settle(None, &[], None);
        assert_eq!(nobody, Err(UnmatchedReason::UnknownPatient));
    }

    #[test]
    fn an_order_names_its_patient_and_no_other() {
        let order = OrderId(Uuid::from_u128(9));
        let ordered = Ordered { order, candidate: candidate(1, "John", "Smith") };
        let other = [candidate(2, "Jane", "Doe")];
        let right = claim("John", "Smith", BORN).settle(Some(&ordered), &[], None);
        assert_eq!(right, Ok(Owner { patient: ordered.candidate.patient, order: Some(order) }));
        let wrong = claim("Jane", "Doe", BORN).settle(Some(&ordered), &other, None);
        assert_eq!(wrong, Err(UnmatchedReason::OrderOfAnother));
    }

    #[test]
    fn a_result_stays_with_its_patient() {
        let smith = [candidate(1, "John", "Smith")];
        let settle = |before| claim("John", "Smith", BORN).settle(None, &smith, Some(&before));
        assert!(settle(smith[0].clone()).is_ok());
        assert_eq!(settle(candidate(2, "Jane", "Doe")), Err(UnmatchedReason::ResultOfAnother));
        let unnumbered = claim("John", "Smith", BORN).settle(None, &[], Some(&smith[0]));
        assert_eq!(unnumbered.map(|owner| owner.patient), Ok(smith[0].patient));
        let renamed = claim("Jane", "Smith", BORN).settle(None, &[], Some(&smith[0]));
        assert_eq!(renamed, Err(UnmatchedReason::UnknownPatient));
    }

    #[test]
    fn two_who_fit_are_none() {
        let twins = [candidate(1, "John", "Smith"), candidate(2, "John", "Smith")];
        let settled = claim("John", "Smith", BORN).settle(None, &twins, None);
        assert_eq!(settled, Err(UnmatchedReason::PatientDisagrees));
    }
}
