//! Drafting: what is asked for, held against the catalogue and the rules of the drug's schedule.

use super::content::{Amount, Content, DaysSupply, Prescribed, Quantity, Refills, Sig};
use super::schedule::most_refills;
use super::{Prescription, State};
use crate::medication::{Medication, Schedule, Unit};
use crate::sig;
use chrono::NaiveDate;
use model::{Icd10, LocationId, Ndc, Note, PatientId, PharmacyId, PractitionerId, PrescriptionId, Rxcui};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftPrescription {
    pub patient_id: PatientId,
    pub prescriber_id: PractitionerId,
    pub pharmacy_id: PharmacyId,
    /// Where the prescriber practises; without it one of the practice's locations in a state of the licence.
    pub location_id: Option<LocationId>,
    pub medication: ChosenMedication,
    pub sig: Sig,
    pub quantity: AskedQuantity,
    pub days_supply: DaysSupply,
    pub refills: Refills,
    #[serde(default = "yes")]
    pub substitution_allowed: bool,
    #[serde(default)]
    #[schema(max_items = 2)]
    pub diagnosis_codes: Vec<Icd10>,
    pub note: Option<Note>,
    /// No pharmacy fills it before this day: today or later, on the wall of the location.
    pub earliest_fill_date: Option<NaiveDate>,
}

fn yes() -> bool {
    true
}

/// The drug by its RXCUI; whatever else is given must agree with the catalogue.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenMedication {
    pub rxcui: Rxcui,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ndc: Option<Ndc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedQuantity {
    pub value: Amount,
    /// The unit the catalogue counts the drug in, when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

/// One thing to mend: a JSON pointer and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake(pub &'static str, pub String);

impl Prescription {
    /// `medication` is the catalogue's entry for the wished RXCUI.
    pub fn draft(
        id: PrescriptionId,
        wish: DraftPrescription,
        medication: &Medication,
    ) -> Result<Self, Vec<Mistake>> {
        Ok(Self {
            id,
            version: 1,
            order_number: Self::order_number_of(id),
            patient_id: wish.patient_id,
            prescriber_id: wish.prescriber_id,
            pharmacy_id: wish.pharmacy_id,
            location_id: wish.location_id,
            content: wish.content(medication)?,
            signature: None,
            state: State::DRAFT,
            prepared_by: None,
            original_printed_at: None,
        })
    }
}

impl Prescribed {
    /// As the catalogue names it now; none where it cannot be prescribed.
    pub fn of(medication: &Medication, rxcui: Rxcui, ndc: Option<Ndc>) -> Option<Self> {
        Some(Self {
            rxcui,
            ndc: ndc.or_else(|| medication.ndc.clone()),
            description: medication.description.clone(),
            strength: medication.strength.clone(),
            form: medication.form.clone(),
            schedule: medication.schedule.filter(|_| medication.prescribable)?,
        })
    }
}

impl DraftPrescription {
    /// What is prescribed, if nothing of it is to be mended.
    pub fn content(self, medication: &Medication) -> Result<Content, Vec<Mistake>> {
        let mut mistakes = self.mistakes(medication);
        let Some(unit) = self.quantity.unit.or(medication.quantity_unit) else {
            mistakes.push(Mistake("/quantity/unit", "say what is counted".to_owned()));
            return Err(mistakes);
        };
        let prescribed = Prescribed::of(medication, self.medication.rxcui, self.medication.ndc);
        let Some(prescribed) = prescribed.filter(|_| mistakes.is_empty()) else {
            return Err(mistakes);
        };
        Ok(Content {
            medication: prescribed,
            sig: self.sig,
            quantity: Quantity { value: self.quantity.value, unit },
            days_supply: self.days_supply,
            refills: self.refills,
            substitution_allowed: self.substitution_allowed,
            diagnosis_codes: self.diagnosis_codes,
            note: self.note,
            earliest_fill: self.earliest_fill_date,
        })
    }

    /// What contradicts the catalogue, the drug's schedule or itself.
    pub fn mistakes(&self, medication: &Medication) -> Vec<Mistake> {
        let mut mistakes = self.medication.mistakes(medication);
        mistakes.extend(self.quantity.mistake(medication));
        match medication.schedule.filter(|_| medication.prescribable) {
            Some(schedule) => mistakes.extend(self.refills_beyond(schedule)),
            None => mistakes.push(Mistake(
                "/medication/rxcui",
                "cannot be sent to a pharmacy (prescribable: false): take another one of GET /v1/medications"
                    .to_owned(),
            )),
        }
        mistakes.extend(self.sig.mistake());
        if self.diagnosis_codes.len() > 2 {
            mistakes.push(Mistake("/diagnosis_codes", "give at most two, the primary one first".to_owned()));
        }
        mistakes
    }

    fn refills_beyond(&self, schedule: Schedule) -> Option<Mistake> {
        let most = most_refills(schedule);
        let text = || format!("a drug of schedule {schedule} may have at most {most}");
        (self.refills.count() > most).then(|| Mistake("/refills", text()))
    }
}

impl AskedQuantity {
    fn mistake(&self, medication: &Medication) -> Option<Mistake> {
        let asked = self.unit?;
        let text = match medication.quantity_unit {
            Some(unit) if unit != asked => format!("this drug is counted in {}", unit.word()),
            None if !asked.counts(&medication.form) => format!("this drug comes as {}", medication.form),
            _ => return None,
        };
        Some(Mistake("/quantity/unit", text))
    }
}

impl Sig {
    /// Text and fields must say the same; a text that cannot be read cannot agree with anything.
    fn mistake(&self) -> Option<Mistake> {
        let structured = self.structured.as_ref()?;
        match sig::read(self.text.as_str()) {
            Ok(reading) if reading.sig == *structured => None,
            Ok(_) => Some(Mistake(
                "/sig/structured",
                "says something else than the text: take the text POST /v1/sigs/build gives, or leave it out"
                    .to_owned(),
            )),
            Err(unread) => {
                let advice = "take the text POST /v1/sigs/build gives, or leave the fields out";
                Some(Mistake(
                    "/sig/text",
                    format!("{unread}, so it cannot be held against the fields: {advice}"),
                ))
            }
        }
    }
}

impl ChosenMedication {
    fn mistakes(&self, medication: &Medication) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        if self.ndc.as_ref().is_some_and(|ndc| !medication.is_packed_as(ndc)) {
            let advice = "is not known as a package of this drug: leave it out or correct it".to_owned();
            mistakes.push(Mistake("/medication/ndc", advice));
        }
        let given = [
            ("/medication/description", &self.description, &medication.description),
            ("/medication/strength", &self.strength, &medication.strength),
            ("/medication/form", &self.form, &medication.form),
        ];
        for (pointer, given, known) in given {
            if given.as_ref().is_some_and(|given| !agrees(given, known)) {
                let advice =
                    format!("contradicts the RXCUI, which is \"{known}\": leave it out or correct the RXCUI");
                mistakes.push(Mistake(pointer, advice));
            }
        }
        mistakes
    }
}

/// Every word given stands in the catalogue's words, whatever the case and spacing; plurals count as their singular.
fn agrees(given: &str, known: &str) -> bool {
    let known = condensed(known);
    let mut words = given.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| known.contains(condensed(word).trim_end_matches('s')))
}

fn condensed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '/')).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Catalogue;
    use serde_json::json;
    use uuid::Uuid;

    fn mistakes(change: serde_json::Value) -> Vec<&'static str> {
        let mut wish = json!({
            "patient_id": Uuid::nil(), "prescriber_id": Uuid::nil(), "pharmacy_id": Uuid::nil(),
            "medication": {"rxcui": "308191"}, "sig": {"text": "Take 1 capsule by mouth 3 times daily"},
            "quantity": {"value": "30"}, "days_supply": 10, "refills": 0
        });
        for (key, value) in change.as_object().expect("an object") {
            wish[key] = value.clone();
        }
        let wish: DraftPrescription = serde_json::from_value(wish).expect("a wish");
        let medication = Catalogue::get().find(&wish.medication.rxcui).expect("a known drug");
        let drafted = Prescription::draft(PrescriptionId(Uuid::nil()), wish, medication);
        drafted.err().unwrap_or_default().into_iter().map(|Mistake(pointer, _)| pointer).collect()
    }

    #[test]
    fn what_agrees_with_the_catalogue_is_taken() {
        for medication in [
            json!({"rxcui": "308191", "ndc": "0093-3109-05"}),
            json!({"rxcui": "308191", "description": "Amoxicillin 500 mg oral capsule"}),
            json!({"rxcui": "308191", "strength": "500 MG", "form": "Capsules"}),
        ] {
            assert!(mistakes(json!({"medication": medication})).is_empty(), "{medication}");
        }
        assert!(mistakes(json!({"quantity": {"value": 30, "unit": "capsule"}})).is_empty());
        assert!(mistakes(json!({"medication": {"rxcui": "308048"}, "refills": 5})).is_empty());
    }

    #[test]
    fn what_cannot_be_sent_or_counted_so_is_refused() {
        let wish = |unit: &str| -> DraftPrescription {
            serde_json::from_value(json!({
                "patient_id": Uuid::nil(), "prescriber_id": Uuid::nil(), "pharmacy_id": Uuid::nil(),
                "medication": {"rxcui": "308191"}, "sig": {"text": "Apply twice daily"},
                "quantity": {"value": "30", "unit": unit}, "days_supply": 10, "refills": 9
            }))
            .expect("a wish")
        };
        let known = Catalogue::get().find(&"308191".parse().expect("a code")).expect("a known drug");
        let uncounted = Medication { quantity_unit: None, form: "topical gel".to_owned(), ..known.clone() };
        for (medication, unit, expected) in [
            (uncounted.clone(), "g", vec![]),
            (uncounted.clone(), "each", vec![]),
            (uncounted.clone(), "tablet", vec!["/quantity/unit"]),
            (uncounted.clone(), "capsule", vec!["/quantity/unit"]),
            (Medication { prescribable: false, ..uncounted.clone() }, "g", vec!["/medication/rxcui"]),
            (Medication { schedule: None, ..uncounted.clone() }, "g", vec!["/medication/rxcui"]),
            (Medication { schedule: Some(Schedule::II), ..uncounted }, "g", vec!["/refills"]),
        ] {
            let drafted = Prescription::draft(PrescriptionId(Uuid::nil()), wish(unit), &medication);
            let named: Vec<_> =
                drafted.err().unwrap_or_default().into_iter().map(|Mistake(at, _)| at).collect();
            assert_eq!(named, expected, "{unit}");
        }
    }

    #[test]
    fn what_contradicts_it_is_named() {
        for (change, pointer) in [
            (json!({"medication": {"rxcui": "308191", "ndc": "0093-3107-01"}}), "/medication/ndc"),
            (
                json!({"medication": {"rxcui": "308191", "description": "Lisinopril"}}),
                "/medication/description",
            ),
            (json!({"medication": {"rxcui": "308191", "strength": "250 mg"}}), "/medication/strength"),
            (json!({"medication": {"rxcui": "308191", "form": "tablet"}}), "/medication/form"),
            (json!({"quantity": {"value": "30", "unit": "C48542"}}), "/quantity/unit"),
            (json!({"medication": {"rxcui": "1049221"}, "refills": 1}), "/refills"),
            (json!({"medication": {"rxcui": "308048"}, "refills": 6}), "/refills"),
            (json!({"diagnosis_codes": ["J02.0", "J01.90", "R50.9"]}), "/diagnosis_codes"),
        ] {
            assert_eq!(mistakes(change.clone()), [pointer], "{change}");
        }
    }
}
