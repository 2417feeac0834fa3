//! The front office: registers, insures, books, asks the payer, and receives the patient.

use anyhow::{Context, bail, ensure};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use super::Cents;
use super::api::{Api, Request, Role};
use super::practice::Practice;
use super::teller::Teller;

pub const MEMBER_ID: &str = "123456789";
const PLAN: &str = "GOLD 123 PLAN";
/// In the network.
const COPAY: Cents = Cents(1_000);

/// The patient of a published example of a 270; new at every run.
pub async fn register(api: &Api) -> anyhow::Result<String> {
    let patient = json!({
        "given_name": "John", "family_name": "Smith", "birth_date": "1963-05-19", "sex": "male",
        "phone": "(816) 555-0100",
        "address": {"line1": "15197 Broadway Avenue", "line2": "Apt 215", "city": "Kansas City", "state": "MO",
                    "postal_code": "64108"},
    });
    api.post(Role::FrontOffice, "/v1/patients", &patient).await?.id()
}

pub async fn insure(api: &Api, practice: &Practice, patient: &str) -> anyhow::Result<String> {
    let coverage = json!({
        "patient_id": patient, "payer_id": practice.payer, "member_id": MEMBER_ID, "rank": "primary",
        "relationship": "self", "effective": "2026-01-01",
    });
    api.post(Role::FrontOffice, "/v1/coverages", &coverage).await?.id()
}

pub async fn record_no_allergies(api: &Api, patient: &str) -> anyhow::Result<()> {
    let path = format!("/v1/patients/{patient}/allergies");
    api.post(Role::Prescriber, path, &json!({"no_known_allergies": true})).await.map(|_| ())
}

/// Takes the first free slot; whoever takes it in between makes us look again.
pub async fn book(api: &Api, practice: &Practice, patient: &str) -> anyhow::Result<String> {
    for _ in 0..5 {
        let slot = free_slot(api, practice).await?;
        let wish = json!({
            "patient_id": patient, "practitioner_id": slot["practitioner_id"], "location_id": slot["location_id"],
            "visit_type_id": practice.visit_type, "start": slot["start"], "reason": "Sore throat and fever",
        });
        let answer = api.send(&Request::post(Role::FrontOffice, "/v1/appointments", &wish)).await?;
        if !matches!(answer.code(), "slot-taken" | "not-offered") {
            return answer.done()?.id();
        }
    }
    bail!("five free slots in a row were taken by others")
}

async fn free_slot(api: &Api, practice: &Practice) -> anyhow::Result<Value> {
    let Practice { visit_type, practitioner, .. } = practice;
    let path = format!(
        "/v1/slots?visit_type_id={visit_type}&practitioner_id={practitioner}&from={}&limit=1",
        soon()
    );
    let slots = api.get(Role::FrontOffice, path).await?;
    let first = slots.body["items"].get(0).cloned();
    first.context("there is no free slot in the next two weeks")
}

/// A slot that begins this very second would be over before it is booked.
fn soon() -> String {
    (now() + TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[expect(clippy::disallowed_methods, reason = "the demo is a client at its own clock")]
pub fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

/// Booking asks the payer by itself; waits for its answer, which is the check's id.
pub async fn eligibility(teller: &mut Teller<'_>, appointment: &str) -> anyhow::Result<String> {
    let path = format!("/v1/eligibility-checks?appointment_id={appointment}");
    let check = teller
        .until("the payer has answered", async |api| {
            let checks = api.get(Role::FrontOffice, &path).await?;
            let check = checks.body["items"].get(0).cloned().unwrap_or_default();
            Ok(check["outcome"].is_string().then_some(check))
        })
        .await?;
    let stated = |field: &str| check[field].as_str().unwrap_or("nothing").to_owned();
    ensure!(
        stated("outcome") == "active",
        "the coverage is {}, not active ({})",
        stated("outcome"),
        check["reason"]
    );
    ensure!(stated("plan") == PLAN, "the plan is {}, not {PLAN}", stated("plan"));
    ensure!(Cents::of(&check, "copay")? == COPAY, "the copay is {}, not {COPAY}", stated("copay"));
    check["id"].as_str().map(str::to_owned).context("the check has no id")
}

/// The patient comes, is seen, and goes.
pub async fn attend(api: &Api, appointment: &str) -> anyhow::Result<()> {
    let path = format!("/v1/appointments/{appointment}");
    for verb in ["arrive", "begin", "complete"] {
        api.act(Role::FrontOffice, &path, verb).await?;
    }
    Ok(())
}
