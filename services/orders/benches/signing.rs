//! What signing and queueing a prescription costs, over HTTP with its checks, seal, message and facts, beside the least that
//! anything lasting costs here: one empty transaction that reaches the disk. `cargo bench -p orders --bench signing`;
//! `SIGNINGS=50` does fewer.

#[path = "../tests/api/office.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod office;

use office::{NOWHERE, Office};
use serde_json::json;
use std::io::Write;
use std::time::{Duration, Instant};

/// Tens of milliseconds are fewer than this.
const MOST: Duration = Duration::from_millis(100);
const LASTING: &str = "SELECT pg_logical_emit_message(true, 'bench', 'one')";

#[actix_web::main]
async fn main() {
    let signings: usize = std::env::var("SIGNINGS").map_or(200, |said| said.parse().expect("a number"));
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let (mut signed, mut lasting) = (Vec::new(), Vec::new());
    for _ in 0..signings {
        let id = office.draft(office.wish(&pharmacy)).await;
        office.check(&id).await.expect(200);
        let version = office.get(&id).await.version();
        let (house, path) = (office.house.if_match(version), format!("/v1/prescriptions/{id}/sign"));
        let began = Instant::now();
        house.post(&path, json!({})).await.expect(200);
        signed.push(began.elapsed());
        let began = Instant::now();
        office.asked(LASTING).await.expect("a transaction");
        lasting.push(began.elapsed());
        // Else the next one would be a duplicate.
        office.act(&id, "cancel", json!({})).await.expect(200);
    }
    say("one after the other            half    19 of 20     slowest");
    let half = [("sign and queue", signed), ("one empty lasting transaction", lasting)].map(line);
    say(&format!("{} empty transactions to a signing", half[0].as_micros() / half[1].as_micros().max(1)));
    assert!(half[0] < MOST, "half of all signings took {:?} or longer", half[0]);
}

/// Prints one line; what half of all took at most.
fn line((name, mut took): (&str, Vec<Duration>)) -> Duration {
    took.sort_unstable();
    let [half, most, slowest] =
        [took.len() / 2, took.len() * 19 / 20, took.len() - 1].map(|place| took[place]);
    let milliseconds = |took: Duration| took.as_micros() / 100;
    let [a, b, c] =
        [half, most, slowest].map(milliseconds).map(|tenths| format!("{}.{} ms", tenths / 10, tenths % 10));
    say(&format!("{name:30} {a:>9} {b:>9} {c:>9}"));
    half
}

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("stdout");
}
