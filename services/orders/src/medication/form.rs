//! Dose forms as RxNorm names them, in the house's words.

/// Words that say where a form goes; without one a tablet or capsule is swallowed.
const ROUTES: [&str; 5] = ["oral", "sublingual", "buccal", "vaginal", "rectal"];

/// `Chewable Tablet` is an `oral chewable tablet`, and a `Prefilled Syringe` holds an `injection`.
pub(super) fn plain(dose_form: &str) -> String {
    let form = dose_form.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| form.contains(word));
    if says(&["syringe", "injector", "cartridge"]) {
        return format!("injection, {form}");
    }
    let swallowed = says(&["tablet", "capsule"]) || form == "extended release suspension";
    if swallowed && !says(&ROUTES) { format!("oral {form}") } else { form }
}

/// NCI Thesaurus code of the form, where RxNorm's name says no more and no less.
pub(super) fn code(dose_form: &str) -> Option<String> {
    let code = match dose_form {
        "Oral Tablet" => "C42998",
        "Oral Capsule" => "C25158",
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Unit;

    #[test]
    fn forms_say_where_they_go_and_what_is_counted() {
        for (named, expected, unit) in [
            ("Oral Tablet", "oral tablet", Some(Unit::Tablet)),
            ("Chewable Tablet", "oral chewable tablet", Some(Unit::Tablet)),
            ("Tablet for Oral Suspension", "tablet for oral suspension", Some(Unit::Tablet)),
            ("Sublingual Tablet", "sublingual tablet", Some(Unit::Tablet)),
            ("Vaginal Tablet", "vaginal tablet", Some(Unit::Tablet)),
            ("Delayed Release Oral Capsule", "delayed release oral capsule", Some(Unit::Capsule)),
            ("Oral Solution", "oral solution", Some(Unit::Milliliter)),
            ("Extended Release Suspension", "oral extended release suspension", Some(Unit::Milliliter)),
            ("Injectable Solution", "injectable solution", Some(Unit::Milliliter)),
            ("Ophthalmic Suspension", "ophthalmic suspension", Some(Unit::Milliliter)),
            ("Topical Cream", "topical cream", Some(Unit::Gram)),
            ("Ophthalmic Ointment", "ophthalmic ointment", Some(Unit::Gram)),
            ("Topical Gel", "topical gel", None),
            ("Prefilled Syringe", "injection, prefilled syringe", None),
            ("Pen Injector", "injection, pen injector", None),
            ("Metered Dose Inhaler", "metered dose inhaler", None),
            ("Transdermal System", "transdermal system", None),
        ] {
            let form = plain(named);
            assert_eq!((form.as_str(), Unit::of_form(&form)), (expected, unit), "{named}");
        }
    }

    #[test]
    fn only_plain_tablets_and_capsules_have_a_code() {
        assert_eq!(code("Oral Tablet").as_deref(), Some("C42998"));
        assert_eq!(code("Oral Capsule").as_deref(), Some("C25158"));
        assert_eq!(code("Extended Release Oral Tablet"), None);
    }
}
