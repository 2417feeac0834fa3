//! What the logs say of a visit: one trace from the gateway to the last listener, and nothing of the patient.

use std::path::Path;
use std::sync::PoisonError;

use anyhow::Context;
use journeys::stage;
use serde_json::Value;

#[test]
fn one_trace_leads_from_the_gateway_to_the_listeners_and_the_logs_name_nobody() -> anyhow::Result<()> {
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let logs = stage.place().local.join("log");
    stage.play(async |story, _| story.tell(|_| ()).await)?;

    let trace = booking_trace(&logs.join("gateway.log"))?;
    for service in ["scheduling", "eligibility", "billing"] {
        let log = std::fs::read_to_string(logs.join(format!("{service}.log")))?;
        assert!(log.contains(&trace), "{service} does not speak of the booking's trace {trace}");
    }
    for entry in std::fs::read_dir(&logs)? {
        let path = entry?.path();
        let log = std::fs::read_to_string(&path)?;
        for word in ["Smith", "Broadway", "1963-05-19", "64108"] {
            assert!(!log.contains(word), "{} names the patient ({word})", path.display());
        }
    }
    Ok(())
}

/// The trace of the last booking the gateway passed on.
fn booking_trace(log: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(log)?;
    let lines = text.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let booking = lines.into_iter().find(|line| line["span"]["operation"] == "book_appointment");
    let trace = booking.context("the gateway's log has no booking")?["span"]["trace_id"].clone();
    Ok(trace.as_str().context("the booking has no trace")?.to_owned())
}
