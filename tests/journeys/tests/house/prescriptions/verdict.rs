//! What must be true of every prescription once it is quiet: held against the pharmacies' journal, the API and the feed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use journeys::Network;
use praxis::demo::{Api, Role};
use serde_json::Value;
use simulators::pharmacy::{Outcome, Receipt};

use super::office::Paper;

const AT_ONCE: usize = 8;

/// All that is known of one prescription.
struct Case<'e> {
    paper: &'e Paper,
    now: Value,
    history: Vec<Value>,
    /// Copies of messages under its order number, in order.
    copies: Vec<&'e Receipt>,
    events: Vec<Value>,
    /// What the pharmacy made of it; none when it never took it.
    there: Option<Value>,
}

pub struct Evidence<'e> {
    cases: Vec<Case<'e>>,
    /// Order numbers of NewRx that belong to none of ours.
    strangers: BTreeSet<&'e str>,
}

impl<'e> Evidence<'e> {
    pub async fn collect(
        api: &Api,
        network: &Network<'_>,
        papers: &'e [Paper],
        journal: &'e [Receipt],
    ) -> anyhow::Result<Self> {
        let mut events = feed(api).await?;
        let there = network.prescriptions().await?.into_iter();
        let mut there: HashMap<String, Value> =
            there.map(|it| (word(&it["order_number"]).to_owned(), it)).collect();
        let mut copies: HashMap<&str, Vec<&Receipt>> = HashMap::new();
        for copy in journal {
            copies.entry(copy.order_number.as_deref().unwrap_or_default()).or_default().push(copy);
        }
        let read = stream::iter(papers).map(|paper| read(api, paper)).buffered(AT_ONCE);
        let read: Vec<(Value, Vec<Value>)> = read.try_collect().await?;
        let cases = papers.iter().zip(read).map(|(paper, (now, history))| Case {
            paper,
            now,
            history,
            copies: copies.remove(paper.order_number.as_str()).unwrap_or_default(),
            events: events.remove(&format!("prescription/{}", paper.id)).unwrap_or_default(),
            there: there.remove(&paper.order_number),
        });
        Ok(Self { cases: cases.collect(), strangers: copies.into_keys().collect() })
    }

    /// How many stand where.
    pub fn summary(&self) -> String {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for case in self.cases.iter().filter(|case| case.paper.signed) {
            *count.entry(case.status()).or_default() += 1;
        }
        let tasks = self.cases.iter().filter(|case| case.has_task()).count();
        format!("they are {count:?}; {tasks} with a task for a person")
    }

    pub fn complaints(&self) -> Vec<String> {
        let strangers =
            self.strangers.iter().map(|order| format!("a NewRx of order {order}, which nobody signed"));
        let told = self.cases.iter().flat_map(|case| {
            let said = if case.paper.signed { case.signed_complaints() } else { case.unsigned_complaints() };
            said.into_iter().map(|what| format!("prescription {} ({}): {what}", case.paper.id, case.status()))
        });
        strangers.chain(told).collect()
    }
}

impl Case<'_> {
    fn signed_complaints(&self) -> Vec<String> {
        [
            self.not_exactly_one_new_rx(),
            self.overtaken(),
            self.silently_unsent(),
            self.told_otherwise_there(),
            self.announced_wrongly(),
            self.history_with_gaps(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn unsigned_complaints(&self) -> Vec<String> {
        let signed = !self.now["signature"].is_null() || self.status() != "ready";
        let sent = (!self.copies.is_empty()).then(|| "was never signed, and sent".to_owned());
        let announced = (!self.events.is_empty()).then(|| "was never signed, and announced".to_owned());
        signed.then(|| "was signed by nobody".to_owned()).into_iter().chain(sent).chain(announced).collect()
    }

    /// However many copies: one MessageID, the same bytes. Without any, it was taken back before it left or has a task.
    fn not_exactly_one_new_rx(&self) -> Option<String> {
        let copies: Vec<_> = self.copies_of("NewRx").collect();
        let ids: BTreeSet<&str> = copies.iter().map(|copy| copy.message_id.as_str()).collect();
        let hashes: BTreeSet<&str> = copies.iter().map(|copy| copy.sha256.as_str()).collect();
        let taken = copies.iter().filter(|copy| copy.outcome == Outcome::Taken).count();
        let kept_at_home = self.changes().any(|change| change == "cancelled") && self.tries("NewRx") == 0;
        match (ids.len(), hashes.len(), taken) {
            (1, 1, 1) if kept_at_home => Some("was cancelled before it left, and sent".to_owned()),
            (1, 1, 1) => None,
            (0, 0, 0) if kept_at_home => None,
            (_, _, 0) if self.has_task() => None,
            _ => Some(format!(
                "{} copies of its NewRx have {} MessageIDs and {} contents, {taken} were taken",
                copies.len(),
                ids.len(),
                hashes.len()
            )),
        }
    }

    /// No CancelRx is read before the NewRx was taken, unless all tries of the NewRx had come to nothing.
    fn overtaken(&self) -> Option<String> {
        let first = self.copies_of("CancelRx").next()?;
        let new_rx: Vec<_> = self.copies_of("NewRx").collect();
        let taken = new_rx.iter().find(|copy| copy.outcome == Outcome::Taken);
        let ids: BTreeSet<&str> = new_rx.iter().map(|copy| copy.message_id.as_str()).collect();
        if !first.relates_to.as_deref().is_some_and(|id| ids.is_empty() || ids.contains(id)) {
            return Some(format!("its CancelRx is about {:?}", first.relates_to));
        }
        match taken {
            Some(taken) if taken.number < first.number => None,
            None if self.has_task() => None,
            _ => Some("its CancelRx came before its NewRx was taken".to_owned()),
        }
    }

    /// A fill that is heard of after the cancel was denied is what counts then.
    fn silently_unsent(&self) -> Option<String> {
        let denied = || self.changes().any(|change| change == "received CancelRxResponse");
        let came_to_an_end = match self.status() {
            "cancelled" => true,
            "dispensed" => !self.paper.cancelled || denied(),
            "verified" => !self.paper.cancelled,
            "cancel_denied" => matches!(word(&self.now["progress"]["status"]), "dispensed" | "verified"),
            _ => false,
        };
        (!came_to_an_end && !self.has_task()).then(|| "stands still, and nobody is told".to_owned())
    }

    /// What both sides believe of the same prescription.
    fn told_otherwise_there(&self) -> Option<String> {
        let Some(there) = &self.there else {
            let said = matches!(self.status(), "dispensed" | "verified");
            return said.then(|| "the pharmacy never took it".to_owned());
        };
        let times = there["dispensed_times"].as_i64().unwrap_or_default();
        let progress = word(&self.now["progress"]["status"]);
        let dispensed_here = self.status() == "dispensed" || progress == "dispensed";
        if times > 1 || (times == 1) != dispensed_here && self.status() != "cancelled" {
            return Some(format!("the pharmacy has dispensed it {times} times"));
        }
        let cancelled = there["cancelled"] == true;
        let differs = cancelled != (self.status() == "cancelled");
        differs.then(|| format!("cancelled at the pharmacy: {cancelled}"))
    }

    /// Every turn once, no number missing, and the turns its state tells of among them.
    fn announced_wrongly(&self) -> Option<String> {
        let kinds: Vec<&str> = self.events.iter().map(|event| word(&event["type"])).collect();
        let once: BTreeSet<&str> = kinds.iter().copied().collect();
        let sequences = self.events.iter().map(|event| event["sequence"].as_u64().unwrap_or_default());
        let without_gap = sequences.eq(1..=self.events.len() as u64);
        let known = |event: &Value| event["id"].as_str().map(str::to_owned);
        let ids: BTreeSet<_> = self.events.iter().filter_map(known).collect();
        let turn = match self.status() {
            "dispensed" => Some("prescription.dispensed"),
            "verified" => Some("prescription.verified"),
            "cancelled" => Some("prescription.cancelled"),
            _ => None,
        };
        let accepted = self.there.is_some() && self.status() != "cancelled";
        let expected = std::iter::once("prescription.signed").chain(turn);
        let expected = expected.chain(accepted.then_some("prescription.accepted"));
        let missing: Vec<&str> = expected.filter(|kind| !once.contains(kind)).collect();
        let whole =
            once.len() == kinds.len() && ids.len() == kinds.len() && without_gap && missing.is_empty();
        (!whole).then(|| format!("was announced as {kinds:?}; missing: {missing:?}"))
    }

    /// Nothing was read over there of which no try is told here.
    fn history_with_gaps(&self) -> Option<String> {
        let signed = self.changes().filter(|change| *change == "signed").count();
        if signed != 1 {
            return Some(format!("its history tells of {signed} signings"));
        }
        ["NewRx", "CancelRx"].into_iter().find_map(|transaction| {
            let (copies, tries) = (self.copies_of(transaction).count(), self.tries(transaction));
            (copies > tries)
                .then(|| format!("{copies} copies of its {transaction} were read, {tries} tries are told"))
        })
    }

    fn status(&self) -> &str {
        word(&self.now["status"])
    }

    fn has_task(&self) -> bool {
        self.now["task"].is_string() || self.now["progress"]["task"].is_string()
    }

    fn copies_of(&self, transaction: &str) -> impl Iterator<Item = &Receipt> {
        self.copies.iter().copied().filter(move |copy| copy.transaction == transaction)
    }

    fn changes(&self) -> impl Iterator<Item = &str> {
        self.history.iter().map(|entry| word(&entry["change"]))
    }

    fn tries(&self, transaction: &str) -> usize {
        let wanted = format!("sending {transaction}");
        self.changes().filter(|change| *change == wanted).count()
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The prescription and what happened to it.
async fn read(api: &Api, paper: &Paper) -> anyhow::Result<(Value, Vec<Value>)> {
    let path = format!("/v1/prescriptions/{}", paper.id);
    let now = api.get(Role::Prescriber, path.as_str()).await?.body;
    let history = api.get(Role::Prescriber, format!("{path}/history")).await?.body;
    Ok((now, history["items"].as_array().cloned().unwrap_or_default()))
}

/// Everything announced about prescriptions, by subject, as the feed tells it.
async fn feed(api: &Api) -> anyhow::Result<HashMap<String, Vec<Value>>> {
    let (mut by_subject, mut after) = (HashMap::<String, Vec<Value>>::new(), String::new());
    loop {
        let page = api.get(Role::Admin, format!("/v1/events?limit=100{after}")).await?;
        for event in page.body["items"].as_array().into_iter().flatten() {
            if word(&event["type"]).starts_with("prescription.") {
                by_subject.entry(word(&event["subject"]).to_owned()).or_default().push(event.clone());
            }
        }
        match page.body["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(by_subject),
        }
    }
}
