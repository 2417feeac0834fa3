//! A transaction with every loop, segment, element and component its guide has says all of it in a typed value.

use x12::claim::ProfessionalClaims;
use x12::guide::{Child, ElementRule, Fit, Guide, Kind, LoopRule, SegmentRule, Usage, Walker};
use x12::institutional::InstitutionalClaims;
use x12::original::{Original, Transaction};
use x12::reader::{Segments, Transactions};

const ISA: &str = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~";

/// The body of one transaction set, made from the guide.
struct Maker {
    guide: &'static Guide,
    /// Loops and elements that cannot stand beside the others, such as `2000C` and `2000B SBR02`.
    without: &'static [&'static str],
    lines: Vec<String>,
    levels: usize,
    /// Makes every text another one.
    texts: usize,
}

impl Maker {
    fn make(guide: &'static Guide, without: &'static [&'static str]) -> String {
        let mut maker = Self { guide, without, lines: Vec::new(), levels: 0, texts: 0 };
        maker.fill_loop(guide.root(), 0);
        let count = maker.lines.len() + 1;
        format!("{}~SE*{count}*0001~", maker.lines.join("~"))
    }

    /// `variant`: which of its qualifiers the first segment has.
    fn fill_loop(&mut self, rule: &'static LoopRule, variant: usize) {
        for child in &rule.children {
            match *child {
                Child::Segment(number) if number == rule.first => {
                    self.fill_segment(rule, self.guide.segment(number), variant);
                }
                Child::Segment(number) => {
                    let segment = self.guide.segment(number);
                    (0..variants(segment, segment.repeat)).for_each(|n| self.fill_segment(rule, segment, n));
                }
                Child::Loop(number) => {
                    let inner = &self.guide.loops()[usize::from(number)];
                    let absent = self.without.contains(&inner.id);
                    let times =
                        if absent { 0 } else { variants(self.guide.first_segment(inner), inner.repeat) };
                    (0..times).for_each(|n| self.fill_loop(inner, n));
                }
            }
        }
    }

    fn fill_segment(&mut self, rule: &LoopRule, segment: &'static SegmentRule, variant: usize) {
        if segment.id == "SE" {
            return;
        }
        let mut parts = vec![segment.id.to_owned()];
        for (at, element) in segment.elements().iter().enumerate() {
            let name = format!("{} {}{:02}", rule.id, segment.id, at + 1);
            let value = match name.split(' ').next_back().unwrap_or_default() {
                _ if self.without.contains(&name.as_str()) => String::new(),
                "ST02" => "0001".to_owned(),
                "ST03" => self.guide.id.to_owned(),
                "HL01" => self.level(),
                "HL02" if self.levels > 1 => (self.levels - 1).to_string(),
                "HL04" => {
                    let patients = !self.without.contains(&"2000C");
                    u8::from(rule.id == "2000A" || (rule.id == "2000B" && patients)).to_string()
                }
                _ => self.element(element, if at == 0 { variant } else { 0 }, &parts[at]),
            };
            parts.push(value);
        }
        self.lines.push(parts.join("*").trim_end_matches('*').to_owned());
    }

    fn level(&mut self) -> String {
        self.levels += 1;
        self.levels.to_string()
    }

    /// `before`: the element or component before this one, which may say its format.
    fn element(&mut self, rule: &ElementRule, variant: usize, before: &str) -> String {
        if rule.usage == Usage::NotUsed {
            return String::new();
        }
        if !rule.components().is_empty() {
            let mut parts: Vec<String> = Vec::new();
            for part in rule.components() {
                let before = parts.last().cloned().unwrap_or_default();
                parts.push(self.element(part, 0, &before));
            }
            return parts.join(":").trim_end_matches(':').to_owned();
        }
        if let Some(code) = rule.codes().and_then(|codes| codes.listed().nth(variant)) {
            return code;
        }
        match rule.kind {
            _ if rule.number == "1251" => of_format(before).to_owned(),
            Kind::Date => "20260301".to_owned(),
            Kind::Time => "0930".to_owned(),
            Kind::Number(_) => "1".to_owned(),
            Kind::Decimal => "2.5".to_owned(),
            _ => self.text(usize::from(rule.min), usize::from(rule.max)),
        }
    }

    fn text(&mut self, min: usize, max: usize) -> String {
        self.texts += 1;
        let mut text = format!("{:X}", 0xA00 + self.texts);
        text.truncate(max);
        format!("{text:A<min$}")
    }
}

fn of_format(format: &str) -> &'static str {
    match format {
        "RD8" => "20260301-20260305",
        "TM" => "0930",
        "DT" => "202603010930",
        _ => "20260301",
    }
}

/// In how many ways a segment can be qualified, and so often it is made, where it may stand `repeat` times.
fn variants(rule: &SegmentRule, repeat: u32) -> usize {
    let codes = rule.qualifier().map_or(1, |codes| codes.listed().count());
    codes.clamp(1, usize::try_from(repeat).unwrap_or(usize::MAX))
}

/// The segments that the typed value of `T` does not say, and those that it writes out of place.
fn wrong<T: Transaction>(guide: &'static Guide, without: &'static [&'static str]) -> [Vec<String>; 2] {
    let body = Maker::make(guide, without);
    let (functional_id, id) = (guide.functional_id, guide.id);
    let file = format!("{ISA}GS*{functional_id}*A*B*20260309*1405*7*X*{id}~{body}GE*1*7~IEA*1*000000042~");
    let delivery = Transactions::new(&file).next().expect("one").expect("it can be split");
    let original = Original::<T>::read(&file, &delivery.set).expect("it can be read");
    let unsaid = original.unsaid().expect("it can be written");
    let written = original.value.write("0001").expect("it can be written");
    let mut walker = Walker::new(guide);
    let again =
        Segments::body(written.as_str(), written.delimiters()).map(|one| (one, walker.place(&one).fit));
    let misplaced = again.filter(|(_, fit)| *fit != Fit::Exact).map(|(segment, _)| segment);
    [unsaid, misplaced.collect()].map(|all| all.iter().map(|one| one.raw().to_owned()).collect())
}

#[test]
fn a_claim_says_whatever_its_guide_has() {
    let [professional, institutional] =
        ["005010X222A1", "005010X223A2"].map(|id| Guide::of("837", id).expect("known"));
    // Claims stand below the patient, or below a subscriber who is the patient.
    for without in [&["2000C"], &["2000B SBR02"]] as [&[&str]; 2] {
        assert_eq!(wrong::<ProfessionalClaims>(professional, without), [vec![], Vec::<String>::new()]);
        assert_eq!(wrong::<InstitutionalClaims>(institutional, without), [vec![], Vec::<String>::new()]);
    }
}
