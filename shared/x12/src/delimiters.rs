//! The four separator characters of an interchange, as its ISA declares them.
//!
//! ```
//! use x12::Delimiters;
//!
//! let isa = "ISA|00|          |00|          |ZZ|A              |ZZ|B              |260309|1405|>|00501|000000042|1|T|:'";
//! let delimiters = Delimiters::of_isa(isa, 0)?;
//! assert_eq!((delimiters.element, delimiters.repetition, delimiters.segment), (b'|', Some(b'>'), b'\''));
//! assert_eq!(Delimiters::default().element, b'*', "those this crate writes unless told otherwise");
//! # Ok::<(), x12::X12Error>(())
//! ```

use crate::error::{ErrorKind, X12Error};

/// Length of an ISA segment with its terminator, in bytes.
pub const ISA_LENGTH: usize = 106;

const ISA_SEPARATORS: [usize; 16] = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

/// Separators of one interchange; all ASCII and all different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delimiters {
    /// ISA byte 3.
    pub element: u8,
    /// ISA11; `None` where it holds a letter or digit (the 4010 habit `U`).
    pub repetition: Option<u8>,
    /// ISA16.
    pub component: u8,
    /// The byte after ISA16.
    pub segment: u8,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self { element: b'*', repetition: Some(b'^'), component: b':', segment: b'~' }
    }
}

impl Delimiters {
    /// Reads the separators from the first 106 bytes of `text`, which begins with `ISA`.
    ///
    /// # Errors
    /// `ErrorKind::NotX12` where the text has no complete ISA, or its separators are not usable.
    pub fn of_isa(text: &str, offset: usize) -> Result<Self, X12Error> {
        let fault = |hint: &'static str| X12Error::at(ErrorKind::NotX12, "ISA", 1, offset).hinted(hint);
        let isa = text.as_bytes().get(..ISA_LENGTH).filter(|isa| isa.is_ascii() && isa.starts_with(b"ISA"));
        let isa =
            isa.ok_or_else(|| fault("an interchange begins with an ISA segment of exactly 106 bytes"))?;
        let element = isa[3];
        if ISA_SEPARATORS.iter().any(|&position| isa[position] != element) {
            return Err(fault("the fields of ISA must be padded to their fixed widths"));
        }
        let repetition = Some(isa[82]).filter(|byte| !byte.is_ascii_alphanumeric() && *byte != b' ');
        let read = Self { element, repetition, component: isa[104], segment: isa[105] };
        read.are_distinct().then_some(read).ok_or_else(|| {
            fault("element, component and segment separators must be different and no letters or digits")
        })
    }

    /// True where `byte` is one of the separators.
    #[must_use]
    pub fn contains(&self, byte: u8) -> bool {
        byte == self.element
            || byte == self.component
            || byte == self.segment
            || Some(byte) == self.repetition
    }

    /// Some senders repeat ISA16 in ISA11: readable, since no element is both a composite and repeated in one place.
    /// NUL fills up blocks and line ends may stand before a terminator, so neither can part elements.
    fn are_distinct(&self) -> bool {
        let structural = [self.element, self.component, self.segment];
        let unusable = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | 0);
        let repeated = (1..structural.len()).any(|n| structural[..n].contains(&structural[n]));
        let clashing = self.repetition.is_some_and(|byte| byte == self.element || byte == self.segment);
        let at_line_end = matches!(self.element, b'\r' | b'\n');
        !repeated && !clashing && !at_line_end && !structural.into_iter().any(unusable)
    }
}

/// `Delimiters` in four bytes, as each segment carries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Separators {
    pub(crate) element: u8,
    pub(crate) component: u8,
    /// As `segment` where nothing separates repetitions: an element holds neither.
    pub(crate) repetition: u8,
    pub(crate) segment: u8,
}

impl Separators {
    pub(crate) const fn of(delimiters: Delimiters) -> Self {
        let Delimiters { element, repetition, component, segment } = delimiters;
        let repetition = match repetition {
            Some(byte) => byte,
            None => segment,
        };
        Self { element, component, repetition, segment }
    }

    pub(crate) fn delimiters(self) -> Delimiters {
        let Self { element, component, repetition, segment } = self;
        Delimiters { element, repetition: (repetition != segment).then_some(repetition), component, segment }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isa(repetition: char, component: char, segment: char) -> String {
        format!(
            "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*{repetition}*00501\
             *000000042*1*T*{component}{segment}"
        )
    }

    #[test]
    fn separators_come_from_isa() {
        let cases = [
            (isa('^', ':', '~'), Some((Some(b'^'), b':', b'~'))),
            (isa('>', ':', '\n'), Some((Some(b'>'), b':', b'\n'))),
            (isa('U', '|', '~'), Some((None, b'|', b'~'))),
            (isa('^', '^', '~'), Some((Some(b'^'), b'^', b'~'))),
            (isa('^', '~', '~'), None),
            (isa('*', ':', '~'), None),
            (isa('^', 'A', '~'), None),
            (isa('^', ':', '\0'), None),
            (isa('^', '\0', '~'), None),
            (isa('^', ':', '~').replace('*', "\0"), None),
            (isa('^', ':', '~').replace('*', "\r"), None),
            (isa('^', ':', '~').replace('*', "\n"), None),
            (isa('^', ':', '~').replace("ZZ*A ", "ZZ*A"), None),
        ];
        for (text, expected) in cases {
            let read = Delimiters::of_isa(&text, 0).ok();
            assert_eq!(read.map(|d| (d.repetition, d.component, d.segment)), expected, "{text}");
        }
    }
}
