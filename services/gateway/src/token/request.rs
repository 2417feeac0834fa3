//! A token request: the form, and the client's credentials in it or beside it (RFC 6749, sections 2.3.1 and 4.4.2).

use super::refusal::Refusal;
use crate::client::{ClientId, read_scopes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::Scope;
use std::collections::HashMap;

pub struct TokenRequest {
    pub client: ClientId,
    pub secret: String,
    /// What the token shall be narrowed to.
    pub scopes: Option<Vec<Scope>>,
}

type Form = HashMap<String, String>;

impl TokenRequest {
    pub fn parse(content_type: &str, authorization: Option<&str>, body: &[u8]) -> Result<Self, Refusal> {
        let form = read_form(content_type, body)?;
        match form.get("grant_type").map(String::as_str) {
            Some("client_credentials") => (),
            Some(_) => return Err(Refusal::UnsupportedGrantType),
            None => return Err(Refusal::InvalidRequest("grant_type is missing")),
        }
        let (client, secret) = credentials(authorization, &form)?;
        // A client id that cannot exist is answered like one that does not.
        let client = client.parse().map_err(|_| Refusal::InvalidClient)?;
        let scopes = form.get("scope").map(|text| read_scopes(text)).transpose()?;
        Ok(Self { client, secret, scopes: scopes.filter(|scopes| !scopes.is_empty()) })
    }
}

fn read_form(content_type: &str, body: &[u8]) -> Result<Form, Refusal> {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refusal::InvalidRequest("the body must be a form: application/x-www-form-urlencoded"));
    }
    let mut form = Form::new();
    for (name, value) in form_urlencoded::parse(body) {
        if form.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(Refusal::InvalidRequest("a parameter is given twice"));
        }
    }
    Ok(form)
}

fn credentials(authorization: Option<&str>, form: &Form) -> Result<(String, String), Refusal> {
    let in_form = |name: &str| form.get(name).cloned();
    match (authorization, in_form("client_secret")) {
        (Some(_), Some(_)) => {
            Err(Refusal::InvalidRequest("give the secret once: by Authorization: Basic or in the form"))
        }
        (Some(header), None) => basic(header).ok_or(Refusal::InvalidClient),
        (None, Some(secret)) => Ok((in_form("client_id").ok_or(Refusal::InvalidClient)?, secret)),
        (None, None) => Err(Refusal::InvalidClient),
    }
}

fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(BASE64.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((unescaped(id), unescaped(secret)))
}

/// Both halves may be percent-encoded; a bare `+`, `&` or `=` of a client that does not encode stays what it is.
fn unescaped(text: &str) -> String {
    let literal = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(literal.as_bytes()).map(|(text, _)| text.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";

    fn parse(authorization: Option<&str>, body: &str) -> Result<(String, String), String> {
        let request = TokenRequest::parse(FORM, authorization, body.as_bytes());
        request.map(|r| (r.client.as_str().to_owned(), r.secret)).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn credentials_come_from_the_form_or_the_header() {
        let expected = Ok(("desk".to_owned(), "a+b=c".to_owned()));
        assert_eq!(
            parse(None, "grant_type=client_credentials&client_id=desk&client_secret=a%2Bb%3Dc"),
            expected
        );
        for secret in ["a+b=c", "a%2Bb%3Dc"] {
            let header = format!("Basic {}", BASE64.encode(format!("desk:{secret}")));
            assert_eq!(parse(Some(&header), "grant_type=client_credentials"), expected);
        }
    }

    #[test]
    fn refusals_say_what_to_do() {
        for (authorization, body, part) in [
            (None, "", "grant_type is missing"),
            (None, "grant_type=password", "client_credentials"),
            (None, "grant_type=client_credentials", "wrong"),
            (None, "grant_type=client_credentials&client_id=a%20b&client_secret=x", "wrong"),
            (None, "grant_type=client_credentials&grant_type=client_credentials", "twice"),
            (Some("Basic eDp5"), "grant_type=client_credentials&client_secret=y", "once"),
            (Some("Basic ???"), "grant_type=client_credentials", "wrong"),
            (Some("Basic eDp5"), "grant_type=client_credentials&scope=fly", "\"fly\""),
        ] {
            let refusal = parse(authorization, body).expect_err(body);
            assert!(refusal.contains(part), "{body}: {refusal}");
        }
        assert!(TokenRequest::parse("application/json", None, b"{}").is_err());
    }
}
