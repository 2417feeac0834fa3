//! Correcting or discarding what is not signed yet: by the rules of drafting, and nothing that was checked before counts.

use super::content::{Content, DaysSupply, Prescribed, Refills, Sig};
use super::draft::{AskedQuantity, ChosenMedication, DraftPrescription, Mistake};
use super::state::Recall;
use super::{Prescription, Refusal, State};
use crate::medication::Medication;
use chrono::NaiveDate;
use model::{Icd10, LocationId, Note, PharmacyId, Rxcui};
use platform::Patch;
use platform::patch::required;
use serde::Deserialize;
use utoipa::ToSchema;

/// The fields to change; those absent stay. For another patient or prescriber, discard it and draft anew.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePrescription {
    #[serde(default, deserialize_with = "required")]
    pub pharmacy_id: Option<PharmacyId>,
    #[serde(default)]
    #[schema(value_type = Option<LocationId>)]
    pub location_id: Patch<LocationId>,
    #[serde(default, deserialize_with = "required")]
    pub medication: Option<ChosenMedication>,
    #[serde(default, deserialize_with = "required")]
    pub sig: Option<Sig>,
    #[serde(default, deserialize_with = "required")]
    pub quantity: Option<AskedQuantity>,
    #[serde(default, deserialize_with = "required")]
    pub days_supply: Option<DaysSupply>,
    #[serde(default, deserialize_with = "required")]
    pub refills: Option<Refills>,
    #[serde(default, deserialize_with = "required")]
    pub substitution_allowed: Option<bool>,
    #[serde(default, deserialize_with = "required")]
    #[schema(max_items = 2)]
    pub diagnosis_codes: Option<Vec<Icd10>>,
    #[serde(default)]
    #[schema(value_type = Option<Note>)]
    pub note: Patch<Note>,
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub earliest_fill_date: Patch<NaiveDate>,
}

impl UpdatePrescription {
    /// The drug it will be of.
    pub fn rxcui<'a>(&'a self, before: &'a Prescription) -> &'a Rxcui {
        self.medication.as_ref().map_or(&before.content.medication.rxcui, |chosen| &chosen.rxcui)
    }

    /// What would have been asked for, had it been drafted like this.
    fn upon(self, before: &Prescription) -> DraftPrescription {
        let Content { medication, quantity, .. } = &before.content;
        let as_before = || ChosenMedication {
            rxcui: medication.rxcui.clone(),
            ndc: medication.ndc.clone(),
            description: None,
            strength: None,
            form: None,
        };
        let counted = AskedQuantity { value: quantity.value, unit: Some(quantity.unit) };
        DraftPrescription {
            patient_id: before.patient_id,
            prescriber_id: before.prescriber_id,
            pharmacy_id: self.pharmacy_id.unwrap_or(before.pharmacy_id),
            location_id: self.location_id.apply(before.location_id),
            medication: self.medication.unwrap_or_else(as_before),
            sig: self.sig.unwrap_or_else(|| before.content.sig.clone()),
            quantity: self.quantity.unwrap_or(counted),
            days_supply: self.days_supply.unwrap_or(before.content.days_supply),
            refills: self.refills.unwrap_or(before.content.refills),
            substitution_allowed: self.substitution_allowed.unwrap_or(before.content.substitution_allowed),
            diagnosis_codes: self.diagnosis_codes.unwrap_or_else(|| before.content.diagnosis_codes.clone()),
            note: self.note.apply(before.content.note.clone()),
            earliest_fill_date: self.earliest_fill_date.apply(before.content.earliest_fill),
        }
    }
}

/// A prescription nobody has signed.
pub struct Draft(Prescription);

/// A draft in other words, and which of its fields they are.
pub struct Corrected {
    pub prescription: Prescription,
    /// Empty when it says what it said before: then nothing changes, and its checks count on.
    pub fields: Vec<&'static str>,
}

impl Prescription {
    /// `act` is what is to be done with it, as a refusal says it.
    pub fn at_desk(self, act: &'static str) -> Result<Draft, Refusal> {
        match self.state {
            State::AtDesk(_) => Ok(Draft(self)),
            _ => Err(Refusal::WrongStatus(self.state.status(), act)),
        }
    }
}

impl Draft {
    /// `medication` is the catalogue's entry for the drug it will be of; `by` is the client that writes.
    pub fn correct(
        self,
        wish: UpdatePrescription,
        medication: &Medication,
        by: &str,
    ) -> Result<Corrected, Vec<Mistake>> {
        let Self(before) = self;
        let wished = wish.upon(&before);
        let (pharmacy_id, location_id) = (wished.pharmacy_id, wished.location_id);
        let content = wished.content(medication)?.keeping_the_drug_of(&before.content);
        let after = Prescription { pharmacy_id, location_id, content, ..before.clone() };
        let fields = changed(&before, &after);
        if fields.is_empty() {
            return Ok(Corrected { prescription: before, fields });
        }
        let prescription = after.prepared_by(by.to_owned()).with_state(State::DRAFT);
        Ok(Corrected { prescription, fields })
    }

    /// For good: it is neither signed nor sent.
    pub fn discard(self, note: Option<&Note>) -> Prescription {
        self.0.with_state(State::Recalled(Recall::Cancelled { note: note.map(ToString::to_string) }))
    }
}

impl Content {
    /// In the schedule it was found to be in, as long as the drug is the same.
    fn keeping_the_drug_of(self, before: &Self) -> Self {
        if self.medication.is(&before.medication) {
            Self { medication: before.medication.clone(), ..self }
        } else {
            self
        }
    }
}

impl Prescribed {
    fn is(&self, other: &Self) -> bool {
        (&self.rxcui, &self.ndc) == (&other.rxcui, &other.ndc)
    }
}

fn changed(before: &Prescription, after: &Prescription) -> Vec<&'static str> {
    let (old, new) = (&before.content, &after.content);
    let fields = [
        ("pharmacy_id", before.pharmacy_id == after.pharmacy_id),
        ("location_id", before.location_id == after.location_id),
        ("medication", old.medication == new.medication),
        ("sig", old.sig == new.sig),
        ("quantity", old.quantity == new.quantity),
        ("days_supply", old.days_supply == new.days_supply),
        ("refills", old.refills == new.refills),
        ("substitution_allowed", old.substitution_allowed == new.substitution_allowed),
        ("diagnosis_codes", old.diagnosis_codes == new.diagnosis_codes),
        ("note", old.note == new.note),
        ("earliest_fill_date", old.earliest_fill == new.earliest_fill),
    ];
    fields.into_iter().filter(|(_, same)| !same).map(|(field, _)| field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::{Catalogue, Schedule};
    use crate::prescription::progress::Progress;
    use crate::prescription::tests::signed;
    use serde_json::{Value, json};

    fn ready() -> Prescription {
        Prescription { signature: None, ..signed(State::READY) }
    }

    fn corrected(before: Prescription, wish: Value) -> Result<Corrected, Vec<&'static str>> {
        let wish: UpdatePrescription = serde_json::from_value(wish).expect("a wish");
        let medication = Catalogue::get().find(wish.rxcui(&before)).expect("a known drug");
        let draft = before.at_desk("changed").expect("at the desk");
        let corrected = draft.correct(wish, medication, "nurse");
        corrected.map_err(|mistakes| mistakes.into_iter().map(|Mistake(pointer, _)| pointer).collect())
    }

    #[test]
    fn every_change_of_words_makes_it_a_draft_of_whoever_wrote_it() {
        for (wish, fields) in [
            (json!({"sig": {"text": "Take 1 capsule by mouth daily"}}), vec!["sig"]),
            (json!({"quantity": {"value": "20"}}), vec!["quantity"]),
            (json!({"days_supply": 7, "refills": 2}), vec!["days_supply", "refills"]),
            (json!({"substitution_allowed": false}), vec!["substitution_allowed"]),
            (json!({"diagnosis_codes": ["J02.0"]}), vec!["diagnosis_codes"]),
            (json!({"note": "call when ready"}), vec!["note"]),
            (json!({"earliest_fill_date": "2026-12-30"}), vec!["earliest_fill_date"]),
            (json!({"medication": {"rxcui": "308182"}}), vec!["medication"]),
        ] {
            let corrected =
                corrected(ready(), wish.clone()).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
            assert_eq!(corrected.fields, fields, "{wish}");
            assert!(corrected.prescription.state == State::DRAFT);
            assert_eq!(corrected.prescription.version, 2);
            assert_eq!(corrected.prescription.prepared_by.as_deref(), Some("nurse"));
        }
    }

    #[test]
    fn what_says_the_same_changes_nothing() {
        for wish in [
            json!({}),
            json!({"refills": 0, "note": null}),
            json!({"medication": {"rxcui": "308191"}, "quantity": {"value": 30}}),
        ] {
            let corrected = corrected(ready(), wish).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
            assert_eq!((corrected.fields.len(), corrected.prescription.version), (0, 1));
            assert!(corrected.prescription.state == State::READY);
        }
    }

    #[test]
    fn it_is_held_against_the_catalogue_like_a_draft() {
        for (wish, mistakes) in [
            (json!({"quantity": {"value": "30", "unit": "C48542"}}), vec!["/quantity/unit"]),
            (json!({"medication": {"rxcui": "308191", "strength": "250 mg"}}), vec!["/medication/strength"]),
            // The amount was counted in capsules, and the other drug is none.
            (json!({"medication": {"rxcui": "308048"}}), vec!["/quantity/unit"]),
            (
                json!({"medication": {"rxcui": "308048"}, "quantity": {"value": "30"}, "refills": 6}),
                vec!["/refills"],
            ),
        ] {
            assert_eq!(corrected(ready(), wish.clone()).err(), Some(mistakes), "{wish}");
        }
    }

    #[test]
    fn the_schedule_stays_as_it_was_found_while_the_drug_does() {
        let before = ready().in_schedule(Schedule::V);
        let kept = corrected(before.clone(), json!({"note": "call when ready"})).expect("corrected");
        assert!(kept.prescription.content.medication.schedule == Schedule::V);
        let other = corrected(before, json!({"medication": {"rxcui": "308182"}})).expect("corrected");
        assert!(other.prescription.content.medication.schedule == Schedule::None);
    }

    #[test]
    fn what_is_signed_or_discarded_is_neither_corrected_nor_discarded() {
        let discarded = ready().at_desk("discarded").expect("at the desk").discard(None);
        let sent = signed(State::OnItsWay(Progress::Signed));
        for (prescription, status) in [(discarded, "cancelled"), (sent, "signed")] {
            let refused = prescription.at_desk("corrected").err().expect("refused");
            assert_eq!(refused.to_string(), format!("A prescription that is {status} cannot be corrected."));
        }
    }

    #[test]
    fn what_must_be_there_cannot_be_taken_away() {
        for wish in [json!({"pharmacy_id": null}), json!({"sig": null}), json!({"patient_id": "x"})] {
            assert!(serde_json::from_value::<UpdatePrescription>(wish.clone()).is_err(), "{wish}");
        }
    }
}
