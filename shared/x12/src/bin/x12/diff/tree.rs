//! A file as a tree of loops.

use x12::guide::LoopRule;
use x12::json::{Nest, Nesting};
use x12::reader::{Segment, Stream};

use super::line::Line;
use crate::failure::Failure;
use crate::input::Input;
use crate::set_name::guide_name;

/// How sure it is that two loops with different keys are not the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// Claims: another number is another claim.
    Strict,
    /// Where keys do not help, the order does.
    Loose,
}

/// A loop, transaction set, group or interchange; the file itself.
#[derive(Debug)]
pub(super) struct Tree {
    /// What it is: `2100`, `835`, `group`; only the same are compared.
    pub(super) kind: String,
    /// As the guide names it.
    pub(super) name: &'static str,
    /// What tells it from others of its kind.
    pub(super) key: String,
    pub(super) matching: Match,
    pub(super) lines: Vec<Line>,
    pub(super) children: Vec<Tree>,
}

impl Tree {
    fn new(kind: impl Into<String>, name: &'static str, matching: Match) -> Self {
        let (key, lines, children) = (String::new(), Vec::new(), Vec::new());
        Self { kind: kind.into(), name, key, matching, lines, children }
    }

    pub(super) fn read(mut input: Input) -> Result<Self, Failure> {
        let name = input.name.clone();
        let mut stream = Stream::new(&mut input.reader);
        let mut nesting = Nesting::new();
        let mut open = vec![Self::new("file", "", Match::Loose)];
        while let Some(segment) = stream.next().map_err(|error| Failure::from(error).of(&name))? {
            let stand = nesting.place(&segment);
            for _ in 0..stand.closed {
                close(&mut open);
            }
            let nests = nesting.open();
            open.extend(nests[nests.len() - stand.opened..].iter().map(|nest| Self::of(nest, &segment)));
            if let Some(innermost) = open.last_mut()
                && !matches!(segment.id(), "SE" | "GE" | "IEA")
            {
                innermost.lines.push(Line::new(&segment, stand.rule));
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        let file = open.pop().filter(|file| !(file.lines.is_empty() && file.children.is_empty()));
        file.ok_or_else(|| Failure::said(format!("{name}: the file is empty")))
    }

    fn of(nest: &Nest, segment: &Segment<'_>) -> Self {
        match nest {
            Nest::Interchange => Self::new("interchange", "", Match::Loose),
            Nest::Group => Self::new("group", "", Match::Loose),
            Nest::TransactionSet(guide) => {
                let kind =
                    guide.map_or_else(|| segment.element(1).to_owned(), |guide| guide_name(guide).to_owned());
                Self::new(kind, "", Match::Loose)
            }
            Nest::Loop(rule) => Self::new(rule.id, rule.name, matching(rule)),
        }
    }

    /// All segments of it, inner loops included.
    pub(super) fn size(&self) -> usize {
        self.lines.len() + self.children.iter().map(Self::size).sum::<usize>()
    }

    /// What people call it, with its key.
    pub(super) fn label(&self) -> String {
        let what = match (self.kind.as_str(), self.name) {
            ("2300" | "2100" | "2200D" | "2200E", _) if self.matching == Match::Strict => "claim",
            ("2400" | "2110" | "2210D" | "2210E" | "2220D" | "2220E", _) => "line",
            (kind, "") => kind,
            (_, name) => name,
        };
        let key = if self.key.is_empty() { String::new() } else { format!(" {}", self.key) };
        let of = if self.name.is_empty() { String::new() } else { format!(" (loop {})", self.kind) };
        format!("{what}{key}{of}")
    }

    fn find(&self, id: &str, qualifier: Option<&str>) -> Option<Segment<'_>> {
        let lines = self.lines.iter().map(Line::segment);
        let mut found =
            lines.filter(|one| one.id() == id && qualifier.is_none_or(|code| one.element(1) == code));
        found.next()
    }

    /// What tells it from others of its kind, now that all of it is there.
    fn identity(&self) -> String {
        let of = |id, qualifier, n| self.find(id, qualifier).map(|one| one.element(n).to_owned());
        let first = self.lines.first().map(Line::segment);
        let key = match (self.kind.as_str(), first.map(|first| first.id()).unwrap_or_default()) {
            ("interchange", _) => None,
            ("group", _) => of("GS", None, 1),
            ("835", _) => of("TRN", None, 2),
            (_, "ST") => of("BHT", None, 3),
            (_, "CLM" | "CLP") => first.map(|first| first.element(1).to_owned()),
            (_, "TRN") => first.map(|first| first.element(2).to_owned()),
            (_, "LX") => of("REF", Some("6R"), 2).or_else(|| of("LX", None, 1)),
            (_, "SVC") => {
                of("REF", Some("6R"), 2).or_else(|| of("REF", Some("FJ"), 2)).or_else(|| of("SVC", None, 1))
            }
            (_, "HL") => self.children.iter().find_map(Self::person),
            _ => first.map(|first| first.element(1).to_owned()),
        };
        key.unwrap_or_default()
    }

    /// Id or name of the first person or organization in it.
    fn person(&self) -> Option<String> {
        let nm1 = self.find("NM1", None)?;
        let id = nm1.optional(9).map(str::to_owned);
        Some(id.unwrap_or_else(|| [nm1.element(3), nm1.element(4)].join(" ").trim().to_owned()))
    }
}

/// Ends the innermost tree.
fn close(open: &mut Vec<Tree>) {
    if let Some(mut ended) = open.pop() {
        ended.key = ended.identity();
        if let Some(around) = open.last_mut() {
            around.children.push(ended);
        }
    }
}

fn matching(rule: &LoopRule) -> Match {
    match (rule.id, rule.name) {
        ("2300" | "2200D" | "2200E", _) | ("2100", _) => Match::Strict,
        _ => Match::Loose,
    }
}
