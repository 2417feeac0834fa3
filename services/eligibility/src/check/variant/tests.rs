use super::*;
use serde_json::{Value, json};

fn person(changes: Value) -> Demographics {
    let mut person = json!({"given_name": "Mary-Ann", "middle_name": "Q", "family_name": "Smith-Jones", "suffix": "Jr",
        "birth_date": "1980-01-01", "sex": "female"});
    for (field, value) in changes.as_object().expect("fields") {
        person[field] = value.clone();
    }
    serde_json::from_value(person).expect("a person")
}

fn rules(value: Value) -> Inquiries {
    serde_json::from_value(value).expect("rules")
}

/// Everything that would be tried one after the other while the payer says this.
fn tries(person: &Demographics, codes: &[&str], rules: &Inquiries) -> Vec<Variant> {
    let mut tried = vec![Variant::AsRecorded];
    while let Some(variant) = next(Person { demographics: person, codes }, &tried, rules, &[]) {
        tried.push(variant);
    }
    tried.split_off(1)
}

#[test]
fn spellings_first_then_other_searches_the_payer_allows() {
    use Variant::*;
    let all =
        json!({"second_tries": 5, "searches": ["member_id_birth_date", "member_id_name", "name_birth_date"]});
    let (full, plain) =
        (person(json!({})), json!({"given_name": "Zebulon", "family_name": "Lee", "suffix": null}));
    assert_eq!(
        tries(&full, &["73"], &rules(all.clone())),
        [WithoutSuffix, HyphenAsBlank, HyphenLeftOut, WithoutMiddleName, WithoutName]
    );
    assert_eq!(tries(&full, &["73"], &Inquiries::default()), [WithoutSuffix, HyphenAsBlank]);
    assert_eq!(
        tries(&person(plain), &["75"], &rules(all.clone())),
        [WithoutMiddleName, WithoutName, WithoutBirthDate, WithoutMemberId]
    );
    assert_eq!(tries(&full, &["72"], &rules(all.clone())), [WithoutMemberId]);
    assert_eq!(tries(&full, &["71"], &rules(all.clone())), [WithoutBirthDate]);
    assert_eq!(tries(&full, &["71"], &Inquiries::default()), [], "the payer does not search without it");
    for hopeless in ["43", "51", "57", "62", "78", "79"] {
        assert_eq!(tries(&full, &[hopeless], &rules(all.clone())), [], "{hopeless}");
    }
    assert_eq!(tries(&full, &["73"], &rules(json!({"second_tries": 0}))), []);
}

#[test]
fn a_nickname_is_tried_as_the_formal_name_and_the_other_way_round() {
    use Variant::*;
    let called = |name: &str| {
        person(json!({"given_name": name, "family_name": "Lee", "suffix": null, "middle_name": null}))
    };
    let all = || rules(json!({"second_tries": 5}));
    for (name, tried, names) in [
        ("Bob", vec![FormalName], vec!["Robert"]),
        ("BOB", vec![FormalName], vec!["Robert"]),
        ("Robert", vec![Nickname], vec!["Bob"]),
        ("Alex", vec![FormalName, OtherFormalName], vec!["Alexander", "Alexandra"]),
        ("José", vec![Nickname], vec!["Pepe"]),
        ("Zebulon", vec![], vec![]),
        ("Bobbington", vec![], vec![]),
    ] {
        let who = called(name);
        assert_eq!(tries(&who, &["75"], &all()), tried, "{name}");
        let renamed: Vec<_> = tried.iter().map(|variant| variant.of(&who)).collect();
        assert_eq!(renamed.iter().map(|who| who.given_name.as_str()).collect::<Vec<_>>(), names);
        assert!(
            renamed
                .iter()
                .all(|other| other.family_name == who.family_name && other.birth_date == who.birth_date)
        );
    }
    assert_eq!(tries(&called("Bob"), &["72"], &all()), [], "a wrong member id is not mended by a name");
    assert_eq!(tries(&called("Alex"), &["75"], &rules(json!({"second_tries": 1}))), [FormalName], "bounded");
}

#[test]
fn a_payer_that_wants_no_other_try_gets_none() {
    let full = person(json!({}));
    let told = |follow_up| {
        let person = Person { demographics: &full, codes: &["73"] };
        next(person, &[Variant::AsRecorded], &Inquiries::default(), &[follow_up])
    };
    assert_eq!(told(FollowUp::CorrectAndResend), Some(Variant::WithoutSuffix));
    for no in [FollowUp::DoNotResubmit, FollowUp::WaitTenDays, FollowUp::DoNotResendWillRespond] {
        assert_eq!(told(no), None);
    }
}

#[test]
fn words_change_and_nothing_else() {
    let full = person(json!({}));
    let blank = Variant::HyphenAsBlank.of(&full);
    assert_eq!((blank.given_name.as_str(), blank.family_name.as_str()), ("Mary Ann", "Smith Jones"));
    assert_eq!(Variant::HyphenLeftOut.of(&full).family_name.as_str(), "SmithJones");
    assert_eq!(Variant::WithoutSuffix.of(&full), Demographics { suffix: None, ..full.clone() });
    assert_eq!(Variant::AsRecorded.of(&full), full);
    let odd = person(json!({"family_name": "-"}));
    assert_eq!(Variant::HyphenLeftOut.of(&odd).family_name.as_str(), "-", "a name is never empty");
}
