//! Official lists that the site loads: their wording goes before ours.

use std::collections::BTreeMap;
use std::io::Read;

use chrono::NaiveDate;

use super::records::MAX_RECORDS;
use super::{CodeList, Explained, NextStep, Wording, explain, records, search};

/// Largest file read, in bytes.
const MAX_BYTES: u64 = 8 << 20;
/// Longest code and text, in bytes.
const MAX_CODE: usize = 10;
const MAX_TEXT: usize = 4_096;

/// Why an official list was not loaded; lines count from 1. Nothing of it was taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// The source failed.
    #[error("the list could not be read: {0}")]
    Read(#[from] std::io::Error),
    /// More bytes or rows than a list has.
    #[error("the list is larger than {MAX_BYTES} bytes or {MAX_RECORDS} rows; load one list a file")]
    TooLarge,
    /// Not UTF-8.
    #[error("the list is not UTF-8 text; save it as UTF-8")]
    Encoding,
    /// A row that cannot be understood.
    #[error("line {line}: {problem}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong, and what to write instead.
        problem: &'static str,
    },
    /// No row with a code.
    #[error("the list has no rows; write `code,text` or `code,text,start,stop`, one code a line")]
    Empty,
}

#[derive(Debug, Clone)]
struct Official {
    text: String,
    start: Option<NaiveDate>,
    stop: Option<NaiveDate>,
    dated: bool,
}

/// Our own lists, and over them the official ones the site loaded.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    loaded: BTreeMap<CodeList, BTreeMap<String, Official>>,
}

impl Lists {
    /// Our own lists only.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `code,text[,start,stop]` as CSV or TSV, with or without a header line, in place of what was loaded for
    /// this list before; gives the number of codes. Days are `2008-07-01`, `20080701` or `7/1/2008`; a stop is the
    /// first day the code is gone.
    ///
    /// # Errors
    /// [`ListError`] names the line. Then the list is as it was before.
    pub fn load(&mut self, list: CodeList, reader: impl Read) -> Result<usize, ListError> {
        let mut bytes = Vec::new();
        reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(ListError::TooLarge);
        }
        let text = String::from_utf8(bytes).map_err(|_| ListError::Encoding)?;
        let rows = parse(&text)?;
        let count = rows.len();
        self.loaded.insert(list, rows);
        Ok(count)
    }

    /// Explains a code: the official wording where it is loaded, our own next step and advice.
    #[must_use]
    pub fn explain(&self, list: CodeList, code: &str) -> Option<Explained<'_>> {
        let own = explain(list, code);
        match self.loaded.get(&list).and_then(|rows| rows.get_key_value(code.trim())) {
            Some((code, official)) => Some(official.over(list, code, own)),
            None => own,
        }
    }

    /// As [`super::find`], over the loaded wording too.
    #[must_use]
    pub fn find(&self, words: &str) -> Vec<Explained<'_>> {
        let wanted = search::split(words);
        let mut found: Vec<Explained<'_>> = Vec::new();
        for (list, rows) in &self.loaded {
            let matching = rows.iter().filter(|(_, official)| official.has(&wanted));
            found.extend(matching.filter_map(|(code, _)| self.explain(*list, code)));
        }
        for own in super::find(words) {
            if !found.iter().any(|one| (one.list, one.code) == (own.list, own.code)) {
                found.extend(self.explain(own.list, own.code));
            }
        }
        found
    }
}

impl Official {
    fn over<'a>(&'a self, list: CodeList, code: &'a str, own: Option<Explained<'static>>) -> Explained<'a> {
        let worded = own.filter(|own| own.wording == Wording::Own);
        let next = worded.map_or(NextStep::Review, |own| own.next);
        let was = worded.is_some_and(|own| own.deactivated);
        Explained {
            list,
            code,
            meaning: &self.text,
            next,
            advice: worded.map_or_else(|| next.advice(list), |own| own.advice),
            retryable: next == NextStep::Retry,
            deactivated: if self.dated { self.stop.is_some() } else { was },
            start: self.start,
            stop: self.stop,
            wording: Wording::Official,
        }
    }

    fn has(&self, wanted: &[String]) -> bool {
        let text = search::split(&self.text);
        !wanted.is_empty() && wanted.iter().all(|word| text.iter().any(|one| one.starts_with(word.as_str())))
    }
}

/// Where the columns are.
struct Columns {
    text: usize,
    start: Option<usize>,
    stop: Option<usize>,
}

impl Columns {
    /// From a header line, if this is one: its first field is `code`.
    fn of(header: &[String]) -> Option<Self> {
        let named = |names: [&str; 2]| {
            header.iter().position(|field| names.iter().any(|name| field.eq_ignore_ascii_case(name)))
        };
        header.first().filter(|first| first.eq_ignore_ascii_case("code"))?;
        Some(Self {
            text: named(["text", "description"]).unwrap_or(1),
            start: named(["start", "start date"]),
            stop: named(["stop", "stop date"]),
        })
    }
}

fn parse(text: &str) -> Result<BTreeMap<String, Official>, ListError> {
    let unclosed =
        |line| ListError::Line { line, problem: "a quote is opened and never closed; double quotes inside" };
    let records = records::split(text).map_err(unclosed)?;
    if records.len() > MAX_RECORDS {
        return Err(ListError::TooLarge);
    }
    let header = records.first().and_then(|(_, fields)| Columns::of(fields));
    let skipped = usize::from(header.is_some());
    let columns = header.unwrap_or(Columns { text: 1, start: Some(2), stop: Some(3) });
    let mut rows = BTreeMap::new();
    for (line, fields) in records.iter().skip(skipped) {
        let at = |problem| ListError::Line { line: *line, problem };
        let official = read(fields, &columns).map_err(at)?;
        if rows.insert(fields[0].clone(), official).is_some() {
            return Err(at("the code stands twice; leave one out"));
        }
    }
    if rows.is_empty() { Err(ListError::Empty) } else { Ok(rows) }
}

fn read(fields: &[String], columns: &Columns) -> Result<Official, &'static str> {
    let code = fields.first().map_or("", String::as_str);
    if code.is_empty() || code.len() > MAX_CODE || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("the first field is no code of at most ten letters and digits");
    }
    let text = fields.get(columns.text).map_or("", String::as_str);
    if text.is_empty() || text.len() > MAX_TEXT {
        return Err("the text is missing or longer than 4096 bytes");
    }
    let field =
        |column: Option<usize>| column.and_then(|column| fields.get(column)).map_or("", String::as_str);
    let (start, stop) = (day(field(columns.start))?, day(field(columns.stop))?);
    Ok(Official { text: text.to_owned(), start, stop, dated: start.is_some() || stop.is_some() })
}

fn day(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let read =
        ["%Y-%m-%d", "%Y%m%d", "%m/%d/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    read.map(Some).ok_or("a day is not written as 2008-07-01, 20080701 or 7/1/2008")
}
