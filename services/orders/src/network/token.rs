//! OASIS WSS UsernameToken Profile 1.0 in SCRIPT's Header/Security: the password itself never travels.

use super::credentials::Password;
use super::{Account, Credentials};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, SecondsFormat, Utc};
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use script::{Element, ScriptError};

/// What is new in each token, so that one that was overheard cannot be used again.
#[derive(Clone, Copy)]
pub struct Fresh {
    pub nonce: [u8; 16],
    pub created: DateTime<Utc>,
}

/// The message with its Security; everything else stays as it was written.
///
/// # Errors
/// The message is none.
pub fn signed_in(
    xml: &str,
    account: Option<&Account>,
    credentials: Option<&Credentials>,
    fresh: Fresh,
) -> Result<String, ScriptError> {
    let token = match credentials {
        Some(Credentials::UsernameToken { username, password }) => username_token(username, password, fresh),
        _ => String::new(),
    };
    let sender = account.map_or_else(String::new, |account| {
        let account = account.as_str();
        format!("<Sender><SecondaryIdentification>{account}</SecondaryIdentification></Sender>")
    });
    if token.is_empty() && sender.is_empty() {
        return Ok(xml.to_owned());
    }
    let mut message = script::parse(xml)?;
    message.header.other.push(Element::parse(&format!("<Security>{token}{sender}</Security>"))?);
    script::write(&message)
}

fn username_token(username: &Account, password: &Password, fresh: Fresh) -> String {
    let (nonce, username) = (BASE64.encode(fresh.nonce), username.as_str());
    let created = fresh.created.to_rfc3339_opts(SecondsFormat::Secs, true);
    let digest = digest(&fresh.nonce, &created, password.expose());
    format!(
        "<UsernameToken><Username>{username}</Username><Password Type=\"PasswordDigest\">{digest}</Password>\
         <Nonce>{nonce}</Nonce><Created>{created}</Created></UsernameToken>"
    )
}

/// Base64(SHA-1(nonce + created + password)), as the profile fixes it.
fn digest(nonce: &[u8], created: &str, password: &str) -> String {
    let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    [nonce, created.as_bytes(), password.as_bytes()].into_iter().for_each(|part| context.update(part));
    BASE64.encode(context.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reckoned apart: `printf '0123456789abcdef2026-11-30T06:00:00Zopen sesame' | openssl sha1 -binary | base64`.
    #[test]
    fn the_digest_is_the_profiles() {
        assert_eq!(
            digest(b"0123456789abcdef", "2026-11-30T06:00:00Z", "open sesame"),
            "DLPBYtpt7YE3uDFjuggL5l8zBpk="
        );
    }
}
