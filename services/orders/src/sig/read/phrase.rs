//! Fixed phrases and what they mean; a longer phrase stands before a shorter one that begins it.

use super::Reader;
use super::often::{daily, every_days, weekly};
use crate::sig::{Frequency, Moment, Route};

#[derive(Clone)]
pub(super) enum Meaning {
    Route(Route),
    Often(Frequency),
    When(Moment),
    /// Once a day, then.
    DailyAt(Moment),
}

/// Abbreviations stand here to be read; they are never written.
const ROUTES: &[(Route, &[&str])] = &[
    (Route::Oral, &["by mouth", "orally", "po", "per os"]),
    (Route::Sublingual, &["under tongue", "sublingually", "sl"]),
    (Route::Buccal, &["between cheek and gum", "buccally"]),
    (
        Route::Inhalation,
        &["into lungs", "by inhalation", "via inhalation", "by inhaler", "via nebulizer", "by nebulizer"],
    ),
    (Route::Nostril, &["in one nostril", "into one nostril"]),
    (
        Route::Nostrils,
        &["in each nostril", "into each nostril", "in both nostrils", "into both nostrils", "intranasally"],
    ),
    (Route::LeftEye, &["in left eye", "into left eye"]),
    (Route::RightEye, &["in right eye", "into right eye"]),
    (Route::BothEyes, &["in both eyes", "into both eyes", "in each eye", "into each eye"]),
    (Route::AffectedEye, &["in affected eye", "into affected eye"]),
    (Route::LeftEar, &["in left ear", "into left ear"]),
    (Route::RightEar, &["in right ear", "into right ear"]),
    (Route::BothEars, &["in both ears", "into both ears", "in each ear", "into each ear"]),
    (Route::AffectedEar, &["in affected ear", "into affected ear"]),
    (Route::Topical, &["to affected area", "to affected areas", "topically"]),
    (Route::Transdermal, &["to skin", "transdermally"]),
    (Route::Rectal, &["in rectum", "into rectum", "rectally", "per rectum", "pr"]),
    (Route::Vaginal, &["in vagina", "into vagina", "vaginally", "intravaginally", "pv"]),
    (Route::Subcutaneous, &["under skin", "subcutaneously", "subcut", "subq", "sq", "sc"]),
    (Route::Intramuscular, &["into muscle", "intramuscularly", "im"]),
    (Route::Intravenous, &["into a vein", "intravenously", "iv"]),
];

const MOMENTS: &[(Moment, &[&str])] = &[
    (Moment::Morning, &["in morning", "in am", "each morning"]),
    (Moment::Noon, &["at noon"]),
    (Moment::Evening, &["in evening", "in pm"]),
    (Moment::Bedtime, &["at bedtime", "before bedtime", "before bed", "hs"]),
    (Moment::BeforeMeals, &["before meals", "before each meal", "ac"]),
    (Moment::WithMeals, &["with meals", "with food", "with each meal"]),
    (Moment::AfterMeals, &["after meals", "after each meal", "pc"]),
    (Moment::EmptyStomach, &["on an empty stomach", "on empty stomach"]),
];

const DAILY_AT: &[(Moment, &[&str])] = &[
    (Moment::Morning, &["every morning", "qam", "q am"]),
    (Moment::Evening, &["every evening", "qpm", "q pm"]),
    (Moment::Bedtime, &["every night", "nightly", "qhs", "q hs", "each night", "at night"]),
];

impl Reader<'_> {
    pub(super) fn known_phrase(&mut self) -> Option<Meaning> {
        let route = self.one_of(ROUTES).map(Meaning::Route);
        let daily_at = |reader: &mut Self| reader.one_of(DAILY_AT).map(Meaning::DailyAt);
        let when = |reader: &mut Self| reader.one_of(MOMENTS).map(Meaning::When);
        route
            .or_else(|| daily_at(self))
            .or_else(|| when(self))
            .or_else(|| self.named_frequency().map(Meaning::Often))
    }

    pub(super) fn one_of<T: Copy>(&mut self, table: &[(T, &[&str])]) -> Option<T> {
        table.iter().find(|(_, phrases)| self.any(phrases)).map(|(meaning, _)| *meaning)
    }

    /// The moment the next words name, without taking them.
    pub(super) fn is_moment_next(&mut self) -> bool {
        let before = self.at;
        let found = self.one_of(MOMENTS).is_some();
        self.at = before;
        found
    }

    fn named_frequency(&mut self) -> Option<Frequency> {
        let named: [(Frequency, &[&str]); 8] = [
            (daily(1), &["qd", "q day", "qday"]),
            (daily(2), &["bid"]),
            (daily(3), &["tid"]),
            (daily(4), &["qid"]),
            (every_days(2), &["every other day", "every second day", "qod"]),
            (weekly(1), &["qweek", "qwk", "q week"]),
            (Frequency::Monthly, &["once monthly", "once a month", "every month", "monthly"]),
            (Frequency::Once, &["one time only", "1 time only", "as a single dose", "in a single dose"]),
        ];
        named.into_iter().find(|(_, phrases)| self.any(phrases)).map(|(frequency, _)| frequency)
    }
}
