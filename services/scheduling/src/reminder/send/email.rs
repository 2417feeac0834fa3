//! Mail, over one SMTP server.

use super::{Answer, Failure};
use crate::settings::Notices;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, header};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;
use uuid::Uuid;

/// For one step of the conversation; the whole has `platform::client::LIMIT`.
const STEP: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Email {
    /// None when no server is set up.
    pub fn open(settings: &Notices) -> anyhow::Result<Option<Self>> {
        if settings.smtp_url.expose().is_empty() {
            return Ok(None);
        }
        anyhow::ensure!(
            is_private(settings.smtp_url.expose()),
            "mail must travel encrypted: say smtps://, or smtp:// with ?tls=required; plain smtp:// only on this machine"
        );
        let from: Mailbox = settings.from.parse()?;
        let hello = ClientId::Domain(from.email.domain().to_owned());
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(settings.smtp_url.expose())?
            .hello_name(hello)
            .timeout(Some(STEP))
            .build();
        Ok(Some(Self { transport, from }))
    }

    pub async fn send(&self, id: Uuid, to: &str, subject: &str, text: String) -> Answer {
        let Some(message) = self.message(id, to, subject, text) else {
            return Answer::Refused(Failure::AddressNotValid);
        };
        match self.transport.send(message).await {
            Ok(response) => Answer::Taken(name_of(&response)),
            Err(error) if error.is_permanent() => Answer::Refused(Failure::Refused),
            Err(_) => Answer::NotNow,
        }
    }

    /// Its Message-ID is the message's id at every try: whoever gets it twice can tell.
    fn message(&self, id: Uuid, to: &str, subject: &str, text: String) -> Option<Message> {
        let to: Address = to.parse().ok()?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(Automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .ok()
    }
}

/// Encrypted on its way, or on this machine.
fn is_private(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let local = ["127.0.0.1", "localhost", "[::1]"].into_iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    local || url.starts_with("smtps://") || url.ends_with("?tls=required")
}

/// Keeps out-of-office answers away (RFC 3834).
#[derive(Clone)]
struct Automatic;

impl header::Header for Automatic {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The queue id most servers end their answer with; never anything that could be an address.
fn name_of(response: &Response) -> Option<String> {
    let word = response.message().last()?.rsplit(' ').next()?;
    let plain = word.len() >= 6
        && word.len() <= 64
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let known = plain && word.bytes().any(|byte| byte.is_ascii_digit());
    known.then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_leaves_this_machine_encrypted_or_not_at_all() {
        for good in [
            "smtps://u:p@mail.example",
            "smtp://mail.example:587?tls=required",
            "smtp://127.0.0.1:25",
            "smtp://localhost",
        ] {
            assert!(is_private(good), "{good}");
        }
        for bad in [
            "smtp://mail.example",
            "smtp://mail.example?tls=opportunistic",
            "smtp://localhost.evil.example",
            "smtp://localhost@mail.example",
        ] {
            assert!(!is_private(bad), "{bad}");
        }
    }

    fn opened(smtp_url: &str, from: &str) -> anyhow::Result<bool> {
        let mut settings = crate::settings::Settings::load()?.notices;
        (settings.smtp_url, settings.from) = (smtp_url.into(), from.to_owned());
        Ok(Email::open(&settings)?.is_some())
    }

    #[test]
    fn a_server_is_set_up_whole_or_not_at_all() {
        let from = "Front desk <desk@lakeside.example>";
        assert!(opened("", "").is_ok_and(|open| !open));
        for url in ["smtps://desk:pw@mail.example", "smtp://mail.example:587?tls=required"] {
            assert!(opened(url, from).expect(url));
            assert!(opened(url, "nobody").is_err(), "mail must be from somebody");
        }
        assert!(opened("smtp://mail.example", from).is_err());
    }

    #[test]
    fn a_queue_id_is_kept_and_nothing_else_a_server_says() {
        let said = |text: &str| name_of(&text.parse::<Response>().expect("an answer"));
        assert_eq!(said("250 2.0.0 Ok: queued as 4F2A9C0D\r\n").as_deref(), Some("4F2A9C0D"));
        for other in ["250 Ok\r\n", "250 taken for john.smith@example.org\r\n", "250 thank you Smith\r\n"] {
            assert_eq!(said(other), None, "{other}");
        }
    }
}
