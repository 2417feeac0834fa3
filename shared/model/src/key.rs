//! The key of a link: opens one operation for whoever holds it, as calendar feeds and links in reminders need.

use crate::id::PracticeId;
use crate::text::Invalid;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// 160 random bits: nobody guesses them, and the key stays short enough for a text message.
pub const SECRET_BYTES: usize = 20;
const PRACTICE_BYTES: usize = 16;

/// 48 characters of base64url: the practice's id, so that the door knows whose it is, then the secret.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LinkKey {
    practice: PracticeId,
    secret: [u8; SECRET_BYTES],
}

/// SHA-256 of a whole key: what is kept of it, and what it is found by.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression)]
#[diesel(sql_type = Binary)]
pub struct KeyHash([u8; 32]);

impl LinkKey {
    pub const fn new(practice: PracticeId, secret: [u8; SECRET_BYTES]) -> Self {
        Self { practice, secret }
    }

    pub const fn practice(&self) -> PracticeId {
        self.practice
    }

    pub fn hash(&self) -> KeyHash {
        KeyHash(Sha256::digest(self.bytes()).into())
    }

    /// The text for the link itself: shown once, never kept and never logged.
    pub fn expose(&self) -> String {
        BASE64.encode(self.bytes())
    }

    fn bytes(&self) -> Vec<u8> {
        [self.practice.0.as_bytes().as_slice(), &self.secret].concat()
    }
}

impl KeyHash {
    /// Before the hash in the name of a caller who came with a key.
    pub const CLIENT: &str = "patient.";
}

impl std::fmt::Display for KeyHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&BASE64.encode(self.0))
    }
}

impl std::str::FromStr for KeyHash {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = Invalid("must be the hash of a key");
        let bytes = BASE64.decode(text).map_err(|_| wrong)?;
        bytes.try_into().map(Self).map_err(|_| wrong)
    }
}

impl std::str::FromStr for LinkKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = Invalid("must be the key of a link, whole and unchanged");
        let bytes = BASE64.decode(text).map_err(|_| wrong)?;
        let (practice, secret) = bytes.split_at_checked(PRACTICE_BYTES).ok_or(wrong)?;
        let practice = Uuid::from_slice(practice).map_err(|_| wrong)?;
        Ok(Self { practice: PracticeId(practice), secret: secret.try_into().map_err(|_| wrong)? })
    }
}

impl TryFrom<String> for LinkKey {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl std::fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LinkKey({}, [secret])", self.practice)
    }
}

impl ToSql<Binary, Pg> for KeyHash {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Binary, Pg>::to_sql(self.0.as_slice(), out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reads_what_it_wrote(practice: u128, secret: [u8; SECRET_BYTES]) {
            let key = LinkKey::new(PracticeId(Uuid::from_u128(practice)), secret);
            let text = key.expose();
            prop_assert_eq!(text.len(), 48);
            prop_assert_eq!(&key.hash().to_string().parse::<KeyHash>(), &Ok(key.hash()));
            prop_assert_eq!(&text.parse::<LinkKey>(), &Ok(key));
            // No other text is the same key: the text decides what a log or a cache would see.
            for cut in 0..text.len() {
                prop_assert!(text[..cut].parse::<LinkKey>().is_err());
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,70}") {
            if let Ok(key) = text.parse::<LinkKey>() {
                prop_assert_eq!(key.expose(), text);
            }
        }
    }

    #[test]
    fn another_secret_or_practice_is_another_hash_and_debug_tells_no_secret() {
        let key = |practice, secret| LinkKey::new(PracticeId(Uuid::from_u128(practice)), [secret; 20]);
        assert_ne!(key(1, 1).hash(), key(1, 2).hash());
        assert_ne!(key(1, 1).hash(), key(2, 1).hash());
        assert_eq!(key(1, 1).hash(), key(1, 1).hash());
        let shown = format!("{:?}", key(1, 0xAB));
        assert!(shown.contains("[secret]") && !shown.contains("171") && !shown.contains("ab"), "{shown}");
    }

    #[test]
    fn malformed_keys_are_refused_without_repeating_them() {
        let good = LinkKey::new(PracticeId(Uuid::nil()), [7; 20]).expose();
        for bad in
            ["", "x", "../..", &good[1..], &format!("{good}A"), &format!("{good}="), &good.replace('B', "+")]
        {
            let refusal = bad.parse::<LinkKey>().expect_err(bad).to_string();
            assert!(bad.len() < 8 || !refusal.contains(bad), "{refusal}");
        }
    }
}
