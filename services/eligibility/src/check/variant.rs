//! Second tries: payers turn inquiries down over a suffix, a hyphen or a nickname, and know the person by other words.

use crate::payer::{Inquiries, Search};
use model::{Demographics, Name, nickname};
use x12::eligibility::FollowUp;
use x12::writer::fold;

model::word_enum! {
    /// What an inquiry says otherwise than the records.
    Variant {
        AsRecorded = "as_recorded",
        WithoutSuffix = "without_suffix",
        WithoutMiddleName = "without_middle_name",
        /// `Bob` as `Robert`.
        FormalName = "formal_name",
        /// `Alex` as `Alexandra`, after `Alexander`.
        OtherFormalName = "other_formal_name",
        /// `Robert` as `Bob`.
        Nickname = "nickname",
        /// `Smith-Jones` as `Smith Jones`.
        HyphenAsBlank = "hyphen_as_blank",
        /// `Smith-Jones` as `SmithJones`.
        HyphenLeftOut = "hyphen_left_out",
        /// Member id and birth date, without the name.
        WithoutName = "without_name",
        /// Member id and name, without the birth date.
        WithoutBirthDate = "without_birth_date",
        /// Name and birth date, without the member id.
        WithoutMemberId = "without_member_id",
    }
}

#[expect(clippy::derivable_impls, reason = "the list of words derives for it")]
impl Default for Variant {
    fn default() -> Self {
        Self::AsRecorded
    }
}

/// Who is asked about, as far as it can be put otherwise.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    pub demographics: &'a Demographics,
    /// Whether the payer turned the name down, the birth date, the member id.
    pub codes: &'a [&'a str],
}

/// AAA03: what the payer did not find the person by.
const NAME: [&str; 5] = ["65", "67", "73", "75", "76"];
const BIRTH_DATE: [&str; 3] = ["58", "71", "75"];
const MEMBER_ID: [&str; 4] = ["64", "68", "72", "75"];

/// The next words worth a try, if the payer allows another.
pub fn next(
    person: Person<'_>,
    tried: &[Variant],
    rules: &Inquiries,
    follow_up: &[FollowUp],
) -> Option<Variant> {
    let seconds = tried.iter().filter(|variant| **variant != Variant::AsRecorded).count();
    let forbidden = |told: &FollowUp| !matches!(told, FollowUp::CorrectAndResend | FollowUp::ResendAllowed);
    if seconds >= rules.second_tries.get() as usize || follow_up.iter().any(forbidden) {
        return None;
    }
    let about = |codes: &[&str]| person.codes.iter().any(|code| codes.contains(code));
    let hopeless =
        |variant: &&Variant| !tried.contains(variant) && person.differs(**variant) && rules.allow(**variant);
    let name = [
        Variant::WithoutSuffix,
        Variant::HyphenAsBlank,
        Variant::HyphenLeftOut,
        Variant::WithoutMiddleName,
        Variant::FormalName,
        Variant::OtherFormalName,
        Variant::Nickname,
        Variant::WithoutName,
    ];
    let by_name = name.iter().filter(|_| about(&NAME));
    let by_birth = [Variant::WithoutBirthDate].iter().filter(|_| about(&BIRTH_DATE));
    let by_id = [Variant::WithoutMemberId].iter().filter(|_| about(&MEMBER_ID));
    by_name.chain(by_birth).chain(by_id).find(hopeless).copied()
}

impl Person<'_> {
    /// Whether the words would be others at all.
    fn differs(&self, variant: Variant) -> bool {
        let person = self.demographics;
        match variant {
            Variant::AsRecorded => false,
            Variant::WithoutSuffix => person.suffix.is_some(),
            Variant::WithoutMiddleName => person.middle_name.is_some(),
            Variant::HyphenAsBlank | Variant::HyphenLeftOut => {
                [&person.given_name, &person.family_name].iter().any(|name| name.as_str().contains('-'))
            }
            Variant::FormalName | Variant::OtherFormalName | Variant::Nickname => {
                variant.given_name(person.given_name.as_str()).is_some()
            }
            Variant::WithoutName | Variant::WithoutBirthDate | Variant::WithoutMemberId => true,
        }
    }
}

impl Inquiries {
    /// A variant of the name is another spelling; one that leaves a field out is another search.
    fn allow(&self, variant: Variant) -> bool {
        let search = match variant {
            Variant::WithoutName => Search::MemberIdBirthDate,
            Variant::WithoutBirthDate => Search::MemberIdName,
            Variant::WithoutMemberId => Search::NameBirthDate,
            _ => return true,
        };
        self.searches.contains(&search)
    }
}

impl Variant {
    /// The person in these words; what is left out as a whole the inquiry leaves out.
    #[must_use]
    pub fn of(self, person: &Demographics) -> Demographics {
        let mut person = person.clone();
        match self {
            Self::WithoutSuffix => person.suffix = None,
            Self::WithoutMiddleName => person.middle_name = None,
            Self::HyphenAsBlank => rename(&mut person, |name| name.replace('-', " ")),
            Self::HyphenLeftOut => rename(&mut person, |name| name.replace('-', "")),
            Self::FormalName | Self::OtherFormalName | Self::Nickname => {
                let renamed = self.given_name(person.given_name.as_str());
                if let Some(name) = renamed.and_then(|name| Name::try_from(name).ok()) {
                    person.given_name = name;
                }
            }
            _ => (),
        }
        person
    }

    /// The name as the payer may know it; none where it has no such form.
    fn given_name(self, name: &str) -> Option<String> {
        let plain = fold(name.trim()).to_lowercase();
        let groups = nickname::groups(&plain);
        // A formal name stays what it is, though another's bearers may be called by it (Robert, for Roberto).
        let other = match (self, groups.iter().find(|group| group.root() == plain)) {
            (Self::FormalName, None) => groups.first().map(|group| group.root()),
            (Self::OtherFormalName, None) => groups.get(1).map(|group| group.root()),
            (Self::Nickname, Some(own)) => own.short_forms().next(),
            _ => None,
        }?;
        let (first, rest) = other.split_at_checked(1)?;
        Some(format!("{}{rest}", first.to_uppercase()))
    }
}

/// A name of hyphens alone stays as it is.
fn rename(person: &mut Demographics, otherwise: impl Fn(&str) -> String) {
    for name in [&mut person.given_name, &mut person.family_name] {
        if let Ok(renamed) = Name::try_from(otherwise(name.as_str())) {
            *name = renamed;
        }
    }
}

#[cfg(test)]
mod tests;
