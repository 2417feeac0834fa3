//! The biller: codes the encounter, signs it, follows its claim, and takes the patient's payment.

use anyhow::{Context, bail, ensure};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Cents;
use super::api::{Api, Request, Role};
use super::desk;
use super::practice::CHARGES;
use super::teller::Teller;

/// Opened by the completed visit.
pub async fn encounter(teller: &mut Teller<'_>, appointment: &str) -> anyhow::Result<String> {
    let path = format!("/v1/encounters?appointment_id={appointment}");
    teller
        .until("the completed visit has opened its encounter", async |api| {
            let found = api.get(Role::Biller, &path).await?;
            Ok(found.body["items"][0]["id"].as_str().map(str::to_owned))
        })
        .await
}

/// Strep throat, an office visit, a rapid test; prices come from the fee schedule.
pub async fn code(api: &Api, encounter: &str) -> anyhow::Result<()> {
    let path = format!("/v1/encounters/{encounter}");
    let line = |(code, _): (&str, i64)| {
        let modifiers: &[&str] = if code == "87880" { &["QW"] } else { &[] };
        json!({"procedure_code": code, "modifiers": modifiers, "units": 1, "diagnosis_pointers": [1]})
    };
    let kept = api.get(Role::Biller, &path).await?;
    let day = service_date(&kept.body)?;
    let coding = json!({"service_date": day, "diagnoses": ["J02.0"], "lines": CHARGES.map(line)});
    let answer = api.send(&Request::put(Role::Biller, &path, &coding).seen(kept.version()?)).await?;
    // A PUT whose answer was lost has moved the version that its repetition names.
    let coded = if answer.status == 412 { api.get(Role::Biller, &path).await? } else { answer.done()? };
    let charges: Vec<Value> = CHARGES.iter().map(|(_, cents)| json!(Cents(*cents))).collect();
    let lines = coded.body["lines"].as_array().context("the encounter has no lines")?;
    let said: Vec<Value> = lines.iter().map(|line| line["charge"].clone()).collect();
    ensure!(said == charges, "the fee schedule's prices are {said:?}, not {charges:?}");
    Ok(())
}

/// The demo plays through a visit before its time; a date of service must not lie in the future where the visit is.
fn service_date(encounter: &Value) -> anyhow::Result<String> {
    let planned = encounter["service_date"].as_str().context("the encounter has no service_date")?;
    let today_or_before = (desk::now() - TimeDelta::hours(6)).date_naive().to_string();
    Ok(today_or_before.min(planned.to_owned()))
}

/// Answers the claim's id.
pub async fn sign(api: &Api, encounter: &str) -> anyhow::Result<String> {
    let claim = api.act(Role::Biller, &format!("/v1/encounters/{encounter}"), "sign").await?;
    ensure!(claim.body["status"] != "held", "the claim is held: {}", claim.body["edits"]);
    claim.id()
}

/// 999, 277CA and 835 have come.
pub async fn adjudicated(teller: &mut Teller<'_>, claim: &str) -> anyhow::Result<Value> {
    let path = format!("/v1/claims/{claim}");
    let decided = teller
        .until("the payer has decided the claim", async |api| {
            let now = api.get(Role::Biller, &path).await?.body;
            match now["status"].as_str().unwrap_or_default() {
                "paid" | "partially_paid" => Ok(Some(now)),
                wrong @ ("held" | "rejected" | "denied") => {
                    bail!("the claim is {wrong}: {now}", now = now["rejections"])
                }
                _ => Ok(None),
            }
        })
        .await?;
    let history = teller.api.get(Role::Biller, format!("{path}/history")).await?.body;
    for status in ["submitted", "received", "accepted"] {
        let passed = history["items"].as_array().into_iter().flatten().any(|item| item["status"] == status);
        ensure!(passed, "the claim was never {status}");
    }
    Ok(decided)
}

/// The copay at the desk. Answers the payment's id.
pub async fn take_payment(api: &Api, patient: &str, amount: Cents) -> anyhow::Result<String> {
    let payment = json!({"patient_id": patient, "amount": amount, "method": "card", "reference": "demo"});
    api.post(Role::Biller, "/v1/payments", &payment).await?.id()
}
