//! Writes one transaction set, correct by construction: counts, trimming, character set, separators.
//!
//! ```
//! use x12::writer::{TransactionWriter, composite, fold};
//! use x12::{Amount, Quantity};
//!
//! let mut writer = TransactionWriter::new("837", "0001", Some("005010X222A1"));
//! writer.segment("NM1", &["IL", "1", "ALDER", &fold("José"), "", "", "", "MI", "M0033"]);
//! writer.segment("SV1", &[&composite(&["HC", "99213", "", ""]), "125", "UN", "1"]);
//! writer.put("CN1", &[&"02", &Amount::from_cents(12_500), &None::<Quantity>]);
//! let text = writer.finish()?;
//! assert_eq!(
//!     text.as_str(),
//!     "ST*837*0001*005010X222A1~NM1*IL*1*ALDER*Jose****MI*M0033~SV1*HC:99213*125*UN*1~CN1*02*125~SE*5*0001~"
//! );
//!
//! let refused = TransactionWriter::new("837", "0001", None).with("NM1", &["IL", "1", "AL~DER"]).finish();
//! assert!(refused.is_err(), "a separator is no data");
//! # Ok::<(), x12::X12Error>(())
//! ```

mod element;
mod fold;
mod sheet;

use element::Marked;
pub use element::{Composite, Element, Repeated};
pub use fold::fold;
pub use sheet::{CharacterSet, Sheet};

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};

/// Stands for the component separator until the text is written; never legal in data.
const COMPONENT: char = '\u{1f}';
/// Stands for the repetition separator until the text is written; never legal in data.
const REPETITION: char = '\u{1e}';

const ALLOWED: &str =
    "use letters, digits and printable ASCII, and none of the separators of the interchange";

/// Joins components into one element, without trailing empty ones: `composite(&["HC", "99213", "25"])`.
#[must_use]
pub fn composite(components: &[&str]) -> String {
    joined(components, COMPONENT)
}

/// Joins repetitions into one element: `repetition(&["30", "98"])`.
#[must_use]
pub fn repetition<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    joined(&values, REPETITION)
}

fn joined(values: &[&str], separator: char) -> String {
    let kept = values.iter().rposition(|value| !value.is_empty()).map_or(0, |last| last + 1);
    values[..kept].join(separator.encode_utf8(&mut [0; 4]))
}

/// Builds ST to SE. The first fault is kept and returned by `finish`.
#[derive(Debug, Clone)]
pub struct TransactionWriter {
    st01: String,
    control: String,
    sheet: Sheet,
    segments: usize,
    fault: Option<X12Error>,
}

/// A finished transaction set, ready for `envelope::write_interchange`.
#[derive(Clone, PartialEq, Eq)]
pub struct TransactionText {
    text: String,
    segments: usize,
    delimiters: Delimiters,
}

impl std::fmt::Debug for TransactionText {
    /// Shows the size only: the text carries health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TransactionText({} segments)", self.segments)
    }
}

impl TransactionText {
    /// ST to SE, each segment with its terminator.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// SE01.
    #[must_use]
    pub fn segments(&self) -> usize {
        self.segments
    }

    /// The separators it was written with; an interchange has to have the same.
    #[must_use]
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }
}

impl TransactionWriter {
    /// Begins with `ST*st01*control*implementation`; an 835 has no ST03. `control` has 4 to 9 characters.
    #[must_use]
    pub fn new(st01: &str, control: &str, implementation: Option<&str>) -> Self {
        Self::delimited(st01, control, implementation, Delimiters::default())
    }

    /// As `new`, with other separators than `* ^ : ~`.
    #[must_use]
    pub fn delimited(
        st01: &str,
        control: &str,
        implementation: Option<&str>,
        delimiters: Delimiters,
    ) -> Self {
        Self::limited(st01, control, implementation, delimiters, CharacterSet::Extended)
    }

    /// As `delimited`, with data out of `characters` only.
    #[must_use]
    pub fn limited(
        st01: &str,
        control: &str,
        implementation: Option<&str>,
        delimiters: Delimiters,
        characters: CharacterSet,
    ) -> Self {
        let sheet = Sheet::new(delimiters, characters);
        let (st01, control) = (st01.to_owned(), control.to_owned());
        let mut writer = Self { sheet, segments: 0, fault: None, st01, control };
        writer.put("ST", &[&writer.st01.clone(), &writer.control.clone(), &implementation]);
        if !(4..=9).contains(&writer.control.len()) {
            let error = X12Error::at(ErrorKind::ElementInvalid, "ST", 1, 0).in_element(2);
            writer.keep(error.hinted("a transaction set control number has 4 to 9 characters"));
        }
        writer
    }

    /// Adds a segment; trailing empty elements are left out, and so is a segment without any element.
    ///
    /// An element may come from `composite` or `repetition`; data that someone else sent belongs into `put`.
    pub fn segment(&mut self, id: &str, elements: &[&str]) -> &mut Self {
        self.elements(id, elements.iter().map(|&element| Marked(element)))
    }

    /// As `segment`, with typed values that write themselves.
    pub fn put(&mut self, id: &str, elements: &[&dyn Element]) -> &mut Self {
        self.elements(id, elements.iter())
    }

    fn elements<E: Element>(&mut self, id: &str, elements: impl Iterator<Item = E>) -> &mut Self {
        let start = self.sheet.bytes.len();
        self.sheet.bytes.extend_from_slice(id.as_bytes());
        let (name, mut end) = (self.sheet.bytes.len(), start);
        let separator = self.sheet.delimiters.element;
        for (position, element) in elements.enumerate() {
            self.sheet.separator(separator);
            let before = self.sheet.bytes.len();
            element.put(&mut self.sheet);
            if self.sheet.bytes.len() > before {
                end = self.sheet.bytes.len();
            }
            if self.sheet.fault.is_some() {
                self.refuse(id, position, start);
            }
        }
        self.sheet.bytes.truncate(end);
        if end > name {
            self.segments += 1;
            self.sheet.separator(self.sheet.delimiters.segment);
        }
        self
    }

    /// Keeps the fault of the sheet as one of the element at `position`, from zero.
    #[cold]
    fn refuse(&mut self, id: &str, position: usize, start: usize) {
        if let Some(kind) = self.sheet.fault.take() {
            let number = u8::try_from(position + 1).unwrap_or(u8::MAX);
            let error = X12Error::at(kind, id, self.segments + 1, start).in_element(number);
            self.keep(error.hinted(ALLOWED));
        }
    }

    /// As `segment`, for chains that begin with `new` and end with `finish`.
    #[must_use]
    pub fn with(mut self, id: &str, elements: &[&str]) -> Self {
        self.segment(id, elements);
        self
    }

    /// How many segments were written, ST included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.segments
    }

    /// ST01.
    #[must_use]
    pub fn st01(&self) -> &str {
        &self.st01
    }

    /// The separators it writes.
    #[must_use]
    pub fn delimiters(&self) -> Delimiters {
        self.sheet.delimiters
    }

    /// Passes on what was written so far, and begins anew in the same room; the count goes on.
    pub(crate) fn pass_on<E: From<X12Error>>(
        &mut self,
        sink: impl FnOnce(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let passed = match self.fault.take() {
            None => sink(&self.sheet.bytes),
            Some(fault) => Err(fault.into()),
        };
        self.sheet.bytes.clear();
        passed
    }

    /// Keeps `error` as the result of `finish`, unless an earlier one is kept already.
    pub fn keep(&mut self, error: X12Error) {
        self.fault.get_or_insert(error);
    }

    /// Adds SE and gives the text.
    ///
    /// # Errors
    /// The first character that X12 does not allow, or that is a separator of the interchange.
    pub fn finish(mut self) -> Result<TransactionText, X12Error> {
        let (count, control) = (self.segments + 1, std::mem::take(&mut self.control));
        self.put("SE", &[&count, &control]);
        let Sheet { bytes, delimiters, .. } = self.sheet;
        match self.fault {
            None => Ok(TransactionText { text: text_of(bytes)?, segments: self.segments, delimiters }),
            Some(fault) => Err(fault),
        }
    }
}

/// Only names of segments are not looked at byte by byte before they are written, and they are texts.
fn text_of(bytes: Vec<u8>) -> Result<String, X12Error> {
    let fault = || X12Error::at(ErrorKind::Character, "SE", 1, 0).hinted(ALLOWED);
    String::from_utf8(bytes).map_err(|_| fault())
}
