//! The door for laboratories that speak MLLP: connections bounded in number, time and size, each message one transaction.

use super::inbound;
use super::routes::answer_number;
use super::tls;
use crate::settings::Mllp;
use anyhow::{Context as _, bail};
use hl7::mllp::{Deframer, Frame, frame};
use hl7::{Code, Header, Hl7Error, Place, Verdict, acknowledge};
use model::PracticeId;
use platform::client::is_public;
use platform::context::Trace;
use platform::http::HL7_LIMIT;
use platform::{Context, Db, Stop, Tx, mint};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

/// Listens until asked to stop; without an address there is nothing to do.
pub async fn listen(settings: Mllp, db: Db, stop: Stop) -> anyhow::Result<()> {
    let Some(address) = settings.listen else { return Ok(()) };
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen for MLLP on {address}"))?;
    serve(listener, settings, db, stop).await
}

/// Serves whoever connects. More connections than allowed wait to be accepted.
///
/// Without a certificate of ours nobody from the public internet is served: nothing goes there in the clear.
pub async fn serve(listener: TcpListener, settings: Mllp, db: Db, stop: Stop) -> anyhow::Result<()> {
    let tls = acceptor(&settings)?;
    let (places, settings) = (Arc::new(Semaphore::new(settings.connections)), Rc::new(settings));
    while !stop.is_asked() {
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.asked() => break,
        };
        match stream {
            Ok((_, peer)) if tls.is_none() && is_public(peer.ip()) => {
                tracing::warn!(
                    "somebody in the public internet was refused by MLLP: it is served over TLS only"
                );
            }
            Ok((stream, _)) => {
                let line = Line { db: db.clone(), settings: settings.clone() };
                let (tls, stop) = (tls.clone(), stop.clone());
                actix_web::rt::spawn(async move {
                    line.meet(stream, tls, stop).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "an MLLP connection could not be accepted");
                stop.pause(std::time::Duration::from_millis(100)).await;
            }
        }
    }
    Ok(())
}

/// None where the settings name no certificate.
fn acceptor(settings: &Mllp) -> anyhow::Result<Option<TlsAcceptor>> {
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {} for MLLP", path.display()))
    };
    let clients = settings.clients.as_ref().map(read).transpose()?;
    match (&settings.certificate, &settings.key) {
        (Some(certificate), Some(key)) => {
            let made = tls::acceptor(&read(certificate)?, &read(key)?, clients.as_deref());
            made.context("cannot speak TLS for MLLP").map(Some)
        }
        (None, None) if clients.is_none() => Ok(None),
        _ => bail!("mllp.certificate and mllp.key belong together, and mllp.clients to both"),
    }
}

/// One connection.
struct Line {
    db: Db,
    settings: Rc<Mllp>,
}

impl Line {
    async fn meet(&self, stream: TcpStream, tls: Option<TlsAcceptor>, stop: Stop) {
        let Some(tls) = tls else { return self.talk(stream, stop).await };
        if let Ok(Ok(stream)) = tokio::time::timeout(self.settings.message(), tls.accept(stream)).await {
            self.talk(stream, stop).await;
        }
    }

    async fn talk(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin, stop: Stop) {
        let mut deframer = Deframer::new(HL7_LIMIT);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            while let Some(frame) = deframer.pop() {
                // Without an answer the sender sends it again, so a failure closes the connection.
                let Some(answer) = self.answer(frame).await else { return };
                let write = async {
                    stream.write_all(&answer).await?;
                    stream.flush().await
                };
                let written = tokio::time::timeout(self.settings.message(), write).await;
                if !matches!(written, Ok(Ok(()))) {
                    return;
                }
            }
            let patience = if deframer.is_within() { self.settings.message() } else { self.settings.idle() };
            let read = tokio::select! {
                read = tokio::time::timeout(patience, stream.read(&mut buffer)) => read,
                () = stop.asked() => return,
            };
            match read {
                Ok(Ok(length)) if length > 0 => deframer.push(&buffer[..length]),
                _ => return,
            }
        }
    }

    async fn answer(&self, arrived: Frame) -> Option<Vec<u8>> {
        let (now, number) = (platform::now(), answer_number(mint()));
        let raw = match arrived {
            Frame::Message(raw) => raw,
            Frame::TooLarge { head } => {
                let hint = "the message is larger than 8 MB: send the report in parts";
                let error = Hl7Error::new(Code::ValueTooLong, Place::header(0), hint);
                let header = hl7::header(&String::from_utf8_lossy(&head)).ok();
                let rejection = acknowledge(header.as_ref(), Verdict::Rejected, &[error], &number, now);
                return Some(frame(rejection.as_bytes()));
            }
        };
        let header = hl7::header(&String::from_utf8_lossy(&raw)).ok();
        let Some(practice) = self.practice(header.as_ref()) else {
            let hint = "no practice is known under this facility";
            let error = Hl7Error::new(Code::UnknownKey, Place::header(6), hint);
            let rejection = acknowledge(header.as_ref(), Verdict::Rejected, &[error], &number, now);
            return Some(frame(rejection.as_bytes()));
        };
        let context = Context { practice, trace: Trace::begin(), cause: None };
        let receive = async move |tx: &mut Tx| inbound::receive(tx, &raw, &number, now).await;
        match self.db.transaction(&context, receive).await {
            Ok(answered) => Some(frame(answered.acknowledgment.as_bytes())),
            Err(problem) => {
                let cause = problem.cause.as_ref().map(|cause| format!("{cause:#}")).unwrap_or_default();
                tracing::warn!(code = %problem.code, cause, "an HL7 message could not be stored; its sender sends it again");
                None
            }
        }
    }

    /// The practice the receiving facility names, else the one this listener is for.
    fn practice(&self, header: Option<&Header>) -> Option<PracticeId> {
        let facility = header.map(|header| header.receiving_facility.to_lowercase()).unwrap_or_default();
        self.settings.facilities.get(&facility).copied().or(self.settings.practice)
    }
}
