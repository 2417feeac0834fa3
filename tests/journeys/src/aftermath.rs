//! What must be true after a visit, whatever was killed in its middle.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::ensure;
use praxis::State;
use praxis::demo::chronicle::Happened;
use praxis::demo::story::ANNOUNCED;
use praxis::demo::{Api, Money, Outcome, Role};

use crate::wait::until_nothing_is_missing;
use crate::{database, partner};

const DRAINED_WITHIN: Duration = Duration::from_secs(60);

/// Nothing lost, nothing twice, nothing left over.
pub async fn check(state: &State, api: &Api, outcome: &Outcome) -> anyhow::Result<()> {
    until_nothing_is_missing(DRAINED_WITHIN, async || Ok(database::left_over(state).await)).await?;
    partner::saw_it_once(state, outcome).await?;
    let money = Money::counted(api, &outcome.patient, &outcome.claim).await?;
    money.require(Money::expected().once_settled())?;
    let path = format!("/v1/eligibility-checks?appointment_id={}", outcome.appointment);
    let checks = api.list(Role::FrontOffice, &path).await?.len();
    ensure!(checks == 1, "the booking has led to {checks} eligibility checks");
    each_event_once(&outcome.timeline)
}

/// Every kind once but the account's changes; no event twice; the numbers of every stream without a gap.
fn each_event_once(events: &[Happened]) -> anyhow::Result<()> {
    let ids: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    ensure!(ids.len() == events.len(), "an event stands in the feed twice");
    for kind in ANNOUNCED {
        let times = events.iter().filter(|event| event.kind == kind).count();
        ensure!(times == 1 || kind == "account.changed", "{kind} was announced {times} times");
    }
    let unexpected = events.iter().find(|event| !ANNOUNCED.contains(&event.kind.as_str()));
    ensure!(unexpected.is_none(), "nobody expected {unexpected:?}");
    let mut streams: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for event in events {
        streams.entry(&event.subject).or_default().push(event.sequence);
    }
    for (subject, numbers) in streams {
        let last = i64::try_from(numbers.len())?;
        ensure!(numbers.iter().copied().eq(1..=last), "the feed has {subject} as {numbers:?}");
    }
    Ok(())
}
