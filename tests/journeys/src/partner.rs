//! The simulators, asked what they have seen.

use anyhow::{Context, ensure};
use praxis::State;
use praxis::demo::Outcome;
use serde_json::Value;

/// What a simulator answers to a GET.
pub async fn ask(state: &State, simulator: &str, path: &str) -> anyhow::Result<Value> {
    let answer = reqwest::get(format!("{}{path}", state.url(simulator))).await?.error_for_status()?;
    Ok(serde_json::from_str(&answer.text().await?)?)
}

/// The payer was asked under one trace, the drug handed over once, the claim adjudicated once.
pub async fn saw_it_once(state: &State, outcome: &Outcome) -> anyhow::Result<()> {
    let trace = outcome.eligibility_check.replace('-', "");
    let asked = matching(ask(state, "payer", "/requests").await?, |it| it["trace"] == trace.as_str());
    ensure!(asked.len() == 1, "the payer knows {} inquiries of trace {trace}", asked.len());

    let of_order = |it: &Value| it["order_number"] == outcome.order_number.as_str();
    let orders = matching(ask(state, "pharmacy", "/prescriptions").await?, of_order);
    ensure!(orders.len() == 1, "the pharmacy knows {} orders {}", orders.len(), outcome.order_number);
    let messages = orders[0]["message_ids"].as_array().context("an order has no message_ids")?;
    ensure!(messages.len() == 1, "the order came under {} MessageIDs", messages.len());
    ensure!(
        orders[0]["dispensed_times"] == 1,
        "the drug was handed over {} times",
        orders[0]["dispensed_times"]
    );

    let batches = ask(state, "clearinghouse", "/batches").await?;
    let claims = batches.as_array().into_iter().flatten().flat_map(|batch| batch["claims"].as_array());
    let of_claim = |claim: &&Value| claim["claim_number"] == outcome.claim_number.as_str();
    let claims: Vec<&Value> = claims.flatten().filter(of_claim).collect();
    ensure!(claims.len() == 1, "the claim came in {} different batches", claims.len());
    ensure!(claims[0]["times"] == 1, "the claim number came in {} interchanges", claims[0]["times"]);
    Ok(())
}

fn matching(list: Value, is_it: impl Fn(&Value) -> bool) -> Vec<Value> {
    let Value::Array(items) = list else { return Vec::new() };
    items.into_iter().filter(|item| is_it(item)).collect()
}
