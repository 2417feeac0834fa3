//! Without the broker the office goes on.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use journeys::wait::until_nothing_is_missing;
use journeys::{database, stage};
use praxis::State;
use praxis::demo::{Money, bill, desk, prescribe};

const FLOWS_WITHIN: Duration = Duration::from_secs(30);
/// What can only be heard of once the broker is back.
const WRITTEN_MEANWHILE: [&str; 9] = [
    "appointment.booked",
    "eligibility.checked",
    "prescription.signed",
    "prescription.accepted",
    "prescription.verified",
    "prescription.dispensed",
    "claim.ready",
    "claim.accepted",
    "claim.paid",
];

#[test]
fn with_the_broker_down_writes_still_answer_and_flow_within_thirty_seconds_of_its_return()
-> anyhow::Result<()> {
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, hand| {
        let api = &story.api;
        let practice = story.practice().await?;
        let patient = desk::register(api).await?;
        desk::insure(api, &practice, &patient).await?;
        desk::record_no_allergies(api, &patient).await?;
        let first_visit = desk::book(api, &practice, &patient).await?;
        desk::attend(api, &first_visit).await?;
        let mut teller = story.teller(&patient);
        let encounter = bill::encounter(&mut teller, &first_visit).await?;
        teller.until_announced(&["appointment.completed", "eligibility.checked"]).await?;

        hand.broker_down()?;
        let heard_before = teller.chronicle.events.len();
        let second_visit = desk::book(api, &practice, &patient).await?;
        let prescription = prescribe::draft(api, &practice, &patient).await?;
        prescribe::sign(api, &prescription).await?;
        bill::code(api, &encounter).await?;
        let claim = bill::sign(api, &encounter).await?;

        let back = Instant::now();
        hand.broker_up()?;
        println!("the broker took {:.1?} to come back", back.elapsed());
        let back = Instant::now();
        desk::eligibility(&mut teller, &second_visit).await?;
        prescribe::dispensed(&mut teller, &prescription).await?;
        bill::adjudicated(&mut teller, &claim).await?;
        Money::counted(api, &patient, &claim).await?.require(Money::expected())?;
        let state = State::load(&place)?.expect("the house runs");
        until_nothing_is_missing(FLOWS_WITHIN, async || {
            teller.listen().await?;
            let heard = &teller.chronicle.events[heard_before..];
            let missing =
                WRITTEN_MEANWHILE.iter().find(|kind| !heard.iter().any(|event| event.kind == **kind));
            Ok(missing.map(|kind| format!("{kind} is not in the feed")))
        })
        .await?;
        until_nothing_is_missing(FLOWS_WITHIN, async || Ok(database::left_over(&state).await)).await?;
        println!("everything had flowed {:.1?} after the broker's return", back.elapsed());
        assert!(back.elapsed() < FLOWS_WITHIN, "it took {:?}", back.elapsed());
        Ok(())
    })
}
