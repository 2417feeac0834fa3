//! Reads the text of a guide. The format, line by line, two blanks of indentation for each level:
//!
//! ```text
//! guide ID ST01 GS01 NAME
//! SEGMENT USAGE REPEAT POSITION NAME
//!   NN USAGE [xREPEAT] NAME [= CODE... @LIST]
//!   NN-NN USAGE NAME [= CODE...]
//! loop ID USAGE REPEAT POSITION NAME
//! same ID USAGE REPEAT POSITION
//! # REMARK
//! ```
//!
//! USAGE is `R` or `S`; an element not listed is not used, and a composite without listed components may have all of
//! them. REPEAT is a number or `>1`. POSITION orders the children of a loop: equal positions may come in any order; at
//! the outermost level it leads with the number of the table. `_` in a code stands for a blank; `@LIST:CODE` is a list that holds where the element before has
//! CODE. `same` repeats the
//! last loop of that ID with all it holds.

use super::GuideError;
use super::codes::Codes;
use super::dictionary::{Dictionary, SegmentId};
use super::index::Index;
use super::rule::{Child, ElementRule, LoopRule, SegmentRule, Usage};
use super::template::open_unlisted;
use super::{Guide, UNLIMITED};

type Fault = &'static str;

pub(super) fn parse(text: &'static str) -> Result<Guide, GuideError> {
    let dictionary = Dictionary::loaded().as_ref().map_err(Clone::clone)?;
    let head = text.lines().next().unwrap_or_default();
    let fault = |line, what| GuideError::new(head, line, what);
    let mut words = head.splitn(5, ' ');
    let mut word = || words.next().ok_or(fault(1, "a guide begins with `guide ID ST01 GS01 NAME`"));
    let (_, id, st01, functional_id, name) = (word()?, word()?, word()?, word()?, word()?);
    let mut builder = Builder::new(dictionary, name);
    for (number, line) in text.lines().enumerate().skip(1) {
        builder.line(line).map_err(|what| fault(number + 1, what))?;
    }
    builder.close();
    builder.check().map_err(|what| fault(0, what))?;
    let Builder { loops, segments, .. } = builder;
    let index = Index::new(&loops, &segments, dictionary).ok_or_else(|| fault(0, "too many rules"))?;
    Ok(Guide { id, st01, functional_id, name, loops, segments, index })
}

struct Builder {
    dictionary: &'static Dictionary,
    loops: Vec<LoopRule>,
    segments: Vec<SegmentRule>,
    /// The loops around the current line, outermost first.
    open: Vec<u16>,
    /// Elements of the last segment.
    elements: Vec<ElementRule>,
}

/// USAGE REPEAT POSITION NAME of a segment or loop.
struct Head {
    usage: Usage,
    repeat: u32,
    position: u32,
    name: &'static str,
}

impl Head {
    fn parse(text: &'static str) -> Option<Self> {
        let mut words = text.splitn(4, ' ');
        let usage = usage(words.next()?)?;
        let repeat = words.next()?;
        let repeat = if repeat == ">1" { UNLIMITED } else { repeat.parse().ok()? };
        let position = words.next()?.parse().ok()?;
        Some(Self { usage, repeat, position, name: words.next().unwrap_or_default() })
    }
}

fn usage(text: &str) -> Option<Usage> {
    match text {
        "R" => Some(Usage::Required),
        "S" => Some(Usage::Situational),
        _ => None,
    }
}

impl Builder {
    fn new(dictionary: &'static Dictionary, name: &'static str) -> Self {
        let root = LoopRule {
            id: "ST",
            name,
            usage: Usage::Required,
            repeat: 1,
            position: 0,
            number: 0,
            parent: None,
            depth: 0,
            first: 0,
            children: Vec::new(),
        };
        Self { dictionary, loops: vec![root], segments: Vec::new(), open: vec![0], elements: Vec::new() }
    }

    fn line(&mut self, line: &'static str) -> Result<(), Fault> {
        let text = line.trim_start_matches(' ');
        if text.starts_with('#') {
            return Ok(());
        }
        let depth = (line.len() - text.len()) / 2;
        let (word, rest) = text.split_once(' ').ok_or("a line has at least two words")?;
        if word.as_bytes()[..1].iter().all(u8::is_ascii_digit) && matches!(word.len(), 2 | 5) {
            return self.element(word, rest);
        }
        self.close();
        self.open.truncate(depth + 1);
        let &parent = self.open.get(depth).ok_or("indented too far")?;
        let number = |len: usize| u16::try_from(len).or(Err("too many rules"));
        match word {
            "loop" | "same" => {
                let (id, rest) = rest.split_once(' ').ok_or("a loop has an identifier")?;
                let head = Head::parse(rest).ok_or("not USAGE REPEAT POSITION NAME")?;
                let new = number(self.loops.len())?;
                if word == "loop" {
                    self.begin_loop(id, head, parent)?;
                    self.open.push(new);
                    return Ok(());
                }
                let source = self.loops.iter().rposition(|known| known.id == id).ok_or("same as no loop")?;
                self.copy_loop(source, head, parent)
            }
            _ => {
                let head = Head::parse(rest).ok_or("not USAGE REPEAT POSITION NAME")?;
                self.begin_segment(word, head, parent)
            }
        }
    }

    fn begin_loop(&mut self, id: &'static str, head: Head, parent: u16) -> Result<u16, Fault> {
        let number = u16::try_from(self.loops.len()).or(Err("too many loops"))?;
        let first = u16::try_from(self.segments.len()).or(Err("too many segments"))?;
        let Head { usage, repeat, position, name } = head;
        let around = &mut self.loops[usize::from(parent)];
        around.children.push(Child::Loop(number));
        let depth = around.depth + 1;
        let (parent, children) = (Some(parent), Vec::new());
        self.loops.push(LoopRule {
            id,
            name,
            usage,
            repeat,
            position,
            number,
            parent,
            depth,
            first,
            children,
        });
        Ok(number)
    }

    fn begin_segment(&mut self, id: &'static str, head: Head, loop_number: u16) -> Result<(), Fault> {
        let packed = SegmentId::new(id.as_bytes());
        let slot = self.dictionary.slot(packed).ok_or("not in segments.dict")?;
        let definition = &self.dictionary.segments()[usize::from(slot)];
        let number = u16::try_from(self.segments.len()).or(Err("too many segments"))?;
        let Head { usage, repeat, position, name } = head;
        self.elements = self.dictionary.template(definition);
        let (elements, notes) = ([].into(), &*definition.notes);
        let place = (number, loop_number);
        let (number, loop_number) = place;
        let rule = SegmentRule {
            id,
            name,
            usage,
            repeat,
            position,
            number,
            loop_number,
            slot,
            packed,
            elements,
            last_required: 0,
            notes,
        };
        self.segments.push(rule);
        self.loops[usize::from(loop_number)].children.push(Child::Segment(number));
        Ok(())
    }

    /// Gives the last segment its elements.
    fn close(&mut self) {
        if let Some(segment) = self.segments.last_mut().filter(|_| !self.elements.is_empty()) {
            open_unlisted(&mut self.elements);
            let last = self.elements.iter().rposition(|element| element.usage == Usage::Required);
            segment.last_required = last.and_then(|last| u8::try_from(last + 1).ok()).unwrap_or(0);
            segment.elements = std::mem::take(&mut self.elements).into();
        }
    }

    fn element(&mut self, place: &str, text: &'static str) -> Result<(), Fault> {
        let (number, component) = place.split_once('-').unwrap_or((place, ""));
        let at = |digits: &str| digits.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let mut rule =
            at(number).and_then(|n| self.elements.get_mut(n)).ok_or("no such element in segments.dict")?;
        if !component.is_empty() {
            rule = at(component)
                .and_then(|n| rule.components.get_mut(n))
                .ok_or("no such component in segments.dict")?;
        }
        let (head, codes) = text.split_once(" = ").map_or((text, None), |(head, codes)| (head, Some(codes)));
        let (word, mut name) = head.split_once(' ').ok_or("an element has a name")?;
        rule.usage = usage(word).ok_or("usage is R or S")?;
        if let Some((repeat, rest)) = name.strip_prefix('x').and_then(|rest| rest.split_once(' '))
            && let Ok(repeat) = repeat.parse()
        {
            (rule.repeat, name) = (repeat, rest);
        }
        rule.name = name;
        rule.codes = codes.map(Codes::parse).transpose()?.map(Box::new);
        Ok(())
    }

    /// Repeats loop `source` inside of `parent`; an empty name keeps that of the source.
    fn copy_loop(&mut self, source: usize, head: Head, parent: u16) -> Result<(), Fault> {
        let LoopRule { id, name, children, .. } = self.loops[source].clone();
        let name = if head.name.is_empty() { name } else { head.name };
        let number = self.begin_loop(id, Head { name, ..head }, parent)?;
        for child in children {
            match child {
                Child::Segment(segment) => {
                    let copy = u16::try_from(self.segments.len()).or(Err("too many segments"))?;
                    let rule = self.segments[usize::from(segment)].clone();
                    self.segments.push(SegmentRule { number: copy, loop_number: number, ..rule });
                    self.loops[usize::from(number)].children.push(Child::Segment(copy));
                }
                Child::Loop(inner) => {
                    let LoopRule { usage, repeat, position, name, .. } = self.loops[usize::from(inner)];
                    self.copy_loop(usize::from(inner), Head { usage, repeat, position, name }, number)?;
                }
            }
        }
        Ok(())
    }

    /// What the walker relies on.
    fn check(&self) -> Result<(), Fault> {
        for rule in &self.loops {
            let Some(&Child::Segment(first)) = rule.children.first() else {
                return Err("a loop begins with a segment");
            };
            let first = &self.segments[usize::from(first)];
            if first.usage != Usage::Required || first.repeat != 1 {
                return Err("the first segment of a loop is required once");
            }
            let position = |child: &Child| match *child {
                Child::Segment(number) => self.segments[usize::from(number)].position,
                Child::Loop(number) => self.loops[usize::from(number)].position,
            };
            if !rule.children.is_sorted_by_key(position) {
                return Err("positions of a loop ascend");
            }
        }
        Ok(())
    }
}
