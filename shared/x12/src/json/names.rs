//! How one segment is written: as a list, or with the names of its elements.

use std::io::Write;

use super::page::{Class, Page};
use crate::guide::{Dictionary, ElementRule, Guide, SegmentId, SegmentRule};
use crate::reader::Segment;

impl<W: Write> Page<W> {
    /// `["CLP","7722",["HC","99213"],{"repeat":["30","98"]}]`; not divided where `whole`.
    pub(super) fn list(&mut self, segment: &Segment<'_>, whole: bool) {
        self.text.push(b'[');
        for (number, part) in segment.parts().enumerate() {
            if number > 0 {
                self.text.push(b',');
            }
            if part.bytes().all(|byte| self.classes[usize::from(byte)] == Class::Plain) {
                self.text.push(b'"');
                self.text.extend_from_slice(part.as_bytes());
                self.text.push(b'"');
            } else if number > 0 && !whole {
                self.repeated(segment, part, |page, value| page.composite(segment, value));
            } else {
                self.quoted(part);
            }
        }
        self.text.push(b']');
    }

    fn has(&self, text: &str, class: Class) -> bool {
        text.bytes().any(|byte| self.classes[usize::from(byte)] == class)
    }

    fn repeated(&mut self, segment: &Segment<'_>, value: &str, mut put: impl FnMut(&mut Self, &str)) {
        if !self.has(value, Class::Repetition) {
            return put(self, value);
        }
        let separator = segment.delimiters().repetition.unwrap_or_default();
        self.push("{\"repeat\":[");
        for (number, repetition) in value.split(char::from(separator)).enumerate() {
            if number > 0 {
                self.text.push(b',');
            }
            put(self, repetition);
        }
        self.push("]}");
    }

    fn composite(&mut self, segment: &Segment<'_>, value: &str) {
        if !self.has(value, Class::Component) {
            return self.quoted(value);
        }
        for (number, component) in value.split(char::from(segment.delimiters().component)).enumerate() {
            self.text.push(if number == 0 { b'[' } else { b',' });
            self.quoted(component);
        }
        self.text.push(b']');
    }

    /// `{"segment":"CLP","name":...,"elements":{...}`, without the brace at the end; not divided where
    /// `whole`.
    pub(super) fn named(&mut self, segment: &Segment<'_>, whole: bool, rule: Option<&'static SegmentRule>) {
        let rule = rule.or_else(|| envelope_rule(segment.id()));
        self.push("{\"segment\":");
        self.quoted(segment.id());
        if let Some(rule) = rule {
            self.push(",\"name\":");
            self.quoted(rule.name);
        }
        let generic = rule.or_else(|| generic_rule(segment.id()));
        self.push(",\"elements\":{");
        let (last, mut first) = (segment.elements(), true);
        for (number, part) in segment.parts().enumerate().skip(1) {
            if part.is_empty() && number < last {
                continue;
            }
            self.next_key(&mut first);
            let element = generic.and_then(|rule| rule.element(number));
            let key = format!("{}{number:02}", segment.id());
            self.key(&key, element);
            if whole {
                self.quoted(part);
            } else {
                let put = |page: &mut Self, value: &str| page.named_composite(segment, value, &key, element);
                self.repeated(segment, part, put);
            }
        }
        self.text.push(b'}');
    }

    fn next_key(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.text.push(b',');
        }
    }

    fn key(&mut self, place: &str, rule: Option<&ElementRule>) {
        match rule {
            Some(rule) if !rule.name.is_empty() => self.quoted(&format!("{place} {}", rule.name)),
            _ => self.quoted(place),
        }
        self.text.push(b':');
    }

    fn named_composite(&mut self, segment: &Segment<'_>, value: &str, key: &str, rule: Option<&ElementRule>) {
        if !self.has(value, Class::Component) {
            return self.quoted(value);
        }
        let components = value.split(char::from(segment.delimiters().component));
        let (last, mut first) = (components.clone().count(), true);
        self.text.push(b'{');
        for (number, component) in (1..).zip(components) {
            if component.is_empty() && number < last {
                continue;
            }
            self.next_key(&mut first);
            self.key(&format!("{key}-{number:02}"), rule.and_then(|rule| rule.components().get(number - 1)));
            self.quoted(component);
        }
        self.text.push(b'}');
    }

    pub(super) fn quoted(&mut self, text: &str) {
        self.text.push(b'"');
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|byte| *byte < b' ' || b"\"\\".contains(byte)) {
            self.text.extend_from_slice(&rest[..at]);
            self.escaped(rest[at]);
            rest = &rest[at + 1..];
        }
        self.text.extend_from_slice(rest);
        self.text.push(b'"');
    }

    #[cold]
    fn escaped(&mut self, byte: u8) {
        match byte {
            b'\n' => self.push("\\n"),
            b'\r' => self.push("\\r"),
            b'\t' => self.push("\\t"),
            b'"' => self.push("\\\""),
            b'\\' => self.push("\\\\"),
            _ => self.push(&format!("\\u{byte:04x}")),
        }
    }
}

fn envelope_rule(id: &str) -> Option<&'static SegmentRule> {
    Guide::envelope()?.segments().find(|rule| rule.id == id)
}

fn generic_rule(id: &str) -> Option<&'static SegmentRule> {
    Dictionary::get().slot(SegmentId::new(id.as_bytes())).and_then(Dictionary::generic)
}
