//! Any transaction set in outline: who is named, which claims it has, how often each loop stands.

use std::collections::BTreeMap;

use x12::X12Error;
use x12::date::DatePeriod;
use x12::explain::{CodeList, explain};
use x12::json::{Nest, Nesting};
use x12::name::Party;
use x12::reader::{Segment, Segments};

use crate::node::{Node, dollars};
use crate::paper::Ink;
use crate::sets::Gathered;
use crate::table::counted;

/// Most parties and most claims that are named.
const MOST: usize = 50;

/// `JANE DOE`.
pub(super) fn party(party: &Party) -> String {
    let parts = [&party.first, &party.middle, &party.name, &party.suffix];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `2026-03-01`, or both ends.
pub(super) fn period(period: &DatePeriod) -> String {
    match period {
        DatePeriod::Day(day) => day.to_string(),
        DatePeriod::Range(from, to) => format!("{from} to {to}"),
    }
}

/// What was met on the way through a transaction set.
#[derive(Default)]
struct Outline {
    parties: Vec<Node>,
    claims: Vec<Claim>,
    /// Claims beyond those named.
    more: usize,
    /// Position in the guide, identifier and name, and how often it stands.
    loops: BTreeMap<(u16, &'static str, &'static str), usize>,
    title: &'static str,
}

struct Claim {
    control: String,
    charge: String,
    lines: usize,
}

pub(super) fn node(gathered: &Gathered) -> Result<Node, X12Error> {
    let mut outline = Outline::default();
    let mut nesting = Nesting::new();
    for segment in Segments::new(&gathered.text) {
        let segment = segment?;
        let opened = nesting.place(&segment).opened;
        let open = nesting.open();
        open[open.len() - opened..].iter().for_each(|nest| outline.enter(nest));
        outline.take(&segment);
    }
    Ok(outline.node(gathered))
}

impl Outline {
    fn enter(&mut self, nest: &Nest) {
        match nest {
            Nest::Loop(rule) => *self.loops.entry((rule.number, rule.id, rule.name)).or_default() += 1,
            Nest::TransactionSet(Some(guide)) => self.title = guide.name,
            _ => {}
        }
    }

    fn take(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            "NM1" | "N1" if self.claims.is_empty() && self.parties.len() < MOST => {
                self.parties.push(named(segment));
            }
            "CLM" if self.claims.len() < MOST => self.claims.push(Claim {
                control: segment.element(1).to_owned(),
                charge: segment.element(2).to_owned(),
                lines: 0,
            }),
            "CLM" => self.more += 1,
            "LX" if self.more == 0 => {
                self.claims.iter_mut().last().into_iter().for_each(|claim| claim.lines += 1)
            }
            _ => {}
        }
    }

    fn node(self, gathered: &Gathered) -> Node {
        let Gathered { name, control, .. } = gathered;
        let mut top =
            Node::new("outline", format!("{name} {control}: {}", self.title).trim_end_matches(": "))
                .ink(Ink::Bold)
                .with("transaction_set", name.as_str())
                .with("control", control.as_str())
                .holding(self.parties)
                .holding(self.claims.into_iter().map(Claim::node));
        if self.more > 0 {
            top.push(Node::new("more", format!("… and {} more claims", self.more)));
        }
        let loops = self.loops.into_iter().map(|((_, id, name), count)| {
            Node::new("loop", format!("{count} x {name} (loop {id})"))
                .with("loop", id)
                .with("name", name)
                .with("count", count)
        });
        top.holding(loops)
    }
}

impl Claim {
    fn node(self) -> Node {
        let charge = self.charge.parse().map_or_else(|_| self.charge.clone(), dollars);
        let lines = counted(self.lines, "line");
        Node::new("claim", format!("claim {}: charged {charge}, {lines}", self.control))
            .with("control", self.control)
            .with("charged", self.charge)
            .with("lines", self.lines)
    }
}

/// N1 or NM1.
fn named(segment: &Segment<'_>) -> Node {
    let code = segment.element(1);
    let role = explain(CodeList::Entity, code).map_or(code, |found| found.meaning.trim_end_matches('.'));
    let name = match segment.id() {
        "NM1" => party(&Party::parse(segment)),
        _ => segment.element(2).to_owned(),
    };
    Node::new("party", format!("{role}: {name}")).with("entity", code).with("role", role).with("name", name)
}
