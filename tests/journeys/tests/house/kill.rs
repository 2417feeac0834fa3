//! SIGKILL in the middle of a visit: the house starts the victim again, and the visit ends as if nothing had been.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use journeys::{Victim, aftermath, seed, stage};
use praxis::State;
use praxis::demo::Step;

/// In the moment after the step that hurts most, and after another one; which one and how soon is chance.
fn ends_in_the_same_state_without(victim: Victim) -> anyhow::Result<()> {
    let others: Vec<Step> = Step::ALL.into_iter().filter(|step| *step != victim.hottest()).collect();
    let drawn = others[seed::draw(&format!("{victim:?}'s step"), others.len())];
    let moment =
        |of: &str, most| Duration::from_millis(seed::draw(&format!("{victim:?}'s {of}"), most) as u64);
    let (soon, later) = (moment("moment", 80), moment("later moment", 400));
    println!("{victim:?} is killed {soon:?} after {:?}, and {later:?} after {drawn:?}", victim.hottest());
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, hand| {
        let between = |step: Step| {
            if step == victim.hottest() {
                hand.kill(victim, soon).expect("it can be killed");
            } else if step == drawn {
                hand.kill(victim, later).expect("it can be killed");
            }
        };
        let began = Instant::now();
        let outcome = story.tell(between).await?;
        println!("the visit without {victim:?} took {:.1?}", began.elapsed());
        let state = State::load(&place)?.expect("the house runs");
        aftermath::check(&state, &story.api, &outcome).await
    })
}

#[test]
fn kill_minus_nine_of_gateway_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Gateway)
}

#[test]
fn kill_minus_nine_of_scheduling_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Scheduling)
}

#[test]
fn kill_minus_nine_of_eligibility_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Eligibility)
}

#[test]
fn kill_minus_nine_of_orders_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Orders)
}

#[test]
fn kill_minus_nine_of_billing_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Billing)
}

#[test]
fn kill_minus_nine_of_postgres_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Postgres)
}

#[test]
fn kill_minus_nine_of_rabbitmq_in_the_middle_ends_in_the_same_state() -> anyhow::Result<()> {
    ends_in_the_same_state_without(Victim::Rabbitmq)
}
