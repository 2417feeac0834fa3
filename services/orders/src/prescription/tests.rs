use super::*;
use crate::medication::Catalogue;
use crate::prescription::draft::DraftPrescription;
use crate::prescription::progress::Progress;
use crate::prescription::signature::Act;
use serde_json::json;
use uuid::Uuid;

/// A signed one that stands where it is told.
pub(crate) fn signed(state: State) -> Prescription {
    let wish = json!({
        "patient_id": Uuid::nil(), "prescriber_id": Uuid::nil(), "pharmacy_id": Uuid::nil(),
        "medication": {"rxcui": "308191"}, "sig": {"text": "Take 1 capsule by mouth 3 times daily"},
        "quantity": {"value": "30"}, "days_supply": 10, "refills": 0
    });
    let wish: DraftPrescription = serde_json::from_value(wish).expect("a wish");
    let medication = Catalogue::get().find(&wish.medication.rxcui).expect("a known drug");
    let draft = Prescription::draft(PrescriptionId(Uuid::nil()), wish, medication).expect("a draft");
    let written_on = NaiveDate::from_ymd_opt(2026, 1, 31).expect("a date");
    let (signed_by, signed_at) = ("ann".to_owned(), DateTime::UNIX_EPOCH);
    let act = Act { signed_by, signed_at, written_on, second_factor: None };
    let signature = Signature { act, seal: None };
    Prescription { state, signature: Some(signature), ..draft }
}

fn recalled(progress: Progress, taken: bool, today: (i32, u32, u32), schedule: Schedule) -> Option<Refusal> {
    let (year, month, day) = today;
    let today = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let mut prescription = signed(State::OnItsWay(progress));
    prescription.content.medication.schedule = schedule;
    prescription.recall(None, taken, today).err()
}

#[test]
fn a_pharmacy_is_asked_to_cancel_for_a_year_if_it_takes_that() {
    let verified = || Progress::Verified;
    let plain = Schedule::None;
    for (progress, taken, today, schedule, refusal) in [
        (verified(), true, (2027, 1, 31), plain, None),
        (verified(), true, (2027, 2, 1), plain, Some(Refusal::TooOldToCancel(12))),
        (verified(), true, (2026, 7, 31), Schedule::IV, None),
        (verified(), true, (2026, 8, 1), Schedule::IV, Some(Refusal::TooOldToCancel(6))),
        (verified(), false, (2026, 2, 1), plain, Some(Refusal::CancelNotTaken)),
        // What never left the house needs no pharmacy.
        (Progress::Signed, false, (2030, 1, 1), plain, None),
    ] {
        assert_eq!(recalled(progress.clone(), taken, today, schedule), refusal, "{progress:?} {today:?}");
    }
}
