//! Finding a drug by what people type: words of its name, strength and form, an NDC, or an RXCUI.

use super::index::{Index, Place, Reach, Weight};
use super::words::words;
use super::{Catalogue, Medication};
use model::word_enum;
use serde::Serialize;
use utoipa::ToSchema;

word_enum! {
    /// How a drug was found.
    Matched {
        /// By its NDC or RXCUI.
        Code = "code",
        /// Every word asked for is one of its words, or the beginning of one.
        Words = "words",
        /// Some of what was asked for stands inside a word; nothing begins with it.
        Parts = "parts",
        /// Nothing is written so: these are written alike. Look twice.
        Spelling = "spelling",
    }
}

/// A drug found.
#[derive(Clone, Serialize, ToSchema)]
pub struct FoundMedication {
    pub matched: Matched,
    #[serde(flatten)]
    pub medication: &'static Medication,
}

/// Names people use for ingredients and forms that no label spells out.
const ALSO_KNOWN_AS: [(&str, &[&str]); 12] = [
    ("extended release", &["er", "xr", "xl", "sr", "la"]),
    ("delayed release", &["dr", "ec"]),
    ("orally disintegrating", &["odt"]),
    ("acetaminophen", &["apap", "paracetamol"]),
    ("aspirin", &["asa"]),
    ("hydrochlorothiazide", &["hctz"]),
    ("trimethoprim", &["tmp"]),
    ("sulfamethoxazole", &["smx"]),
    ("albuterol", &["salbutamol"]),
    ("levothyroxine", &["thyroxine"]),
    ("ophthalmic", &["eye"]),
    ("otic", &["ear"]),
];

pub(super) fn index(medications: &[Medication]) -> Index {
    Index::of(medications.iter().map(known_by))
}

/// A drug of several ingredients is known first by its own name and its first ingredient.
fn known_by(medication: &Medication) -> Vec<(Weight, String)> {
    let ingredients = medication.ingredients.iter().map(|ingredient| ingredient.name.as_str());
    let first = std::iter::once(medication.name.as_str()).chain(ingredients.clone().take(1));
    let first = first.chain(medication.brands.iter().map(String::as_str)).flat_map(named);
    let further = ingredients.skip(1).flat_map(words).map(|word| (Weight::Name, word));
    let mut known: Vec<_> = first.chain(further).collect();
    let details = format!("{} {}", medication.strength, medication.form);
    known.extend(words(&details).into_iter().map(|word| (Weight::Detail, word)));
    let described = format!("{} {details}", medication.description).to_lowercase();
    for (spelled_out, names) in ALSO_KNOWN_AS {
        if described.contains(spelled_out) {
            known.extend(names.iter().map(|name| (Weight::Detail, (*name).to_owned())));
        }
    }
    known
}

fn named(name: &str) -> Vec<(Weight, String)> {
    let weights = std::iter::once(Weight::Leading).chain(std::iter::repeat(Weight::Name));
    weights.zip(words(name)).collect()
}

impl Catalogue {
    /// The drugs behind a place, best first; an empty question finds everything.
    ///
    /// What is written exactly so comes before what only contains it, and both before what is merely written alike.
    pub fn search(
        &'static self,
        question: &str,
        after: Option<Place>,
        most: usize,
    ) -> Vec<(Place, FoundMedication)> {
        let coded = self.coded(question.trim());
        if !coded.is_empty() {
            return self.listed(Matched::Code, (1..).zip(coded), after, most);
        }
        let (reach, found) = self.index.search(question, after, most);
        let matched = match reach {
            Reach::Words => Matched::Words,
            Reach::Parts => Matched::Parts,
            Reach::Spelling => Matched::Spelling,
        };
        self.listed(matched, found.into_iter(), after, most)
    }

    fn listed(
        &'static self,
        matched: Matched,
        found: impl Iterator<Item = (Place, usize)>,
        after: Option<Place>,
        most: usize,
    ) -> Vec<(Place, FoundMedication)> {
        let next = found.filter(|(place, _)| after.is_none_or(|after| *place > after)).take(most);
        next.map(|(place, number)| {
            (place, FoundMedication { matched, medication: &self.medications[number] })
        })
        .collect()
    }

    /// What an NDC (with or without hyphens, of a product or of a package of it) or an RXCUI names.
    fn coded(&self, text: &str) -> Vec<usize> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Vec::new();
        }
        let by_rxcui = text.parse().ok().and_then(|rxcui| self.by_rxcui.get(&rxcui)).copied();
        let by_ndc = self.packed(&padded(text));
        by_rxcui.into_iter().chain(by_ndc.filter(|number| Some(*number) != by_rxcui)).collect()
    }
}

/// `0093-3109-05` as the digits 00093310905: each part in its places.
fn padded(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [labeler, product] => format!("{labeler:0>5}{product:0>4}"),
        [labeler, product, package] => format!("{labeler:0>5}{product:0>4}{package:0>2}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(question: &str) -> Vec<FoundMedication> {
        Catalogue::get().search(question, None, 50).into_iter().map(|(_, found)| found).collect()
    }

    fn first(question: &str) -> &'static str {
        search(question).first().map_or("nothing", |found| &found.medication.description)
    }

    #[test]
    fn codes_name_one_drug() {
        for code in ["308191", "0093-3109", "0093-3109-05", "00093310905", "000933109"] {
            let found = search(code);
            assert_eq!(found.len(), 1, "{code}");
            assert_eq!(found[0].medication.description, "amoxicillin 500 MG Oral Capsule", "{code}");
            assert_eq!(found[0].matched, Matched::Code);
        }
        for nothing in ["0093", "unobtainium", "0000-0000"] {
            assert!(search(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn what_can_be_prescribed_comes_first() {
        for (question, best) in [
            ("amoxicillin", "amoxicillin 250 MG Oral Capsule"),
            ("AMOX 500 cap", "amoxicillin 500 MG Oral Capsule"),
            ("zocor 40", "simvastatin 40 MG Oral Tablet"),
            ("Lexapro", "escitalopram 10 MG Oral Tablet"),
            ("clavulanate", "amoxicillin 875 MG / clavulanate 125 MG Oral Tablet"),
            ("lisinopril 20", "lisinopril 20 MG Oral Tablet"),
        ] {
            assert_eq!(first(question), best, "{question}");
        }
    }

    #[test]
    fn strength_form_and_common_names_are_words_too() {
        for (question, best) in [
            ("metoprolol succinate er 25", "metoprolol succinate 25 mg"),
            ("hctz 25 tab", "hydrochlorothiazide 25 MG"),
            ("timolol eye", "timolol"),
            ("ventolin", "albuterol"),
        ] {
            assert!(first(question).starts_with(best), "{question}: {}", first(question));
        }
    }

    #[test]
    fn slips_are_forgiven_and_said() {
        for (typed, meant) in [
            ("amoxicilin", "amoxicillin"),
            ("lisinipril 10", "lisinopril"),
            ("metfromin", "metformin"),
            ("sertaline", "sertraline"),
            ("azithromicin", "azithromycin"),
            ("ibuprophen 600", "ibuprofen"),
            ("levothyroxin sodum", "levothyroxine"),
            ("hydroclorothiazide", "hydrochlorothiazide"),
            ("predisone 20", "prednisone"),
            ("gabapentine", "gabapentin"),
        ] {
            let found = search(typed);
            assert!(found.iter().take(5).any(|f| f.medication.description.starts_with(meant)), "{typed}");
            assert_eq!(found[0].matched, Matched::Spelling, "{typed}");
        }
        assert_eq!(search("statin")[0].matched, Matched::Parts);
        assert!(search("statin").len() >= 5);
        assert_eq!(search("lisinopril")[0].matched, Matched::Words);
    }

    #[test]
    fn an_empty_question_pages_through_everything() {
        let catalogue = Catalogue::get();
        let mut after = None;
        let mut seen = 0;
        loop {
            let page = catalogue.search("", after, 1000);
            let Some((last, _)) = page.last() else { break };
            seen += page.len();
            after = Some(*last);
        }
        assert_eq!(seen, catalogue.medications.len());
    }
}
