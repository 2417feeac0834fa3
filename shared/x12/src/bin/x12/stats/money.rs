//! Claims, charges, payments and what reduced them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use x12::Amount;
use x12::explain::{CodeList, explain};
use x12::guide::Guide;
use x12::reader::Segment;

use super::Section;
use crate::table::{Align, grouped, money};

/// Most codes that are told apart; a broken file may have any.
const MOST: usize = 100_000;

/// How often, and how much in cents.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    count: u64,
    cents: i128,
}

impl Sum {
    /// One more; what is no amount counts as nothing.
    fn add(&mut self, text: &str) {
        self.count += 1;
        self.cents += text.parse().map_or(0, |amount: Amount| i128::from(amount.cents()));
    }

    fn json(self) -> Value {
        json!({ "count": self.count, "amount": money(self.cents).replace(',', "") })
    }
}

#[derive(Debug, Default)]
pub(super) struct Money {
    /// CLP03, CLP04 and BPR02 of remittances.
    charged: Sum,
    paid: Sum,
    payments: Sum,
    /// PLB of remittances; positive takes away.
    beside: Sum,
    /// CLM02 of claims.
    claims: Sum,
    /// LX of claims.
    lines: u64,
    /// CAS01:CAS02 of remittances.
    reductions: HashMap<String, Sum>,
    /// Procedures of claims.
    procedures: HashMap<String, Sum>,
    /// Scratch.
    key: String,
}

impl Money {
    pub(super) fn push(&mut self, segment: &Segment<'_>, guide: Option<&Guide>) {
        match guide.map(|guide| guide.st01) {
            Some("835") => self.remittance(segment),
            Some("837") => self.claim(segment),
            _ => {}
        }
    }

    fn remittance(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            "CLP" => {
                self.charged.add(segment.element(3));
                self.paid.add(segment.element(4));
            }
            "BPR" => self.payments.add(segment.element(2)),
            "PLB" => {
                let amounts = (4..=14).step_by(2).map(|n| segment.element(n)).filter(|text| !text.is_empty());
                amounts.for_each(|amount| self.beside.add(amount));
            }
            "CAS" => {
                for n in (2..=17).step_by(3).take_while(|&n| !segment.element(n).is_empty()) {
                    let key = [segment.element(1), "-", segment.element(n)];
                    add(&mut self.reductions, &mut self.key, key, segment.element(n + 1));
                }
            }
            _ => {}
        }
    }

    fn claim(&mut self, segment: &Segment<'_>) {
        let (composite, charge) = match segment.id() {
            "CLM" => return self.claims.add(segment.element(2)),
            "LX" => {
                self.lines += 1;
                return;
            }
            "SV1" | "SV3" => (1, 2),
            "SV2" => (2, 3),
            _ => return,
        };
        let code = match segment.component(composite, 2) {
            // A line of a hospital may have its revenue code alone.
            "" => segment.element(1),
            code => code,
        };
        add(&mut self.procedures, &mut self.key, [code, "", ""], segment.element(charge));
    }

    pub(super) fn json(&self, top: usize) -> Map<String, Value> {
        let ranked = |sums: &HashMap<String, Sum>| -> Vec<Value> {
            let row = |(code, sum): (&str, Sum)| json!({ "code": code, "count": sum.count, "amount": money(sum.cents).replace(',', ""), "meaning": meaning(code) });
            ranked(sums, top).into_iter().map(row).collect()
        };
        let totals = self.totals();
        let mut fields: Map<String, Value> =
            totals.into_iter().map(|(key, _, sum)| (key.to_owned(), sum.json())).collect();
        fields.insert("adjustments".into(), ranked(&self.reductions).into());
        fields.insert("procedures".into(), ranked(&self.procedures).into());
        fields.insert("service_lines".into(), self.lines.into());
        fields
    }

    /// Key, what it is, and the sum.
    fn totals(&self) -> [(&'static str, &'static str, Sum); 5] {
        [
            ("claims_sent", "claims sent (CLM02)", self.claims),
            ("claims_charged", "claims decided: charged (CLP03)", self.charged),
            ("claims_paid", "claims decided: paid (CLP04)", self.paid),
            ("provider_adjustments", "taken away beside claims (PLB)", self.beside),
            ("payments", "payments (BPR02)", self.payments),
        ]
    }

    pub(super) fn sections(&self, top: usize) -> Vec<Section> {
        use Align::{Left, Right};
        let used = self.totals().into_iter().filter(|(.., sum)| sum.count > 0);
        let rows = used.map(|(_, what, sum)| vec![what.to_owned(), grouped(sum.count), money(sum.cents)]);
        let totals = Section {
            columns: vec![("money", Left), ("count", Right), ("sum", Right)],
            rows: rows.collect(),
        };
        let listed = |title, sums: &HashMap<String, Sum>| {
            let row = |(code, sum): (&str, Sum)| {
                vec![code.to_owned(), grouped(sum.count), money(sum.cents), meaning(code).to_owned()]
            };
            let columns = vec![(title, Left), ("count", Right), ("sum", Right), ("meaning", Left)];
            Section { columns, rows: ranked(sums, top).into_iter().map(row).collect() }
        };
        vec![totals, listed("adjustment", &self.reductions), listed("procedure", &self.procedures)]
    }
}

fn add(sums: &mut HashMap<String, Sum>, key: &mut String, parts: [&str; 3], amount: &str) {
    key.clear();
    parts.into_iter().for_each(|part| key.push_str(part));
    if let Some(sum) = sums.get_mut(key.as_str()) {
        sum.add(amount);
    } else if sums.len() < MOST {
        sums.entry(key.clone()).or_default().add(amount);
    }
}

/// The largest sums first.
fn ranked(sums: &HashMap<String, Sum>, top: usize) -> Vec<(&str, Sum)> {
    let mut ranked: Vec<(&str, Sum)> = sums.iter().map(|(code, sum)| (code.as_str(), *sum)).collect();
    ranked.sort_by(|one, other| other.1.cents.cmp(&one.1.cents).then(one.0.cmp(other.0)));
    ranked.truncate(top);
    ranked
}

/// Of `CO-45`; procedures have none here.
fn meaning(code: &str) -> &'static str {
    let reason = code.split_once('-').and_then(|(_, reason)| explain(CodeList::Carc, reason));
    reason.map_or("", |found| found.meaning)
}
