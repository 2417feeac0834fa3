//! Eligibility through the whole house: what a payer knows better is taken over, and a batch survives what is killed.

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::time::Duration;

use anyhow::{Context, ensure};
use journeys::wait::until_nothing_is_missing;
use journeys::{Hand, Victim, database, partner, stage};
use praxis::State;
use praxis::demo::api::{Api, Request, Role};
use praxis::demo::desk;
use serde_json::{Value, json};

const FLOWS_WITHIN: Duration = Duration::from_secs(60);
const CHECKS: usize = 200;
const AT_ONCE: usize = 8;

/// A new question to the payer, whatever is known, and what came of it.
async fn ask(api: &Api, coverage: &str) -> anyhow::Result<Value> {
    let asked =
        json!({"coverage_id": coverage, "service_date": desk::now().date_naive(), "max_age_hours": 0});
    let check = api.post(Role::FrontOffice, "/v1/eligibility-checks", &asked).await?.id()?;
    let path = format!("/v1/eligibility-checks/{check}");
    until_nothing_is_missing(FLOWS_WITHIN, async || {
        let check = api.get(Role::FrontOffice, &path).await?.body;
        Ok(check["outcome"].is_null().then(|| "the payer's answer".to_owned()))
    })
    .await?;
    Ok(api.get(Role::FrontOffice, &path).await?.body)
}

#[test]
fn what_the_payer_knows_better_is_accepted_with_one_request_and_the_next_check_is_clean() -> anyhow::Result<()>
{
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, _| {
        let (api, state) = (&story.api, State::load(&place)?.context("the house runs")?);
        let practice = story.practice().await?;
        let patient = desk::register(api).await?;
        let coverage = json!({"patient_id": patient, "payer_id": practice.payer, "member_id": "JOURNEYBIRTH",
            "rank": "primary", "relationship": "self", "effective": "2026-01-01"});
        let coverage = api.post(Role::FrontOffice, "/v1/coverages", &coverage).await?.id()?;
        let check = ask(api, &coverage).await?;
        let found = &check["differences"][0];
        ensure!(found["field"] == "birth_date" && found["payers"] == "1970-02-03", "{found}");

        let id = check["id"].as_str().context("an id")?;
        let seen = check["version"].as_i64().context("a version")?;
        let accept = format!("/v1/eligibility-checks/{id}/differences/birth_date/accept");
        api.send(&Request::post(Role::FrontOffice, accept, &json!({})).seen(seen)).await?.done()?;
        let path = format!("/v1/patients/{patient}");
        until_nothing_is_missing(FLOWS_WITHIN, async || {
            let patient = api.get(Role::FrontOffice, &path).await?.body;
            Ok((patient["birth_date"] != "1970-02-03").then(|| format!("born {}", patient["birth_date"])))
        })
        .await?;
        until_nothing_is_missing(FLOWS_WITHIN, async || Ok(database::left_over(&state).await)).await?;
        let again = ask(api, &coverage).await?;
        ensure!(again["differences"] == json!([]), "still {}", again["differences"]);
        ensure!(again["outcome"] == "active");
        Ok(())
    })
}

/// So many patients with a coverage of a payer that is asked thirty times a second.
async fn crowd(api: &Api, state: &State) -> anyhow::Result<Vec<String>> {
    let url = format!("{}/x12/270?crowd", state.url("payer"));
    let limits = json!({"at_once": AT_ONCE, "per_minute": 1800});
    let payer = json!({"name": "Crowd Mutual", "payer_id": "842610009", "transactions": ["270"],
        "connection": {"kind": "https", "url": url, "limits": limits}});
    let payer = api.post(Role::FrontOffice, "/v1/payers", &payer).await?.id()?;
    let mut coverages = Vec::new();
    for n in 0..CHECKS {
        let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
        let name = format!("Q{}{}{}", letter(n / 26), letter(n), letter(n * 7));
        let patient = json!({"given_name": name, "family_name": format!("{name}son"), "sex": "female",
            "birth_date": format!("19{:02}-{:02}-{:02}", 30 + n % 60, 1 + n % 12, 1 + n % 28)});
        let patient = api.post(Role::FrontOffice, "/v1/patients", &patient).await?.id()?;
        let coverage = json!({"patient_id": patient, "payer_id": payer, "member_id": format!("CROWD{n:03}"),
            "rank": "primary", "relationship": "self", "effective": "2026-01-01"});
        coverages.push(api.post(Role::FrontOffice, "/v1/coverages", &coverage).await?.id()?);
    }
    Ok(coverages)
}

/// Kills eligibility, then the broker, then eligibility again, as the batch goes on; answers how often eligibility was.
async fn kill_in_the_middle(api: &Api, hand: &Hand, batch: &str) -> anyhow::Result<usize> {
    let victims = [Victim::Eligibility, Victim::Rabbitmq, Victim::Eligibility];
    for (n, victim) in victims.into_iter().enumerate() {
        let enough = CHECKS * (n + 1) / 5;
        until_nothing_is_missing(FLOWS_WITHIN, async || {
            let done = api.get(Role::FrontOffice, batch).await?.body["active"].as_u64().unwrap_or_default();
            Ok((done < enough as u64).then(|| format!("{done} answered, not {enough}")))
        })
        .await?;
        hand.kill(victim, Duration::ZERO)?;
    }
    Ok(2)
}

#[test]
fn a_batch_with_eligibility_and_the_broker_killed_in_the_middle_is_answered_once_each() -> anyhow::Result<()>
{
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, hand| {
        let (api, state) = (&story.api, State::load(&place)?.context("the house runs")?);
        story.practice().await?;
        let coverages = crowd(api, &state).await?;
        let asked =
            json!({"coverage_ids": coverages, "service_date": desk::now().date_naive(), "max_age_hours": 0});
        let batch = api.post(Role::FrontOffice, "/v1/eligibility-batches", &asked).await?.id()?;
        let path = format!("/v1/eligibility-batches/{batch}");
        let kills = kill_in_the_middle(api, &hand, &path).await?;
        until_nothing_is_missing(FLOWS_WITHIN * 2, async || {
            let batch = api.get(Role::FrontOffice, &path).await?.body;
            Ok((batch["state"] != "finished").then(|| batch.to_string()))
        })
        .await?;
        until_nothing_is_missing(FLOWS_WITHIN, async || Ok(database::left_over(&state).await)).await?;

        let checks = api.list(Role::FrontOffice, &format!("/v1/eligibility-checks?batch_id={batch}")).await?;
        ensure!(checks.len() == CHECKS, "{} checks", checks.len());
        ensure!(checks.iter().all(|check| check["outcome"] == "active"), "some are not answered");
        let came: BTreeMap<String, u64> = partner::ask(&state, "payer", "/requests")
            .await?
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| Some((one["trace"].as_str()?.to_owned(), one["count"].as_u64()?)))
            .collect();
        let announced = database::announced(&state, "eligibility", "eligibility.checked").await?;
        let mut repeated = 0;
        for check in &checks {
            let id = check["id"].as_str().context("an id")?;
            let times = came.get(&id.replace('-', "")).copied().unwrap_or_default();
            ensure!(
                (1..=1 + kills as u64).contains(&times),
                "the payer was asked {times} times under one trace"
            );
            repeated += times - 1;
            let times = announced.get(&format!("eligibility/{id}")).copied().unwrap_or_default();
            ensure!(times == 1, "{id} was announced {times} times");
        }
        println!("{repeated} of {CHECKS} inquiries came again after {kills} kills");
        ensure!(repeated <= (kills * 2 * AT_ONCE) as u64, "{repeated} inquiries came again");
        Ok(())
    })
}
