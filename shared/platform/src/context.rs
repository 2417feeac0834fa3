//! On whose behalf work is done, and what caused it: travels from the request to the row, the event and the listener.

use model::{EventId, PracticeId};

#[derive(Clone, Debug)]
pub struct Context {
    pub practice: PracticeId,
    /// W3C traceparent.
    pub trace: Trace,
    /// The event that led here; none when a person did.
    pub cause: Option<EventId>,
}

/// A W3C `traceparent` value: `00-<32 hex>-<16 hex>-<2 hex>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace(String);

impl Trace {
    /// Takes up a trace someone else began; anything malformed begins a new one.
    pub fn continued(header: Option<&str>) -> Self {
        header.filter(|text| is_traceparent(text)).map_or_else(Self::begin, |text| Self(text.to_owned()))
    }

    pub fn begin() -> Self {
        let id = crate::mint::<uuid::Uuid>().simple();
        let span = rand::random::<u64>().max(1);
        Self(format!("00-{id}-{span:016x}-01"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 32 hex digits that are the same from the gateway to the last listener.
    pub fn id(&self) -> &str {
        &self.0[3..35]
    }
}

fn is_traceparent(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    text.is_ascii()
        && text.starts_with("00-")
        && lengths.eq([2, 32, 16, 2])
        && text.bytes().all(|b| b == b'-' || b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        && text[3..35].bytes().any(|b| b != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_up_only_a_well_formed_trace() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(Trace::continued(Some(good)).as_str(), good);
        for bad in
            ["", "00-0-0-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01", &good.to_uppercase()]
        {
            assert_ne!(Trace::continued(Some(bad)).as_str(), bad);
        }
        assert_eq!(Trace::begin().id().len(), 32);
    }
}
