//! Drafting: what is asked for, in the shape of its kind, held against the compendium.

use super::content::{Bill, Content, Kind, Priority, ReferredTo, Specimen, Test, What};
use super::{Duplicates, Order, State};
use crate::compendium::{self, Loinc, TestCode};
use crate::prescription::draft::Mistake;
use model::{Icd10, LaboratoryId, LocationId, Name, Note, OrderId, PatientId, PractitionerId};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftOrder {
    pub kind: Kind,
    pub patient_id: PatientId,
    /// Who orders.
    pub practitioner_id: PractitionerId,
    pub location_id: Option<LocationId>,
    /// Who performs it; not for a referral.
    pub laboratory_id: Option<LaboratoryId>,
    /// One to twenty; not for a referral.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tests: Vec<AskedTest>,
    /// Of a lab order.
    pub specimen: Option<Specimen>,
    /// Of a referral.
    pub referred_to: Option<ReferredTo>,
    /// `routine` unless told.
    #[schema(inline)]
    pub priority: Option<Priority>,
    #[serde(default)]
    #[schema(max_items = 10)]
    pub diagnosis_codes: Vec<Icd10>,
    pub question: Option<Note>,
    /// `insurance` unless told.
    #[schema(inline)]
    pub bill: Option<Bill>,
}

/// A test by its code; name and LOINC code come from the compendium where one is loaded.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedTest {
    pub code: TestCode,
    pub name: Option<Name>,
    pub loinc: Option<Loinc>,
}

impl Order {
    /// `offered` are the tests of the compendium with the codes asked for; `bound` says whether there is a compendium.
    pub fn draft(
        (id, order_number): (OrderId, String),
        wish: DraftOrder,
        offered: &[compendium::Test],
        bound: bool,
    ) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = wish.misplaced();
        let tests = named(&wish.tests, offered, bound, &mut mistakes);
        let what = match (wish.kind, wish.referred_to) {
            (Kind::Lab, _) => Some(What::Lab { tests, specimen: wish.specimen }),
            (Kind::Imaging, _) => Some(What::Imaging { tests }),
            (Kind::Referral, referred_to) => referred_to.map(|referred_to| What::Referral { referred_to }),
        };
        match what.filter(|_| mistakes.is_empty()) {
            None => Err(mistakes),
            Some(what) => Ok(Self {
                id,
                version: 1,
                order_number,
                patient_id: wish.patient_id,
                practitioner_id: wish.practitioner_id,
                location_id: wish.location_id,
                laboratory_id: wish.laboratory_id,
                content: Content {
                    what,
                    priority: wish.priority.unwrap_or(Priority::Routine),
                    diagnosis_codes: wish.diagnosis_codes,
                    question: wish.question,
                    bill: wish.bill.unwrap_or(Bill::Insurance),
                },
                duplicates: Duplicates::default(),
                signature: None,
                state: State::Draft,
            }),
        }
    }
}

impl DraftOrder {
    /// Whatever is missing for its kind, or belongs to another.
    fn misplaced(&self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut say = |wrong: bool, pointer, advice: &str| {
            if wrong {
                mistakes.push(Mistake(pointer, advice.to_owned()));
            }
        };
        let referral = self.kind == Kind::Referral;
        say(referral && !self.tests.is_empty(), "/tests", "a referral orders no tests");
        say(
            referral && self.laboratory_id.is_some(),
            "/laboratory_id",
            "a referral names referred_to instead",
        );
        say(referral && self.referred_to.is_none(), "/referred_to", "say to whom or to what specialty");
        say(!referral && self.referred_to.is_some(), "/referred_to", "only a referral has it");
        say(!referral && self.laboratory_id.is_none(), "/laboratory_id", "say who performs it");
        say(!referral && !(1..=20).contains(&self.tests.len()), "/tests", "must hold 1 to 20 tests");
        let not_taken = self.kind != Kind::Lab && self.specimen.is_some();
        say(not_taken, "/specimen", "only a lab order has one");
        say(self.diagnosis_codes.len() > 10, "/diagnosis_codes", "give at most ten, the primary one first");
        let mut codes: Vec<&TestCode> = self.tests.iter().map(|test| &test.code).collect();
        codes.sort();
        codes.dedup();
        say(codes.len() < self.tests.len(), "/tests", "name each test once");
        mistakes
    }
}

fn named(
    asked: &[AskedTest],
    offered: &[compendium::Test],
    bound: bool,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Test> {
    let mut tests = Vec::new();
    for test in asked {
        let known = offered.iter().find(|offered| offered.code == test.code.as_str());
        let loinc = known.and_then(|known| known.loinc.clone()).and_then(|code| Loinc::try_from(code).ok());
        match (known, &test.name) {
            (Some(known), _) => tests.push(Test { code: test.code.clone(), name: known.name.clone(), loinc }),
            (None, _) if bound => {
                let advice = "is not in the laboratory's compendium: see GET /v1/compendia";
                mistakes.push(Mistake("/tests", advice.to_owned()));
            }
            (None, Some(name)) => {
                let (name, loinc) = (name.clone(), test.loinc.clone());
                tests.push(Test { code: test.code.clone(), name, loinc });
            }
            (None, None) => {
                let advice = "give each test a name: no compendium of the laboratory is loaded";
                mistakes.push(Mistake("/tests", advice.to_owned()));
            }
        }
    }
    tests
}
