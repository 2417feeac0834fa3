use super::*;
use proptest::prelude::*;

fn table(check: fn(&str) -> Checked, good: &[(&str, &str)], bad: &[&str]) {
    for (text, normal) in good {
        assert_eq!(check(text).as_deref(), Ok(*normal), "{text}");
    }
    for text in bad {
        assert!(check(text).is_err(), "{text} should be refused");
    }
}

#[test]
fn npi_has_a_check_digit() {
    table(
        npi,
        &[("1234567893", "1234567893"), ("1993999998", "1993999998")],
        &["1234567890", "3234567893", "123456789", ""],
    );
}

#[test]
fn dea_has_a_check_digit() {
    table(
        dea,
        &[("bl8426529", "BL8426529"), ("AB1234563", "AB1234563")],
        &["AB1234567", "A", "1B1234563", "éé34563"],
    );
}

#[test]
fn icd10_shape() {
    table(
        icd10,
        &[("j02.0", "J02.0"), ("I10", "I10"), ("S52.521A", "S52.521A")],
        &["J02.", "J2", "202.0", "J02.00000"],
    );
}

#[test]
fn procedure_shape() {
    table(
        procedure,
        &[("99213", "99213"), ("g0008", "G0008"), ("0001U", "0001U")],
        &["9921", "992133", "G00A8"],
    );
}

#[test]
fn ndc_is_padded_by_its_hyphens() {
    table(
        ndc11,
        &[("0093-3109-05", "00093310905"), ("00093310905", "00093310905")],
        &["0093310905", "0093-3109", "x"],
    );
}

#[test]
fn email_shape() {
    table(
        email,
        &[(" ann@example.org ", "ann@example.org"), ("a.b+c@mail.example.co", "a.b+c@mail.example.co")],
        &["nobody", "@example.org", "a@b", "a@b..c", "a@.b", "a@b.", "a@b@c.d", "a b@c.d", "a@b.c\n@d.e", ""],
    );
    assert!(email(&format!("{}@example.org", "a".repeat(250))).is_err());
}

#[test]
fn places_and_telephones() {
    table(postal_code, &[("64108", "64108"), ("641081234", "64108-1234")], &["6410", "6410812"]);
    table(
        phone,
        &[("(512) 555-0100", "5125550100"), ("+1 512 555 0100", "5125550100")],
        &["555-0100", "0125550100"],
    );
    table(state, &[("tx", "TX")], &["XX", "T", "L A"]);
}

#[test]
fn names_are_trimmed_and_bounded() {
    table(name, &[(" Ada ", "Ada")], &["", "   ", "a\u{7}b", &"x".repeat(101)]);
}

proptest! {
    #[test]
    fn a_single_wrong_digit_never_passes_the_npi_check(place in 1usize..10, add in 1u8..10) {
        let mut digits = *b"1234567893";
        digits[place] = b'0' + (digits[place] - b'0' + add) % 10;
        let text = String::from_utf8(digits.to_vec()).expect("digits");
        prop_assert!(npi(&text).is_err());
    }

    #[test]
    fn no_input_panics(text in any::<String>()) {
        for check in [npi, dea, icd10, procedure, ndc11, postal_code, phone, state, member_id, authorization_number, service_type, name, note] {
            if let Ok(normal) = check(&text) {
                prop_assert_eq!(check(&normal), Ok(normal.clone()), "a normal form is stable");
            }
        }
    }
}
