//! The outcome as a table for people and as JSON for programs.

use std::fmt::Write;

use crate::contest::{Bar, Contest, Side};

/// One row for each peer; a dash where a contest has none.
pub fn table(contests: &[Contest<'_>]) -> String {
    let mut table = format!(
        "{:26} {:>9} {:>10}   {:26} {:>9} {:>10} {:>7}   bar\n",
        "work", "ours MB/s", "claims/s", "peer", "MB/s", "claims/s", "ratio"
    );
    for contest in contests {
        let ours = format!(
            "{:26} {:9.1} {:10.0}",
            contest.work,
            contest.ours.speed(),
            contest.ours.claims_per_second()
        );
        if contest.peers.is_empty() {
            let _ = writeln!(table, "{ours}   {:26} {:>9} {:>10} {:>7}   {}", "-", "", "", "", bar(contest));
        }
        for (position, peer) in contest.peers.iter().enumerate() {
            let bar = if position == 0 { bar(contest) } else { String::new() };
            let (speed, claims, ratio) = (peer.speed(), peer.claims_per_second(), ratio(contest, peer));
            let _ =
                writeln!(table, "{ours}   {:26} {speed:9.1} {claims:10.0} {ratio:6.2}x   {bar}", peer.name);
        }
    }
    table
}

fn ratio(contest: &Contest<'_>, peer: &Side<'_>) -> f64 {
    contest.ours.speed() / peer.speed()
}

fn bar(contest: &Contest<'_>) -> String {
    let verdict = match contest.reached() {
        Some(true) => "reached",
        Some(false) => "NOT reached",
        None => "not measured",
    };
    match contest.bar {
        Some(Bar::Times(times)) => format!("{times}x: {verdict}"),
        Some(Bar::Speed(speed)) => format!("{speed} MB/s: {verdict}"),
        None => String::new(),
    }
}

/// An array with one object per contest.
pub fn json(contests: &[Contest<'_>]) -> String {
    let contests: Vec<String> = contests.iter().map(contest_json).collect();
    format!("[\n{}\n]\n", contests.join(",\n"))
}

fn contest_json(contest: &Contest<'_>) -> String {
    let peers: Vec<String> =
        contest.peers.iter().map(|peer| side_json(peer, Some(ratio(contest, peer)))).collect();
    let (kind, bar) = match contest.bar {
        Some(Bar::Times(times)) => ("times", times.to_string()),
        Some(Bar::Speed(speed)) => ("megabytes_per_second", speed.to_string()),
        None => ("none", "null".to_owned()),
    };
    let reached = contest.reached().map_or("null".to_owned(), |reached| reached.to_string());
    format!(
        "{{\"work\": \"{}\", \"bar\": {bar}, \"bar_kind\": \"{kind}\", \"reached\": {reached},\n \"ours\": {},\n \
         \"peers\": [{}]}}",
        contest.work,
        side_json(&contest.ours, None),
        peers.join(", ")
    )
}

fn side_json(side: &Side<'_>, ratio: Option<f64>) -> String {
    let ratio = ratio.map_or(String::new(), |ratio| format!(", \"ratio\": {ratio:.3}"));
    format!(
        "{{\"name\": \"{}\", \"bytes\": {}, \"claims\": {}, \"megabytes_per_second\": {:.2}, \
         \"claims_per_second\": {:.0}{ratio}}}",
        side.name,
        side.bytes,
        side.claims,
        side.speed(),
        side.claims_per_second()
    )
}
