//! The visit without any trouble.

use std::sync::PoisonError;

use journeys::{aftermath, stage};
use praxis::State;

#[test]
fn one_visit_from_registration_to_paid() -> anyhow::Result<()> {
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let place = stage.place();
    stage.play(async move |story, _| {
        let outcome = story.tell(|_| ()).await?;
        let state = State::load(&place)?.expect("the house runs");
        aftermath::check(&state, &story.api, &outcome).await?;
        let caused = |kind: &str| outcome.timeline.iter().find(|event| event.kind == kind)?.because.clone();
        assert_eq!(caused("eligibility.checked").as_deref(), Some("appointment.booked"));
        assert_eq!(caused("prescription.accepted").as_deref(), Some("prescription.signed"));
        assert_eq!(caused("claim.submitted").as_deref(), Some("claim.ready"));
        Ok(())
    })
}
