//! The prescriber: drafts, has it checked, signs; then the pharmacy takes its turn.

use anyhow::ensure;
use serde_json::{Value, json};

use super::api::{Api, Role};
use super::practice::Practice;
use super::teller::Teller;

const AMOXICILLIN: &str = "308191";

/// Drafted and checked, so that only the signature is missing.
pub async fn draft(api: &Api, practice: &Practice, patient: &str) -> anyhow::Result<String> {
    let found = api.get(Role::Prescriber, format!("/v1/medications?q={AMOXICILLIN}")).await?;
    let medication = &found.body["items"][0];
    ensure!(medication["rxcui"] == AMOXICILLIN, "the catalogue does not know RXCUI {AMOXICILLIN}");
    let wish = json!({
        "patient_id": patient, "prescriber_id": practice.practitioner, "pharmacy_id": practice.pharmacy,
        "location_id": practice.location, "medication": {"rxcui": AMOXICILLIN, "ndc": medication["ndc"]},
        "sig": {"text": "Take 1 capsule by mouth 3 times a day for 10 days"}, "quantity": {"value": "30"},
        "days_supply": 10, "refills": 0, "substitution_allowed": true, "diagnosis_codes": ["J02.0"],
    });
    let id = api.post(Role::Prescriber, "/v1/prescriptions", &wish).await?.id()?;
    let report = api.post(Role::Prescriber, format!("/v1/prescriptions/{id}/checks"), &json!({})).await?.body;
    ensure!(report["outcome"] == "clear", "the safety checks are not clear: {}", report["kinds"]);
    Ok(id)
}

pub async fn sign(api: &Api, prescription: &str) -> anyhow::Result<()> {
    let signed = api.act(Role::Prescriber, &format!("/v1/prescriptions/{prescription}"), "sign").await?;
    ensure!(signed.body["signature"].is_object(), "the signed prescription shows no signature");
    Ok(())
}

/// Status, Verify and RxFill have come.
pub async fn dispensed(teller: &mut Teller<'_>, prescription: &str) -> anyhow::Result<Value> {
    let path = format!("/v1/prescriptions/{prescription}");
    let dispensed = teller
        .until("the pharmacy has dispensed", async |api| {
            let now = api.get(Role::Prescriber, &path).await?.body;
            let status = now["status"].as_str().unwrap_or_default();
            ensure!(
                !matches!(status, "failed" | "not_dispensed" | "cancelled"),
                "the prescription is {status}: {}",
                now["reason"]
            );
            Ok((status == "dispensed").then_some(now))
        })
        .await?;
    // A Status that was lost with its process is not asked for again once the pharmacist has answered.
    let log = teller.api.get(Role::Prescriber, format!("{path}/script")).await?.body;
    for transaction in ["NewRx", "Verify", "RxFill"] {
        let mut items = log["items"].as_array().into_iter().flatten();
        let logged = items.any(|message| message["transaction"] == transaction);
        ensure!(logged, "the log of SCRIPT messages has no {transaction}");
    }
    Ok(dispensed)
}
