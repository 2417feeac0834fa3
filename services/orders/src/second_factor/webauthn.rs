//! Security keys (W3C WebAuthn Level 3): a key of the prescriber's own signs a challenge of ours.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Invalid, PractitionerId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::auth::{AllowedCredentials, AuthenticationVerificationOptions};
use webauthn_rp::request::register::{
    PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle,
};
use webauthn_rp::request::{AsciiDomain, Credentials as _, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, NonDiscoverableAuthentication16, NonDiscoverableAuthenticationServerState,
    NonDiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

/// The web application in which the prescribers' browsers talk to their keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
pub struct RelyingParty {
    /// A domain, which the keys are bound to: `praxis.example`.
    #[schema(value_type = String)]
    pub id: Domain,
    /// Where its pages come from, as `https://praxis.example`.
    #[schema(value_type = Vec<String>, min_items = 1)]
    pub origins: Vec<Origin>,
}
model::jsonb!(RelyingParty);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(String);

impl TryFrom<String> for Domain {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain =
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-'));
        let known = plain && AsciiDomain::try_from(text.clone()).is_ok();
        if known { Ok(Self(text)) } else { Err(Invalid("must be a domain, such as praxis.example")) }
    }
}

impl From<Domain> for String {
    fn from(domain: Domain) -> Self {
        domain.0
    }
}

/// Scheme and host of a page, and the port where it is not the usual one; without encryption only on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

impl TryFrom<String> for Origin {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let url = reqwest::Url::parse(&text).ok();
        let same = url.as_ref().is_some_and(|url| url.origin().ascii_serialization() == text);
        let safe = url.is_some_and(|url| url.scheme() == "https" || url.host_str() == Some("localhost"));
        if same && safe {
            Ok(Self(text))
        } else {
            Err(Invalid("must be an origin, such as https://praxis.example"))
        }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

/// A ceremony that has begun: what the browser is given, and what must be kept until it answers.
pub struct Begun {
    pub options: Value,
    pub kept: Vec<u8>,
}

/// A registered key: public, but for its counter nothing of it changes.
#[derive(Clone, Serialize, Deserialize)]
pub struct Passkey {
    id: String,
    transports: u8,
    fixed: String,
    changing: String,
}

type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

impl RelyingParty {
    fn rp_id(&self) -> anyhow::Result<RpId> {
        Ok(RpId::Domain(AsciiDomain::try_from(self.id.0.clone()).context("the relying party has no domain")?))
    }

    /// `known` are the prescriber's keys already: none is registered twice.
    pub fn begin_registration(
        &self,
        of: PractitionerId,
        name: &str,
        known: &[Passkey],
    ) -> anyhow::Result<Begun> {
        let (rp_id, handle, user) = (self.rp_id()?, handle(of), of.to_string());
        let known = known.iter().map(Passkey::descriptor).collect::<anyhow::Result<Vec<_>>>()?;
        let entity = PublicKeyCredentialUserEntity {
            name: user.as_str().try_into().ok().context("an id is a user name")?,
            id: &handle,
            display_name: name.try_into().ok(),
        };
        let options = PublicKeyCredentialCreationOptions::second_factor(&rp_id, entity, known);
        let (server, client) = options.start_ceremony().ok().context("the options contradict each other")?;
        Ok(Begun { options: serde_json::to_value(&client)?, kept: server.encode()? })
    }

    /// Nothing when the answer is not believed.
    pub fn finish_registration(&self, kept: &[u8], answer: &Value) -> anyhow::Result<Option<Passkey>> {
        let server = RegistrationServerState::<16>::decode(kept).ok().context("what was kept is broken")?;
        let Ok(answer) = Registration::from_json_relaxed(&serde_json::to_vec(answer)?) else {
            return Ok(None);
        };
        let origins: Vec<&str> = self.origins.iter().map(|origin| origin.0.as_str()).collect();
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            ..RegistrationVerificationOptions::default()
        };
        let Ok(registered) = server.verify(&self.rp_id()?, &answer, &options) else { return Ok(None) };
        let Ok(fixed) = registered.static_state().encode();
        let Ok(changing) = registered.dynamic_state().encode();
        let Ok(transports) = registered.transports().encode();
        let id = BASE64.encode(registered.id().as_ref());
        Ok(Some(Passkey { id, transports, fixed: BASE64.encode(fixed), changing: BASE64.encode(changing) }))
    }

    pub fn begin_authentication(&self, known: &[Passkey]) -> anyhow::Result<Begun> {
        let rp_id = self.rp_id()?;
        let mut allowed = AllowedCredentials::with_capacity(known.len());
        for passkey in known {
            allowed.push(passkey.descriptor()?.into());
        }
        let options = NonDiscoverableCredentialRequestOptions::second_factor(&rp_id, allowed);
        let (server, client) =
            options.ok().context("no keys")?.start_ceremony().ok().context("bad options")?;
        Ok(Begun { options: serde_json::to_value(&client)?, kept: server.encode()? })
    }

    /// The key as it is afterwards; nothing when the answer is not its own, or not believed.
    pub fn finish_authentication(
        &self,
        of: PractitionerId,
        kept: &[u8],
        passkey: &Passkey,
        answer: &Value,
    ) -> anyhow::Result<Option<Passkey>> {
        let server = NonDiscoverableAuthenticationServerState::decode(kept);
        let server = server.ok().context("what was kept is broken")?;
        let Ok(answer) = NonDiscoverableAuthentication16::from_json_relaxed(&serde_json::to_vec(answer)?)
        else {
            return Ok(None);
        };
        let (handle, id) = (handle(of), BASE64.decode(&passkey.id)?);
        let id = CredentialId::<&[u8]>::decode(&id).ok().context("a key's id is broken")?;
        let fixed = StaticState::<PublicKey>::decode(&BASE64.decode(&passkey.fixed)?)
            .ok()
            .context("a key is broken")?;
        let changing =
            BASE64.decode(&passkey.changing)?.try_into().ok().context("a key's state has 7 bytes")?;
        let changing = DynamicState::decode(changing).ok().context("a key's state is broken")?;
        let mut known =
            AuthenticatedCredential::new(id, &handle, fixed, changing).ok().context("a key is broken")?;
        let origins: Vec<&str> = self.origins.iter().map(|origin| origin.0.as_str()).collect();
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            ..AuthenticationVerificationOptions::default()
        };
        if server.verify(&self.rp_id()?, &answer, &mut known, &options).is_err() {
            return Ok(None);
        }
        let Ok(changing) = known.dynamic_state().encode();
        Ok(Some(Passkey { changing: BASE64.encode(changing), ..passkey.clone() }))
    }
}

impl Passkey {
    fn descriptor(&self) -> anyhow::Result<PublicKeyCredentialDescriptor<Vec<u8>>> {
        let id =
            CredentialId::<Vec<u8>>::decode(BASE64.decode(&self.id)?).ok().context("a key's id is broken")?;
        let transports =
            AuthTransports::decode(self.transports).ok().context("a key's transports are broken")?;
        Ok(PublicKeyCredentialDescriptor { id, transports })
    }
}

/// What a key knows its holder by: the practitioner's id, which says nothing about the person.
fn handle(of: PractitionerId) -> UserHandle<16> {
    let Ok(handle) = UserHandle::<16>::decode(*of.0.as_bytes());
    handle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_application_has_a_domain_and_origins() {
        for (text, good) in [
            ("praxis.example", true),
            ("localhost", true),
            ("no domain", false),
            ("https://praxis.example", false),
            ("Praxis.example", false),
            ("", false),
        ] {
            assert_eq!(Domain::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
        for (text, good) in [
            ("https://praxis.example", true),
            ("https://praxis.example:8443", true),
            ("http://localhost:8080", true),
            ("http://praxis.example", false),
            ("https://praxis.example/", false),
            ("https://praxis.example/page", false),
            ("https://praxis.example:443", false),
            ("praxis.example", false),
        ] {
            assert_eq!(Origin::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
    }
}
