//! Short texts without allocation: most elements of X12 have fewer than 24 bytes.
//!
//! ```
//! use x12::Text;
//!
//! let name: Text = "ALDER".into();
//! assert_eq!(name, "ALDER");
//! assert_eq!(name.to_lowercase(), "alder", "it is a `str` in all else");
//! assert_eq!(String::from(name), "ALDER");
//! ```

mod place;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use place::{Place, WINDOW};

use crate::writer::Sheet;

/// A text that is kept in place up to 23 bytes, and shared beyond: cloning never copies on the heap.
#[derive(Clone)]
pub struct Text(Kept);

#[derive(Clone)]
enum Kept {
    Here(Place),
    Shared(Arc<str>),
}

const _: () = assert!(size_of::<Text>() == 24 && size_of::<Option<Text>>() == 24);

impl Text {
    /// The empty text.
    #[must_use]
    pub const fn new() -> Self {
        Self(Kept::Here(Place::EMPTY))
    }

    /// `text[start..end]`. What lies behind it is looked at, so that the copy needs no count.
    #[inline(always)]
    pub(crate) fn cut(text: &str, start: usize, end: usize) -> Self {
        if start == end {
            return Self::new();
        }
        let window = text.as_bytes().get(start..).and_then(|rest| rest.first_chunk::<WINDOW>());
        match window.and_then(|window| Place::of_window(window, end.wrapping_sub(start))) {
            Some(place) => Self(Kept::Here(place)),
            None => Self::from(text.get(start..end).unwrap_or_default()),
        }
    }

    /// The text itself.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // It was cut from a text where characters begin and end, so nothing is lost.
            Kept::Here(place) => std::str::from_utf8(place.bytes()).unwrap_or_default(),
            Kept::Shared(text) => text,
        }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kept::Here(place) => place.bytes(),
            Kept::Shared(text) => text.as_bytes(),
        }
    }

    /// Writes it as data.
    #[inline]
    pub(crate) fn put_on(&self, sheet: &mut Sheet) {
        match &self.0 {
            Kept::Here(place) => sheet.short_text(place.padded(), place.bytes().len()),
            Kept::Shared(text) => sheet.text(text),
        }
    }

    /// True where it has no character.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }
}

impl Default for Text {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Text {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kept::Here(one), Kept::Here(other)) => one == other,
            _ => self.as_bytes() == other.as_bytes(),
        }
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for Text {
    /// As `str` does, since a `Text` is borrowed as one.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    #[inline]
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        Self(Place::of(text.as_bytes()).map_or_else(|| Kept::Shared(text.into()), Kept::Here))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().to_owned()
    }
}

impl FromIterator<char> for Text {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        characters.into_iter().collect::<String>().into()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}
