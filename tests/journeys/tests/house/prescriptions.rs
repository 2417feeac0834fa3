//! Prescriptions under fire: lines that drop, delay, double and reorder, while services and broker are killed.

mod office;
mod verdict;

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use journeys::wait::until_nothing_is_missing;
use journeys::{Network, Storm, Victim, database, seed, stage};
use praxis::State;
use simulators::pharmacy::{Outcome, Receipt};

use office::{Office, Paper};
use verdict::Evidence;

/// Of every hundred messages: a third of all first tries comes to nothing.
const FAULTS: &str = "drop=7,lose=8,delay=1,http=7,error600=12,duplicate=20,reorder=40";
/// Longer than all pauses between the tries of one message together.
const QUIET_WITHIN: Duration = Duration::from_secs(300);

/// How many, from the environment.
fn amount(name: &str, usual: usize) -> anyhow::Result<usize> {
    match std::env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} is no number")),
        Err(_) => Ok(usual),
    }
}

#[test]
fn no_prescription_is_lost_doubled_or_overtaken_under_fire() -> anyhow::Result<()> {
    let wanted = amount("JOURNEY_PRESCRIPTIONS", 200)?;
    let kills = amount("JOURNEY_KILLS", 4)?;
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, hand| {
        let state = State::load(&place)?.context("the house runs")?;
        let network = Network::of(&state);
        let began = Instant::now();
        let office = Office::open(&story, wanted).await?;
        println!("the practice and its patients took {:.1?}", began.elapsed());
        let seen_before = network.journal().await?.len();
        let began = Instant::now();
        let faults = format!("{},{FAULTS}", seed::draw("the faults", 1_000_000));
        println!("{wanted} prescriptions, {kills} kills, faults {faults}");
        network.misbehave(&faults).await?;
        let fought = fight(&office, &Storm { state: &state, hand, kills }).await;
        network.misbehave("0").await?;
        let (papers, killed) = fought?;
        let fight_took = began.elapsed();
        until_nothing_is_missing(QUIET_WITHIN, async || what_is_under_way(&state, &network).await).await?;
        let all_took = began.elapsed();

        let journal = network.journal().await?.split_off(seen_before);
        print(&papers, &journal, &killed, [fight_took, all_took]);
        let evidence = Evidence::collect(&story.api, &network, &papers, &journal).await?;
        println!("{}", evidence.summary());
        let complaints = evidence.complaints();
        complaints.iter().for_each(|complaint| println!("{complaint}"));
        ensure!(complaints.is_empty(), "{} complaints, beginning with: {}", complaints.len(), complaints[0]);
        Ok(())
    })
}

/// Clients prescribe while the storm rages; what comes of either is an error of both.
async fn fight(office: &Office<'_>, storm: &Storm<'_>) -> anyhow::Result<(Vec<Paper>, Vec<Victim>)> {
    let orders = database::open(storm.state, "orders").await?;
    let settled = async || database::prescriptions_settled(&orders).await;
    let before = settled().await?;
    let come = async || Ok(office.signed_so_far() + settled().await? - before);
    tokio::try_join!(office.work(), storm.rage(office.wanted * 2, come))
}

/// What somebody still has to say or to hear.
async fn what_is_under_way(state: &State, network: &Network<'_>) -> anyhow::Result<Option<String>> {
    if let Some(left) = database::left_over(state).await {
        return Ok(Some(left));
    }
    let unsaid = network.outbox().await?.len();
    Ok((unsaid > 0).then(|| format!("{unsaid} messages the pharmacies have to say")))
}

fn print(papers: &[Paper], journal: &[Receipt], killed: &[Victim], took: [Duration; 2]) {
    let count = |transaction: &str, outcome: Outcome| {
        journal.iter().filter(|copy| copy.transaction == transaction && copy.outcome == outcome).count()
    };
    let signed = papers.iter().filter(|paper| paper.signed).count();
    let cancelled = papers.iter().filter(|paper| paper.cancelled).count();
    println!("signed {signed}, left unsigned {}, cancels asked {cancelled}", papers.len() - signed);
    for transaction in ["NewRx", "CancelRx"] {
        let copies = journal.iter().filter(|copy| copy.transaction == transaction).count();
        let [taken, again, refused, failed] =
            [Outcome::Taken, Outcome::Again, Outcome::Refused, Outcome::Failed]
                .map(|outcome| count(transaction, outcome));
        println!(
            "{transaction}: {copies} copies read: {taken} taken, {again} known, {refused} refused, {failed} failed"
        );
    }
    let mut of_each: BTreeMap<String, usize> = BTreeMap::new();
    killed.iter().for_each(|victim| *of_each.entry(format!("{victim:?}")).or_default() += 1);
    println!("{} kills: {of_each:?}; {:.1?} under fire, {:.1?} until quiet", killed.len(), took[0], took[1]);
}
