//! Sealing: what nobody may read in a stolen disk or backup is encrypted before it reaches the database (AES-256-GCM).

use crate::settings::Secret;
use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::sync::Arc;

/// Numbers of keys end here, below every printable character: what begins with a letter was never sealed.
const LAST_NUMBER: u8 = 31;
const REMEDY: &str = "set DATABASE__SEALING_KEYS to numbered keys, as 1:<32 random bytes in base64url>; a new key goes in front, \
                      and the old ones stay behind it while anything sealed with them is kept";

/// The keys at hand: the first seals, each opens what it sealed.
#[derive(Clone)]
pub struct Sealing {
    keys: Arc<[(u8, LessSafeKey)]>,
}

impl Sealing {
    /// From `2:<base64url>,1:<base64url>`.
    pub fn new(keys: &Secret) -> anyhow::Result<Self> {
        let keys: anyhow::Result<Vec<_>> = keys.expose().split(',').map(|key| numbered(key.trim())).collect();
        let keys = keys.context(REMEDY)?;
        let mut numbers: Vec<u8> = keys.iter().map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        ensure!(numbers.len() == keys.len(), "two sealing keys have the same number: {REMEDY}");
        Ok(Self { keys: keys.into() })
    }

    /// `place` names where it will stand, as `exchange/<id>/request`: it opens there and nowhere else.
    ///
    /// Nonces are random, which is safe for 2^32 messages a key: change it before that.
    pub fn seal(&self, place: &str, plain: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (number, key) = &self.keys[0];
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
        sealed.push(*number);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let text = &mut sealed[1 + NONCE_LEN..];
        let tag = key.seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.as_bytes()),
            text,
        );
        let tag = tag.map_err(|_| anyhow::anyhow!("the message is too large to be sealed"))?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    pub fn open(&self, place: &str, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (number, rest) = sealed.split_first().context("nothing was sealed here")?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).context("what was sealed is cut off")?;
        let Some((_, key)) = self.keys.iter().find(|(known, _)| known == number) else {
            bail!("sealing key {number} is not at hand: {REMEDY}")
        };
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| anyhow::anyhow!("no nonce"))?;
        let mut text = text.to_vec();
        let opened = key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut text);
        let length =
            opened.map_err(|_| anyhow::anyhow!("it was sealed with another key or elsewhere"))?.len();
        text.truncate(length);
        Ok(text)
    }

    /// Whether these bytes were sealed at all; text of times before sealing was not.
    pub fn is_sealed(bytes: &[u8]) -> bool {
        bytes.first().is_some_and(|number| *number <= LAST_NUMBER)
    }
}

fn numbered(key: &str) -> anyhow::Result<(u8, LessSafeKey)> {
    let (number, key) = key.split_once(':').context("a sealing key has no number")?;
    let number: u8 =
        number.parse().ok().filter(|n| (1..=LAST_NUMBER).contains(n)).context("numbers are 1 to 31")?;
    let bytes = BASE64.decode(key).ok().filter(|bytes| bytes.len() == 32).context("a key is 32 bytes")?;
    let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| anyhow::anyhow!("a key is 32 bytes"))?;
    Ok((number, LessSafeKey::new(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealing(keys: &str) -> Sealing {
        Sealing::new(&keys.into()).expect("keys")
    }

    fn key(byte: u8) -> String {
        BASE64.encode([byte; 32])
    }

    #[test]
    fn opens_only_where_it_was_sealed() -> anyhow::Result<()> {
        let sealing = sealing(&format!("1:{}", key(7)));
        let sealed = sealing.seal("exchange/1/request", b"ISA*00*")?;
        assert!(Sealing::is_sealed(&sealed) && !Sealing::is_sealed(b"ISA*00*"));
        assert!(!sealed.windows(3).any(|window| window == b"ISA"));
        assert_eq!(sealing.open("exchange/1/request", &sealed)?, b"ISA*00*");
        assert!(sealing.open("exchange/2/request", &sealed).is_err());
        for broken in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[broken] ^= 0x40;
            assert!(sealing.open("exchange/1/request", &bent).is_err(), "byte {broken}");
            assert!(sealing.open("exchange/1/request", &sealed[..broken]).is_err(), "cut at {broken}");
        }
        Ok(())
    }

    #[test]
    fn a_new_key_seals_and_the_old_one_still_opens() -> anyhow::Result<()> {
        let before = sealing(&format!("1:{}", key(7))).seal("here", b"text")?;
        let both = sealing(&format!("2:{}, 1:{}", key(8), key(7)));
        assert_eq!(both.open("here", &before)?, b"text");
        assert_eq!(both.seal("here", b"text")?[0], 2);
        let error = sealing(&format!("2:{}", key(8))).open("here", &before).expect_err("no key");
        assert!(error.to_string().contains("SEALING_KEYS"));
        Ok(())
    }

    #[test]
    fn keys_that_are_none_are_refused_with_the_remedy() {
        for bad in
            ["", "1", "1:", "0:AAAA", "x:AAAA", &format!("1:{0},1:{0}", key(1)), &format!("32:{}", key(1))]
        {
            let error = Sealing::new(&bad.into()).err().map(|error| format!("{error:#}"));
            assert!(error.is_some_and(|text| text.contains("SEALING_KEYS")), "{bad}");
        }
    }
}
