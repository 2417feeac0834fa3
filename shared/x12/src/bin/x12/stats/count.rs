//! Counts of envelopes, segments and loops.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use x12::guide::LoopRule;
use x12::json::{Nest, Nesting};
use x12::reader::Segment;

use super::Section;
use super::money::Money;
use crate::set_name::{guide_name, set_name};
use crate::table::{Align, grouped};

/// Most kinds of segments that are told apart; a broken file may have any.
const MOST: usize = 1_000;

#[derive(Default)]
pub(super) struct Count {
    nesting: Nesting,
    /// GS08.
    version: String,
    pub(super) total: u64,
    interchanges: u64,
    groups: u64,
    sets: BTreeMap<String, u64>,
    segments: HashMap<String, u64>,
    /// Kind of transaction set, position in its guide, loop, and how often it stands.
    loops: BTreeMap<(&'static str, u16), (&'static LoopRule, u64)>,
    money: Money,
}

impl Count {
    pub(super) fn push(&mut self, segment: &Segment<'_>) {
        self.total += 1;
        let stand = self.nesting.place(segment);
        let id = segment.id();
        if let Some(count) = self.segments.get_mut(id) {
            *count += 1;
        } else if self.segments.len() < MOST {
            *self.segments.entry(id.chars().take(3).collect()).or_default() += 1;
        }
        match id {
            "ISA" => self.interchanges += 1,
            "GS" => {
                self.groups += 1;
                segment.element(8).clone_into(&mut self.version);
            }
            "ST" => *self.sets.entry(set_name(segment, &self.version)).or_default() += 1,
            _ => {}
        }
        if stand.opened > 0 {
            self.open(stand.opened);
        }
        self.money.push(segment, self.nesting.guide());
    }

    fn open(&mut self, opened: usize) {
        let kind = self.nesting.guide().map_or("", guide_name);
        let open = self.nesting.open();
        for nest in &open[open.len() - opened..] {
            if let Nest::Loop(rule) = nest {
                self.loops.entry((kind, rule.number)).or_insert((rule, 0)).1 += 1;
            }
        }
    }

    fn ranked(&self) -> Vec<(&str, u64)> {
        let mut ranked: Vec<(&str, u64)> =
            self.segments.iter().map(|(id, count)| (id.as_str(), *count)).collect();
        ranked.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        ranked
    }

    pub(super) fn json(&self, top: usize) -> Value {
        let loops = self.loops.iter().map(|((kind, _), (rule, count))| {
            json!({ "transaction_set": kind, "loop": rule.id, "name": rule.name, "count": count })
        });
        let mut value = json!({
            "interchanges": self.interchanges,
            "groups": self.groups,
            "transaction_sets": self.sets,
            "segments": self.total,
            "segments_by_id": self.ranked().into_iter().collect::<BTreeMap<_, _>>(),
            "loops": loops.collect::<Vec<_>>(),
        });
        if let Value::Object(fields) = &mut value {
            fields.extend(self.money.json(top));
        }
        value
    }

    pub(super) fn sections(&self, top: usize) -> Vec<Section> {
        use Align::{Left, Right};
        let mut envelopes = vec![
            vec!["interchanges".to_owned(), grouped(self.interchanges)],
            vec!["groups".to_owned(), grouped(self.groups)],
        ];
        envelopes.extend(
            self.sets.iter().map(|(name, count)| vec![format!("transaction sets {name}"), grouped(*count)]),
        );
        let mut sections = vec![Section { columns: vec![("what", Left), ("count", Right)], rows: envelopes }];
        sections.extend(self.money.sections(top));
        let segments = self.ranked().into_iter().map(|(id, count)| vec![id.to_owned(), grouped(count)]);
        sections
            .push(Section { columns: vec![("segment", Left), ("count", Right)], rows: segments.collect() });
        let loops = self.loops.iter().map(|((kind, _), (rule, count))| {
            vec![(*kind).to_owned(), rule.id.to_owned(), grouped(*count), rule.name.to_owned()]
        });
        let columns = vec![("set", Left), ("loop", Left), ("count", Right), ("name", Left)];
        sections.push(Section { columns, rows: loops.collect() });
        sections.retain(|section| !section.rows.is_empty());
        sections
    }
}
