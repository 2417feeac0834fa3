//! The line to a laboratory: one message out, one acknowledgment back, over HTTP or MLLP.

use crate::exchange::tls;
use crate::laboratory::{Connection, Host, Tls};
use crate::settings::Delivery;
use hl7::mllp::{Deframer, Frame, frame};
use platform::client::{Barred, Cover, Outside, Reach, Unreached, barred, bounded_text, dial};
use reqwest::header::CONTENT_TYPE;
use rustls::pki_types::ServerName;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// An acknowledgment is a small message.
const ANSWER_LIMIT: usize = 256 * 1024;

/// Why nothing came back: what went wrong, not with whom.
type Silence = &'static str;

const PRIVATE: Silence = "its address lies in a private network, which the settings forbid";
const IN_THE_CLEAR: Silence = "its address lies in the public internet, where orders travel encrypted only: name an https:// address, or set tls";
const UNREACHED: Silence = "it cannot be reached, or the connection broke";
const UNTRUSTED: Silence =
    "no encrypted connection came about: its certificate is not that of a trusted authority";

#[derive(Clone)]
pub struct Line {
    http: Outside,
    reach: Reach,
    limit: Duration,
}

impl Line {
    pub fn open(delivery: &Delivery) -> anyhow::Result<Self> {
        let reach = Reach::of(delivery.private_networks);
        Ok(Self { http: Outside::open(reach)?, reach, limit: delivery.limit() })
    }

    pub async fn exchange(&self, way: &Connection, body: &[u8]) -> Result<String, Silence> {
        let answer = tokio::time::timeout(self.limit, self.send(way, body)).await;
        answer.unwrap_or(Err("no answer in time"))
    }

    async fn send(&self, way: &Connection, body: &[u8]) -> Result<String, Silence> {
        match way {
            Connection::Http { endpoint } => self.post(endpoint.url().as_str(), body).await,
            Connection::Mllp { host, port, tls: None } => {
                talk(self.dial(host, *port, Cover::Clear).await?, body).await
            }
            Connection::Mllp { host, port, tls: Some(tls) } => {
                let stream = self.dial(host, *port, Cover::Encrypted).await?;
                talk(encrypted(stream, host, tls).await?, body).await
            }
        }
    }

    async fn post(&self, url: &str, body: &[u8]) -> Result<String, Silence> {
        let request = self.http.post(url).map_err(forbidden)?;
        let request = request.header(CONTENT_TYPE, "application/hl7-v2").timeout(self.limit);
        let response = request.body(body.to_vec()).send().await;
        let response = response.map_err(|error| barred(&error).map_or(UNREACHED, forbidden))?;
        bounded_text(response, ANSWER_LIMIT).await.or(Err("the answer cannot be read"))
    }

    async fn dial(&self, host: &Host, port: u16, cover: Cover) -> Result<TcpStream, Silence> {
        dial(host.as_str(), port, self.reach, cover).await.map_err(|error| match error {
            Unreached::Barred(barred) => forbidden(barred),
            Unreached::Silent(_) => UNREACHED,
        })
    }
}

fn forbidden(barred: Barred) -> Silence {
    match barred {
        Barred::Private => PRIVATE,
        Barred::InTheClear => IN_THE_CLEAR,
    }
}

async fn encrypted(
    stream: TcpStream,
    host: &Host,
    tls: &Tls,
) -> Result<impl AsyncRead + AsyncWrite + Unpin, Silence> {
    let connector = tls::connector(tls.authority()).map_err(|error| {
        tracing::error!(error = %format!("{error:#}"), "the way to a laboratory cannot be encrypted");
        "the authority of its certificate cannot be read"
    })?;
    let name = ServerName::try_from(host.as_str().to_owned());
    let name = name.or(Err("its address is nothing a certificate could be for"))?;
    connector.connect(name, stream).await.or(Err(UNTRUSTED))
}

/// Over MLLP.
async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, body: &[u8]) -> Result<String, Silence> {
    stream.write_all(&frame(body)).await.or(Err(UNREACHED))?;
    stream.flush().await.or(Err(UNREACHED))?;
    let (mut deframer, mut buffer) = (Deframer::new(ANSWER_LIMIT), [0; 4096]);
    loop {
        match deframer.pop() {
            Some(Frame::Message(answer)) => {
                return String::from_utf8(answer).or(Err("the answer is not UTF-8"));
            }
            Some(Frame::TooLarge { .. }) => return Err("the answer is too large"),
            None => {}
        }
        match stream.read(&mut buffer).await {
            Ok(length) if length > 0 => deframer.push(&buffer[..length]),
            _ => return Err("the connection broke before an answer came"),
        }
    }
}
