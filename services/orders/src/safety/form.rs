//! Whether what directions speak of is what the drug comes as.

use crate::sig::{DoseUnit, Route};

/// Weights and units are told of every form.
pub(super) fn comes_as(form: &str, unit: DoseUnit) -> bool {
    let words: &[&str] = match unit {
        DoseUnit::Tablet => &["tablet", "insert"],
        DoseUnit::Capsule => &["capsule"],
        DoseUnit::Suppository => &["suppository", "insert"],
        DoseUnit::Puff => &["aerosol", "inhal", "metered"],
        DoseUnit::Spray => &["spray", "aerosol"],
        DoseUnit::Drop => &["drops", "solution", "suspension", "liquid", "emulsion"],
        DoseUnit::Patch => &["patch", "film", "system"],
        DoseUnit::Lozenge => &["lozenge", "troche"],
        DoseUnit::Milliliter => &[
            "solution",
            "suspension",
            "syrup",
            "liquid",
            "elixir",
            "injection",
            "emulsion",
            "concentrate",
            "drops",
            "mouthwash",
            "rinse",
            "enema",
        ],
        DoseUnit::Packet => &["powder", "granule", "packet"],
        DoseUnit::Vial => &["solution", "suspension", "injection"],
        DoseUnit::Application => &[
            "cream", "ointment", "gel", "lotion", "foam", "solution", "paste", "shampoo", "topical",
            "powder", "jelly", "pad", "soap", "swab", "oil",
        ],
        DoseUnit::Milligram
        | DoseUnit::Microgram
        | DoseUnit::Gram
        | DoseUnit::Milliequivalent
        | DoseUnit::Units => return true,
    };
    form.contains("kit") || words.iter().any(|word| form.contains(word))
}

/// Whether a form is made for the route; forms that name no route are made for any.
pub(super) fn goes(form: &str, route: Route) -> bool {
    let made_for: &[&str] = match route {
        Route::Oral => &["oral"],
        Route::Sublingual => &["sublingual", "oral"],
        Route::Buccal => &["buccal", "oral"],
        Route::Inhalation => &["inhal"],
        Route::Nostril | Route::Nostrils => &["nasal"],
        Route::LeftEye | Route::RightEye | Route::BothEyes | Route::AffectedEye => &["ophthalmic"],
        Route::LeftEar | Route::RightEar | Route::BothEars | Route::AffectedEar => {
            &["auricular", "otic", "ophthalmic"]
        }
        Route::Topical => &["topical", "cutaneous", "dental"],
        Route::Transdermal => &["transdermal", "topical"],
        Route::Rectal => &["rectal"],
        Route::Vaginal => &["vaginal"],
        Route::Subcutaneous => &["subcutaneous"],
        Route::Intramuscular => &["intramuscular"],
        Route::Intravenous => &["intravenous"],
    };
    const ROUTES: [&str; 16] = [
        "oral",
        "sublingual",
        "buccal",
        "inhal",
        "nasal",
        "ophthalmic",
        "auricular",
        "otic",
        "topical",
        "cutaneous",
        "transdermal",
        "rectal",
        "vaginal",
        "subcutaneous",
        "intramuscular",
        "intravenous",
    ];
    form.contains("multiple routes")
        || made_for.iter().any(|word| form.contains(word))
        || !ROUTES.iter().any(|word| form.contains(word))
}

/// Forms that work only whole.
pub(super) fn must_stay_whole(form: &str) -> bool {
    form.contains("extended release") || form.contains("delayed release")
}
