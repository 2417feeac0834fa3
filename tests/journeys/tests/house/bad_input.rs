//! What is wrong is refused, naming the place, and leaves nothing behind.

use std::sync::PoisonError;

use anyhow::Context;
use journeys::{database, partner, stage};
use praxis::State;
use praxis::demo::practice::Practice;
use praxis::demo::{Outcome, Request, Role};
use serde_json::{Value, json};

/// A request, the status it must get, and the place that must be named.
type Case = (&'static str, Request, u16, &'static str);

fn cases(practice: &Practice, outcome: &Outcome) -> Vec<Case> {
    let patient = |more: Value| {
        let mut patient =
            json!({"given_name": "Bad", "family_name": "Input", "birth_date": "1980-01-01", "sex": "female"});
        patient.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        Request::post(Role::FrontOffice, "/v1/patients", &patient)
    };
    let practitioner = json!({"given_name": "Bad", "family_name": "Digit", "npi": "1357924680",
                              "taxonomy": "207Q00000X", "license_states": ["MO"]});
    let coverage = json!({"patient_id": outcome.patient, "payer_id": practice.payer, "member_id": "987654321",
                          "rank": "tertiary", "relationship": "self", "effective": "2026-02-01",
                          "terminates": "2026-01-01"});
    let encounter = json!({"patient_id": outcome.patient, "practitioner_id": practice.practitioner,
                           "location_id": practice.location, "service_date": "2026-02-01", "diagnoses": ["J2"]});
    let payment = json!({"patient_id": outcome.patient, "amount": "25.005", "method": "cash"});
    vec![
        ("an unknown field", patient(json!({"nickname": "B"})), 400, "/nickname"),
        ("an unknown parameter", Request::get(Role::FrontOffice, "/v1/patients?nome=Bad"), 400, "?nome"),
        ("a check digit", Request::post(Role::FrontOffice, "/v1/practitioners", &practitioner), 400, "/npi"),
        (
            "dates in reverse",
            Request::post(Role::FrontOffice, "/v1/coverages", &coverage),
            400,
            "/terminates",
        ),
        ("no ICD-10 code", Request::post(Role::Biller, "/v1/encounters", &encounter), 400, "/diagnoses/0"),
        ("a tenth of a cent", Request::post(Role::Biller, "/v1/payments", &payment), 400, "/amount"),
        ("a body over the limit", patient(json!({"middle_name": "x".repeat(1_100_000)})), 413, ""),
    ]
}

/// A real 835, without its second half.
fn half_a_remittance(reports: &Value) -> anyhow::Result<Request> {
    let items = reports["items"].as_array().into_iter().flatten();
    let mut whole =
        items.filter(|report| report["kind"] == "835").filter_map(|report| report["content"].as_str());
    let whole = whole.next_back().context("the clearinghouse has no 835")?;
    let half = whole[..whole.len() / 2].to_owned();
    let request = Request::post(Role::Biller, "/v1/remittances", &json!({}));
    Ok(Request { body: Some(half), content_type: "application/edi-x12", ..request })
}

#[test]
fn bad_input_is_refused_naming_the_field_and_nothing_is_stored() -> anyhow::Result<()> {
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, _| {
        let (api, outcome) = (&story.api, story.tell(|_| ()).await?);
        let state = State::load(&place)?.expect("the house runs");
        let before = database::rows(&state).await?;
        for (what, request, status, pointer) in cases(&outcome.practice, &outcome) {
            let answer = api.send(&request).await?;
            assert_eq!(answer.status, status, "{what}: {answer}");
            let named = answer.pointers();
            assert!(pointer.is_empty() || named.contains(&pointer), "{what}: {named:?} of {answer}");
            assert!(
                answer.body["next_step"].is_string() || !named.is_empty(),
                "{what}: what to do? {answer}"
            );
        }
        let cut = half_a_remittance(&partner::ask(&state, "clearinghouse", "/reports?limit=500").await?)?;
        let answer = api.send(&cut).await?;
        assert!((400..500).contains(&answer.status), "an 835 cut in half: {answer}");
        assert!(!answer.pointers().is_empty(), "an 835 cut in half: where? {answer}");
        assert_eq!(database::rows(&state).await?, before, "something was stored");
        Ok(())
    })
}
