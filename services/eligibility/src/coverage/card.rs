//! Pictures of the insurance card, front and back.

pub mod routes;
pub mod store;

use crate::schema::coverage_cards;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::CoverageId;
use serde::Serialize;
use utoipa::ToSchema;

model::word_enum! {
    Side { Front = "front", Back = "back" }

    MediaType { Png = "image/png", Jpeg = "image/jpeg", Webp = "image/webp" }
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = coverage_cards)]
pub struct Card {
    pub coverage_id: CoverageId,
    pub side: Side,
    pub version: i64,
    pub media_type: MediaType,
    pub image: Vec<u8>,
    pub stored_at: DateTime<Utc>,
}

/// What is said of a picture beside itself.
#[derive(Serialize, ToSchema)]
#[schema(as = CoverageCard)]
pub struct Description {
    pub coverage_id: CoverageId,
    #[schema(inline)]
    pub side: Side,
    pub media_type: String,
    pub bytes: usize,
    pub stored_at: DateTime<Utc>,
    pub version: i64,
}

impl MediaType {
    /// What the bytes are, whatever they are called: by the first of them (PNG 5.2, JPEG SOI and marker, RFC 9649).
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }
}

impl Card {
    pub fn described(&self) -> Description {
        Description {
            coverage_id: self.coverage_id,
            side: self.side,
            media_type: self.media_type.to_string(),
            bytes: self.image.len(),
            stored_at: self.stored_at,
            version: self.version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        for (bytes, media_type) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some(MediaType::Png)),
            (b"\xff\xd8\xff\xe0....", Some(MediaType::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(MediaType::Webp)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"<svg xmlns=''/>", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(MediaType::of(bytes), media_type);
        }
    }
}
