//! The guides this crate carries.

use std::sync::OnceLock;

use super::parse::parse;
use super::{Guide, GuideError};

struct Source {
    st01: &'static str,
    /// Its identifier without addenda, such as `005010X222`.
    family: &'static str,
    text: &'static str,
    loaded: OnceLock<Result<Guide, GuideError>>,
}

impl Source {
    const fn new(st01: &'static str, family: &'static str, text: &'static str) -> Self {
        Self { st01, family, text, loaded: OnceLock::new() }
    }

    fn load(&'static self) -> &'static Result<Guide, GuideError> {
        self.loaded.get_or_init(|| parse(self.text))
    }

    fn guide(&'static self) -> Option<&'static Guide> {
        self.load().as_ref().ok()
    }
}

static GUIDES: [Source; 11] = [
    Source::new("276", "005010X212", include_str!("005010X212-276.guide")),
    Source::new("277", "005010X212", include_str!("005010X212-277.guide")),
    Source::new("277", "005010X214", include_str!("005010X214.guide")),
    Source::new("278", "005010X217", include_str!("005010X217-278-request.guide")),
    Source::new("278", "005010X217", include_str!("005010X217-278-response.guide")),
    Source::new("835", "005010X221", include_str!("005010X221A1.guide")),
    Source::new("837", "005010X222", include_str!("005010X222A1.guide")),
    Source::new("837", "005010X223", include_str!("005010X223A2.guide")),
    Source::new("999", "005010X231", include_str!("005010X231A1.guide")),
    Source::new("270", "005010X279", include_str!("005010X279A1-270.guide")),
    Source::new("271", "005010X279", include_str!("005010X279A1-271.guide")),
];

static ENVELOPE: Source = Source::new("", "", include_str!("envelope.guide"));

pub(super) fn all() -> impl Iterator<Item = &'static Guide> {
    GUIDES.iter().filter_map(Source::guide)
}

pub(super) fn envelope() -> Option<&'static Guide> {
    ENVELOPE.guide()
}

/// A bare version such as `005010` will do where only one guide has `st01`.
pub(super) fn find(st01: &str, implementation: &str) -> Option<&'static Guide> {
    let implementation = implementation.trim();
    let mut candidates = GUIDES.iter().filter(|source| source.st01 == st01);
    let family = |source: &&Source| {
        implementation
            .strip_prefix(source.family)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('A'))
    };
    let exact = candidates.clone().find(family);
    let only = || {
        let first = candidates.next().filter(|_| !implementation.contains('X'))?;
        candidates.next().is_none().then_some(first)
    };
    exact.or_else(only)?.guide()
}

/// The guide with the same transaction set and identifier that allows `purpose` in BHT02.
pub(super) fn with_purpose(guide: &Guide, purpose: &str) -> Option<&'static Guide> {
    let sources =
        GUIDES.iter().filter(|source| source.st01 == guide.st01 && guide.id.starts_with(source.family));
    let allows = |candidate: &&Guide| {
        let bht = candidate.segments().find(|rule| rule.id == "BHT");
        let codes = bht.and_then(|bht| bht.element(2)).and_then(|element| element.codes.as_ref());
        codes.is_some_and(|codes| codes.contains(purpose))
    };
    sources.filter_map(Source::guide).find(allows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_loads() {
        for source in GUIDES.iter().chain([&ENVELOPE]) {
            let guide = source.load().as_ref().unwrap_or_else(|error| panic!("{error}"));
            assert!(source.family.is_empty() || guide.id.starts_with(source.family), "{}", guide.id);
            assert_eq!(guide.st01, if source.family.is_empty() { "-" } else { source.st01 });
        }
    }

    #[test]
    fn guides_are_found_by_their_aliases() {
        let cases = [
            ("837", "005010X222", Some("005010X222A1")),
            ("837", "005010X222A2", Some("005010X222A1")),
            ("837", "005010X223A3", Some("005010X223A2")),
            ("837", "005010", None),
            ("837", "", None),
            ("835", "", Some("005010X221A1")),
            ("835", "005010X221", Some("005010X221A1")),
            ("835", "005010X222A1", None),
            ("271", "005010X279A1", Some("005010X279A1")),
            ("276", "005010X212", Some("005010X212")),
            ("277", "005010X212", Some("005010X212")),
            ("277", "005010X214", Some("005010X214")),
            ("277", "005010X2145", None),
            ("278", "005010X217", Some("005010X217")),
            ("850", "005010", None),
        ];
        for (st01, implementation, expected) in cases {
            assert_eq!(find(st01, implementation).map(|guide| guide.id), expected, "{st01} {implementation}");
        }
        assert_eq!(find("271", "005010X279A1").map(|guide| guide.functional_id), Some("HB"));
    }

    #[test]
    fn the_purpose_tells_a_request_from_its_response() {
        let request = find("278", "005010X217").expect("known");
        let name = |purpose| with_purpose(request, purpose).map(|guide| guide.name);
        assert_eq!(name("13"), Some(request.name));
        assert_eq!(name("01"), Some(request.name));
        assert_eq!(name("11"), Some("Health Care Services Review - Response"));
        assert_eq!(name("99"), None);
    }
}
