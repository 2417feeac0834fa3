//! Paging by opaque cursor: stable under inserts, one index, no offsets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The last id of the page before; ids are UUIDv7, so their order is the order of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct Cursor(pub Uuid);

impl TryFrom<String> for Cursor {
    type Error = model::Invalid;
    fn try_from(text: String) -> Result<Self, model::Invalid> {
        let wrong = model::Invalid("must be the `next` of an earlier page, unchanged");
        let bytes = BASE64.decode(text).map_err(|_| wrong)?;
        Uuid::from_slice(&bytes).map(Self).map_err(|_| wrong)
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> String {
        BASE64.encode(cursor.0)
    }
}

/// How many items a page may have: 1 to 100, 25 unless told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(try_from = "u32")]
#[schema(value_type = u32, minimum = 1, maximum = 100, default = 25)]
pub struct Limit(u32);

impl Default for Limit {
    fn default() -> Self {
        Self(25)
    }
}

impl TryFrom<u32> for Limit {
    type Error = model::Invalid;
    fn try_from(number: u32) -> Result<Self, model::Invalid> {
        if (1..=100).contains(&number) { Ok(Self(number)) } else { Err(model::Invalid("must be 1 to 100")) }
    }
}

impl Limit {
    /// How many items the page may have.
    pub fn size(self) -> usize {
        self.0 as usize
    }

    /// One more than the page holds: whether it came tells if there is a next page.
    pub fn and_one(self) -> i64 {
        i64::from(self.0) + 1
    }
}

/// The query of a list without filters.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
    /// 1 to 100, 25 unless told.
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// Give it as `cursor` for the next page; null on the last.
    pub next: Option<Cursor>,
}

impl<T> Listing<T> {
    /// Cuts rows fetched with `limit.and_one()` to the page.
    pub fn cut(mut items: Vec<T>, limit: Limit, id: impl Fn(&T) -> Uuid) -> Self {
        let size = limit.0 as usize;
        let more = items.len() > size;
        items.truncate(size);
        let next = items.last().filter(|_| more).map(|last| Cursor(id(last)));
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_whether_there_is_more() {
        let ids: Vec<Uuid> = (0..3).map(Uuid::from_u128).collect();
        let page = Listing::cut(ids.clone(), Limit(2), |id| *id);
        assert_eq!((page.items.len(), page.next), (2, Some(Cursor(ids[1]))));
        assert_eq!(Listing::cut(ids, Limit(3), |id| *id).next, None);
    }

    #[test]
    fn a_cursor_reads_what_it_wrote_and_nothing_else() {
        let cursor = Cursor(Uuid::from_u128(7));
        assert_eq!(Cursor::try_from(String::from(cursor)), Ok(cursor));
        assert!(Cursor::try_from("nonsense!".to_owned()).is_err());
    }
}
