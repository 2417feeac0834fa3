//! Sets of allowed codes: those a guide lists itself, and external lists.

use std::sync::OnceLock;

use super::GuideError;

/// A code as one number: its bytes where they are at most eight, else a hash of them.
#[inline]
pub(crate) fn key(code: &[u8]) -> u64 {
    if code.len() <= 8 {
        return code.iter().fold(0, |key, &byte| key << 8 | u64::from(byte));
    }
    // FNV-1a; the top bit keeps it apart from short codes, which are ASCII.
    code.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) | 1 << 63
}

/// Whether sorted `keys` have `key`; most sets are so small that looking at each is fastest.
#[inline]
pub(crate) fn has(keys: &[u64], key: u64) -> bool {
    if keys.len() <= 8 { keys.contains(&key) } else { is_far(keys, key) }
}

fn is_far(keys: &[u64], key: u64) -> bool {
    keys.binary_search(&key).is_ok()
}

/// The codes an element may hold.
#[derive(Debug, Clone)]
pub struct Codes {
    keys: Box<[u64]>,
    text: &'static str,
    list: Option<&'static CodeList>,
    /// The list holds only where the element before has this code.
    after: Option<u64>,
}

/// What a set says about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Known,
    Unknown,
    /// Not in an external list that grows: it may be newer than the list.
    Newer,
}

impl Codes {
    /// `text` is codes parted by blanks; `_` stands for a blank inside of a code, `@name` for an
    /// external list, `@name:code` for one that holds where the element before has that code.
    pub(super) fn parse(text: &'static str) -> Result<Self, &'static str> {
        let mut keys = Vec::new();
        let (mut list, mut after) = (None, None);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match word.strip_prefix('@') {
                Some(name) => {
                    let (name, before) =
                        name.split_once(':').map_or((name, None), |(name, code)| (name, Some(code)));
                    list = Some(CodeList::named(name).ok_or("no such code list")?);
                    after = before.map(|code| key(code.as_bytes()));
                }
                None => keys.push(key(word.replace('_', " ").as_bytes())),
            }
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(Self { keys: keys.into(), text, list, after })
    }

    /// The codes the guide lists itself, in its order.
    pub fn listed(&self) -> impl Iterator<Item = String> + use<> {
        let words = self.text.split(' ').filter(|word| !word.is_empty() && !word.starts_with('@'));
        words.map(|word| word.replace('_', " "))
    }

    /// The external list it refers to.
    #[must_use]
    pub fn list(&self) -> Option<&'static CodeList> {
        self.list
    }

    /// True where the code is listed, or is in the external list.
    #[must_use]
    pub fn contains(&self, code: &str) -> bool {
        self.judge(key(code.as_bytes())) == Verdict::Known
    }

    /// Whether the codes count where the element before is `before`.
    pub(crate) fn holds_after(&self, before: &[u8]) -> bool {
        self.after.is_none_or(|after| after == key(before))
    }

    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }

    #[inline]
    pub(crate) fn judge(&self, key: u64) -> Verdict {
        if has(&self.keys, key) { Verdict::Known } else { self.judge_listed(key) }
    }

    fn judge_listed(&self, key: u64) -> Verdict {
        match self.list {
            None => Verdict::Unknown,
            Some(list) if has(&list.keys, key) => Verdict::Known,
            Some(list) if list.open => Verdict::Newer,
            Some(_) => Verdict::Unknown,
        }
    }
}

/// A code list that is maintained outside of the guides, codes only.
#[derive(Debug)]
pub struct CodeList {
    name: &'static str,
    open: bool,
    keys: Box<[u64]>,
    text: &'static str,
}

const LISTS: [&str; 9] = [
    include_str!("lists/adjustment_reason.txt"),
    include_str!("lists/claim_status.txt"),
    include_str!("lists/claim_status_cat.txt"),
    include_str!("lists/country.txt"),
    include_str!("lists/currency.txt"),
    include_str!("lists/entity_id.txt"),
    include_str!("lists/pos.txt"),
    include_str!("lists/remark_code.txt"),
    include_str!("lists/states.txt"),
];

impl CodeList {
    /// Such as `remark_code`, `states`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// True where the list grows, so that an unknown code may only be newer than this copy.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// True where this copy has the code.
    #[must_use]
    pub fn contains(&self, code: &str) -> bool {
        has(&self.keys, key(code.as_bytes()))
    }

    /// Every code of this copy.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text.split_ascii_whitespace()
    }

    pub(super) fn named(name: &str) -> Option<&'static Self> {
        Self::all().as_ref().ok()?.iter().find(|list| list.name == name)
    }

    pub(super) fn all() -> &'static Result<Vec<Self>, GuideError> {
        static LOADED: OnceLock<Result<Vec<CodeList>, GuideError>> = OnceLock::new();
        LOADED.get_or_init(|| LISTS.into_iter().map(Self::parse).collect())
    }

    /// First line `list NAME open|closed`, then codes.
    fn parse(text: &'static str) -> Result<Self, GuideError> {
        let (head, codes) = text.split_once('\n').unwrap_or((text, ""));
        let fault = |what| GuideError::new(head, 1, what);
        let mut words = head.split(' ');
        let (Some("list"), Some(name), Some(state)) = (words.next(), words.next(), words.next()) else {
            return Err(fault("a list begins with `list NAME open|closed`"));
        };
        let mut keys: Vec<u64> = codes.split_ascii_whitespace().map(|code| key(code.as_bytes())).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() || keys.len() != count {
            return Err(fault("a list has codes, each once"));
        }
        match state {
            "open" | "closed" => Ok(Self { name, open: state == "open", keys: keys.into(), text: codes }),
            _ => Err(fault("a list is open or closed")),
        }
    }
}
