use super::key::keys;
use super::name::{FamilyLikeness, GivenLikeness, words};
use super::place::PlaceLikeness;
use super::score::likeness;
use super::*;
use proptest::prelude::*;
use serde_json::json;

fn person(given: &str, family: &str, born: &str) -> Known {
    Known {
        given: Given::of(given),
        family: Family::of(family),
        birth_date: Some(born.parse().expect("a date")),
        ..Known::default()
    }
}

fn place(line1: &str, zip: &str) -> Place {
    let address = json!({"line1": line1, "city": "Kansas City", "state": "MO", "postal_code": zip});
    Place::of(&serde_json::from_value(address).expect("an address"))
}

impl Known {
    fn sex(self, sex: Sex) -> Self {
        Self { sex: Some(sex), ..self }
    }

    fn phone(self, phone: &str) -> Self {
        Self { phone: Some(phone.to_owned()), ..self }
    }

    fn at(self, line1: &str, zip: &str) -> Self {
        Self { place: Some(place(line1, zip)), ..self }
    }

    fn passport(self, value: &str) -> Self {
        let number = Number { system: IdentifierSystem::Passport, value: value.to_owned(), issuer: None };
        Self { identifiers: vec![number], ..self }
    }
}

/// At home, with sex and telephone.
fn whole(given: &str, family: &str, born: &str, sex: Sex) -> Known {
    person(given, family, born).sex(sex).phone("8165550100").at("15197 Broadway Avenue", "64108")
}

fn grade(one: &Known, two: &Known) -> Option<Grade> {
    let (there, back) = (likeness(one, two), likeness(two, one));
    assert_eq!(
        there.as_ref().map(|l| (l.score, l.grade)),
        back.map(|l| (l.score, l.grade)),
        "both ways alike"
    );
    there.map(|likeness| likeness.grade)
}

fn how(one: &Known, two: &Known, field: Trait) -> Option<How> {
    likeness(one, two)?.reasons.iter().find(|reason| reason.field == field).map(|reason| reason.how)
}

#[test]
fn given_names_are_compared_as_people_use_them() {
    use GivenLikeness::*;
    let cases = [
        ("William", "william", Same),
        ("José", "Jose", Same),
        ("Mary-Ann", "Mary Ann", Same),
        ("Mary Ann", "Mary", Part),
        ("Bill", "William", Nickname),
        ("Will", "Billy", Nickname),
        ("Peggy", "Margaret", Nickname),
        ("Pepe", "José", Nickname),
        ("Paco", "Francisco", Nickname),
        ("Lupita", "Guadalupe", Nickname),
        ("J", "Joseph", Initial),
        ("J.", "Joseph", Initial),
        ("Micheal", "Michael", Similar),
        ("Jennifre", "Jennifer", Similar),
        ("Caitlyn", "Katelyn", SoundsAlike),
        ("Stephen", "Stefan", SoundsAlike),
        ("Jayden", "Kayden", Different),
        ("Mia", "Tia", Different),
        ("Alexander", "Alexandra", Similar),
        ("John", "Robert", Different),
    ];
    for (one, two, like) in cases {
        let (a, b) = (Given::of(one).expect("a name"), Given::of(two).expect("a name"));
        assert_eq!((a.likeness(&b), b.likeness(&a)), (like, like), "{one} and {two}");
    }
}

#[test]
fn family_names_are_compared_whole_in_parts_and_by_sound() {
    use FamilyLikeness::*;
    let cases = [
        ("O'Brien", "OBrien", Same),
        ("De la Cruz", "Delacruz", Same),
        ("Smith Jr.", "Smith", Same),
        ("Müller", "Muller", Same),
        ("Łukasz", "Lukasz", Same),
        ("García López", "Garcia", Part),
        ("Smith-Jones", "Jones", Part),
        ("Smith-Jones", "Jones-Smith", Part),
        ("St. James", "Saint James", Part),
        ("Smyth", "Smith", Similar),
        ("Thompson", "Thomson", Similar),
        ("Smithe", "Smyth", SoundsAlike),
        ("Katz", "Cats", SoundsAlike),
        ("Smith", "Jones", Different),
        ("Li", "Le", SoundsAlike),
        ("王", "李", Different),
        ("王", "王", Same),
    ];
    for (one, two, like) in cases {
        let (a, b) = (Family::of(one).expect("a name"), Family::of(two).expect("a name"));
        assert_eq!((a.likeness(&b), b.likeness(&a)), (like, like), "{one} and {two}");
    }
    assert!(Family::of("---").is_none() && Given::of("?").is_none());
}

#[test]
fn addresses_are_compared_by_line_and_zip() {
    use PlaceLikeness::*;
    let cases = [
        ("15197 Broadway Avenue", "64108", "15197 BROADWAY AVE.", "64108-1234", Same),
        ("12 North Main Street Apt 4", "64108", "12 N Main St #7", "64108", Same),
        ("12 Main St", "64108", "12 Mian St", "64108", Similar),
        ("12 Main St", "64108", "12 Main St", "64109", Similar),
        ("12 Main St", "64108", "14 Main St", "64108", Different),
        ("12 Main St", "64108", "12 Oak Tree Rd", "64108", Different),
    ];
    for (line1, zip, other, others_zip, like) in cases {
        assert_eq!(place(line1, zip).likeness(&place(other, others_zip)), like, "{line1} and {other}");
    }
}

#[test]
fn birth_dates_forgive_a_slip() {
    let cases = [
        ("1963-05-19", "1963-05-19", How::Same),
        ("1963-05-09", "1963-09-05", How::Transposed),
        ("1963-05-19", "1936-05-19", How::DigitsSwapped),
        ("1963-05-19", "1963-05-18", How::OneDigitOff),
        ("1963-05-19", "1973-05-19", How::OneDigitOff),
        ("1963-05-19", "1990-02-03", How::Different),
    ];
    for (one, two, expected) in cases {
        let (a, b) = (
            person("Ann", "Bell", one).phone("8165550100").at("1 Main St", "64108"),
            person("Ann", "Bell", two).phone("8165550100").at("1 Main St", "64108"),
        );
        let best = match expected {
            How::Same => Some(Grade::Certain),
            How::Different => None,
            _ => Some(Grade::Probable),
        };
        assert_eq!(grade(&a, &b), best, "{one} and {two}");
        assert_eq!(how(&a, &b, Trait::BirthDate), best.map(|_| expected), "{one} and {two}");
    }
}

#[test]
fn one_person_written_twice_is_recognised() {
    use Sex::{Female, Male};
    let john = || whole("William", "Smith", "1963-05-19", Male);
    let cases = [
        ("the same", john(), Grade::Certain),
        ("a nickname", whole("Bill", "Smith", "1963-05-19", Male), Grade::Certain),
        ("name, date and sex", person("William", "Smith", "1963-05-19").sex(Male), Grade::Probable),
        ("name and date", person("William", "Smith", "1963-05-19"), Grade::Probable),
        ("nickname and date", person("Willie", "Smith", "1963-05-19"), Grade::Probable),
        ("mistyped and a nickname", person("Will", "Smyth", "1963-05-19").sex(Male), Grade::Probable),
        ("names swapped", whole("Smith", "William", "1963-05-19", Male), Grade::Probable),
        ("a wrong digit", whole("William", "Smith", "1963-05-18", Male), Grade::Probable),
        ("another family name", whole("William", "Jones", "1963-05-19", Male), Grade::Probable),
        ("a compound name", whole("William", "Smith-Jones", "1963-05-19", Male), Grade::Certain),
        (
            "name alone",
            Known { birth_date: None, ..person("William", "Smith", "1963-05-19") },
            Grade::Possible,
        ),
        ("another sex", whole("William", "Smith", "1963-05-19", Female), Grade::Probable),
    ];
    for (said, other, expected) in cases {
        // Less is asked than is kept: the record is the whole one.
        let found = likeness(&other, &john());
        assert_eq!(found.map(|likeness| likeness.grade), Some(expected), "{said}");
    }
    let maria = whole("María", "García López", "1990-02-03", Female);
    assert_eq!(grade(&maria, &whole("Maria", "Garcia", "1990-02-03", Female)), Some(Grade::Certain));
    let married = whole("Maria", "Hernandez", "1990-02-03", Female);
    assert_eq!(
        (grade(&maria, &married), how(&maria, &married, Trait::FamilyName)),
        (Some(Grade::Probable), Some(How::Changed))
    );
}

#[test]
fn relatives_are_never_more_than_possible() {
    use Sex::{Female, Male};
    let born = "2015-03-04";
    let cases = [
        ("twins", whole("Jayden", "Smith", born, Male), whole("Kayden", "Smith", born, Male)),
        ("twins of two names", whole("Ana", "Lopez", born, Female), whole("Rosa", "Lopez", born, Female)),
        (
            "sister and brother",
            whole("Danielle", "Smith", born, Female),
            whole("Daniel", "Smith", born, Male),
        ),
        ("Alex and Alexandra", whole("Alex", "Smith", born, Male), whole("Alexandra", "Smith", born, Female)),
    ];
    for (said, one, two) in cases {
        assert_eq!(grade(&one, &two), Some(Grade::Possible), "{said}");
    }
    let father = whole("William", "Smith", "1963-05-19", Male);
    let son = whole("William", "Smith", "1990-11-02", Male);
    assert!(matches!(grade(&father, &son), None | Some(Grade::Possible)));
    let wife = whole("Carol", "Smith", "1965-01-30", Female);
    assert_eq!(grade(&father, &wife), None);
    let namesake =
        person("William", "Smith", "1971-12-30").sex(Male).phone("9135550188").at("9 Oak Rd", "66101");
    assert_eq!(grade(&father, &namesake), None);
}

#[test]
fn an_identifier_speaks_for_itself() {
    let one = whole("William", "Smith", "1963-05-19", Sex::Male).passport("x12345678");
    let same = person("Bill", "Smith", "1963-05-18").passport("x12345678");
    assert_eq!(grade(&one, &same), Some(Grade::Certain));
    let stranger = person("Ana", "Lopez", "1990-11-02").passport("x12345678");
    assert_eq!(grade(&one, &stranger), Some(Grade::Possible));
    let other = whole("William", "Smith", "1963-05-19", Sex::Male).passport("y87654321");
    assert_eq!(how(&one, &other, Trait::Identifiers), Some(How::Different));
    let number = |value: &str| {
        let identifier = json!({"system": "passport", "value": value});
        Number::of(&serde_json::from_value(identifier).expect("an identifier")).map(|number| number.value)
    };
    assert_eq!((number("X-123 456"), number("--")), (Some("x123456".to_owned()), None));
}

#[test]
fn little_that_is_known_is_enough_to_find_and_too_little_to_be_sure() {
    let kept = whole("William", "Smith", "1963-05-19", Sex::Male);
    let asked = [
        Known::default().phone("8165550100"),
        Known { family: Family::of("Smith"), ..Known::default() },
        Known { birth_date: kept.birth_date, ..Known::default() },
    ];
    for asked in asked {
        assert_eq!(likeness(&asked, &kept).map(|likeness| likeness.grade), Some(Grade::Possible));
    }
    assert!(likeness(&Known::default(), &kept).is_none());
}

/// Whoever would be recognised must be found first: two records with an ordinary slip between them share a key.
#[test]
fn slips_leave_a_key_in_common() {
    let kept = person("William", "Smith", "1963-05-09");
    let slips = [
        person("Bill", "Smith", "1963-05-09"),
        person("William", "Smyth", "1963-09-05"),
        person("William", "Smith", "1936-05-09"),
        person("William", "Smith", "1963-05-08"),
        person("Wiliam", "Smith", "1963-06-09"),
        person("William", "Jones", "1963-05-09"),
        person("William", "Smith-Jones", "1973-05-09"),
        person("Smith", "William", "1963-05-09"),
    ];
    let hashes = |known: &Known| keys(known).into_iter().map(|key| key.hash).collect::<Vec<_>>();
    let kept = hashes(&kept);
    for (n, slip) in slips.iter().enumerate() {
        assert!(hashes(slip).iter().any(|hash| kept.contains(hash)), "slip {n}");
    }
}

fn a_person() -> impl Strategy<Value = (String, String, NaiveDate, Option<String>)> {
    let date = (0_u64..40_000)
        .prop_map(|days| NaiveDate::default().checked_add_days(chrono::Days::new(days)).expect("a date"));
    ("\\PC{0,12}", "\\PC{0,16}", date, proptest::option::of("[2-9][0-9]{9}"))
}

proptest! {
    /// Whatever people are called, comparing never fails, is the same both ways, and nobody is unlike himself.
    #[test]
    fn comparing_is_total_symmetric_and_reflexive(one in a_person(), two in a_person()) {
        let known = |(given, family, born, phone): (String, String, NaiveDate, Option<String>)| Known {
            given: Given::of(&given),
            family: Family::of(&family),
            birth_date: Some(born),
            phone,
            ..Known::default()
        };
        let (one, two) = (known(one), known(two));
        let (there, back) = (likeness(&one, &two), likeness(&two, &one));
        if let (Some(there), Some(back)) = (&there, &back) {
            prop_assert_eq!(there.score, back.score);
            prop_assert!((0..=100).contains(&there.score));
        }
        let own = likeness(&one, &one).map(|likeness| likeness.score);
        prop_assert!(own > Some(30), "{:?}", own);
        prop_assert!(keys(&one).len() < 80);
    }

    #[test]
    fn words_are_plain_and_stay_what_they_are(text in "\\PC{0,40}") {
        let once = words(&text);
        prop_assert_eq!(words(&once.join(" ")), once);
    }
}
