//! How close a batch of checks comes to what its connection allows: 10,000 checks, a payer that takes 100 ms for an answer and
//! bears 50 requests at once: 20 s is the least. `cargo bench -p eligibility --bench batch`; `CHECKS=1000` asks for fewer.

#[path = "../tests/api/crowd.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod crowd;

use crowd::{Crowd, Plan};
use std::io::Write;
use std::time::{Duration, Instant};

const AT_ONCE: usize = 50;
const LATENCY: Duration = Duration::from_millis(100);

#[actix_web::main]
async fn main() {
    let checks: usize =
        std::env::var("CHECKS").map_or(10_000, |said| said.parse().expect("CHECKS is a number"));
    let crowd = Crowd::open(Plan { checks, at_once: AT_ONCE, latency: LATENCY }).await;
    say(&format!("{checks} checks; the payer takes {} ms and bears {AT_ONCE} at once", LATENCY.as_millis()));
    let before = memory();
    crowd.send();
    let began = Instant::now();
    crowd.ask().await;
    let mut next = Duration::from_secs(2);
    loop {
        let done = crowd.done().await;
        if began.elapsed() > next {
            say(&format!(
                "{:>5.1} s  {done:>6} answered  {} MB",
                began.elapsed().as_secs_f32(),
                memory() / 1024
            ));
            next += Duration::from_secs(2);
        }
        if done == checks {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = began.elapsed();
    let least = LATENCY * u32::try_from(checks.div_ceil(AT_ONCE)).expect("a number of rounds");
    let over = took.as_millis() * 1000 / least.as_millis();
    say(&format!(
        "\ntook {:.2} s, the least is {:.2} s: {}.{} % more",
        took.as_secs_f32(),
        least.as_secs_f32(),
        over.saturating_sub(1000) / 10,
        over.saturating_sub(1000) % 10
    ));
    say(&format!(
        "at most {} at once; memory {} MB before, {} MB at its highest",
        crowd.most_at_once(),
        before / 1024,
        peak() / 1024
    ));
    crowd.must_be_whole().await;
}

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("stdout");
}

/// Kilobytes this process has in memory, the payer among them.
fn memory() -> u64 {
    status("VmRSS:")
}

fn peak() -> u64 {
    status("VmHWM:")
}

fn status(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}
