//! Two practices in one house.

use std::sync::PoisonError;

use anyhow::ensure;
use journeys::stage;
use praxis::demo::{Outcome, Request, Role};
use serde_json::json;

const LISTS: [&str; 15] = [
    "patients",
    "practitioners",
    "locations",
    "visit-types",
    "appointments",
    "payers",
    "coverages",
    "eligibility-checks",
    "pharmacies",
    "prescriptions",
    "fee-schedules",
    "encounters",
    "claims",
    "remittances",
    "ledger",
];

fn everything_of(outcome: &Outcome) -> Vec<String> {
    let practice = &outcome.practice;
    let things = [
        ("patients", &outcome.patient, vec!["", "/account"]),
        ("practitioners", &practice.practitioner, vec!["", "/availability"]),
        ("locations", &practice.location, vec![""]),
        ("visit-types", &practice.visit_type, vec![""]),
        ("appointments", &outcome.appointment, vec!["", "/history"]),
        ("payers", &practice.payer, vec![""]),
        ("coverages", &outcome.coverage, vec![""]),
        ("eligibility-checks", &outcome.eligibility_check, vec!["", "/x12"]),
        ("pharmacies", &practice.pharmacy, vec![""]),
        ("prescriptions", &outcome.prescription, vec!["", "/history", "/script"]),
        ("encounters", &outcome.encounter, vec![""]),
        ("claims", &outcome.claim, vec!["", "/x12", "/history"]),
    ];
    let paths = |(noun, id, parts): (&str, &String, Vec<&str>)| -> Vec<String> {
        parts.iter().map(|part| format!("/v1/{noun}/{id}{part}")).collect()
    };
    things.into_iter().flat_map(paths).collect()
}

#[test]
fn one_practice_never_sees_another() -> anyhow::Result<()> {
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    stage.play(async move |story, _| {
        let (api, outcome) = (&story.api, story.tell(|_| ()).await?);
        for path in everything_of(&outcome) {
            let own = api.send(&Request::get(Role::Admin, &path)).await?;
            ensure!(own.status == 200, "the practice itself: {own}");
            let foreign = api.send(&Request::get(Role::OtherPractice, &path)).await?;
            ensure!(foreign.status == 404, "the other practice: {foreign}");
        }
        for noun in LISTS {
            ensure!(
                !api.list(Role::Admin, &format!("/v1/{noun}")).await?.is_empty(),
                "our own {noun} are empty"
            );
            let seen = api.list(Role::OtherPractice, &format!("/v1/{noun}")).await?.len();
            ensure!(seen == 0, "the other practice sees {seen} {noun}");
        }
        for noun in ["allergies", "medications"] {
            let path = format!("/v1/patients/{}/{noun}", outcome.patient);
            let answer = api.send(&Request::get(Role::OtherPractice, path)).await?;
            let items = answer.body["items"].as_array().map_or(0, Vec::len);
            ensure!(items == 0, "the other practice sees {items} {noun} of a patient");
        }
        cannot_use(&outcome, api).await
    })
}

/// Ids that were guessed right are of no use either.
async fn cannot_use(outcome: &Outcome, api: &praxis::demo::Api) -> anyhow::Result<()> {
    let wish = json!({"patient_id": outcome.patient, "practitioner_id": outcome.practice.practitioner,
                      "location_id": outcome.practice.location, "visit_type_id": outcome.practice.visit_type,
                      "start": "2030-01-01T15:00:00Z"});
    let answer = api.send(&Request::post(Role::OtherPractice, "/v1/appointments", &wish)).await?;
    ensure!(answer.status == 400, "booking at another practice: {answer}");
    let path = format!("/v1/appointments/{}/cancel", outcome.appointment);
    let cancel = Request::post(Role::OtherPractice, path, &json!({"reason_code": "other"})).seen(4);
    let answer = api.send(&cancel).await?;
    ensure!(answer.status == 404, "cancelling another practice's appointment: {answer}");
    Ok(())
}
