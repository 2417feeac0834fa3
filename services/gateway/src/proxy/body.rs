//! A client's body on its way to a service: passed on as it comes, cut off when it is too large or stops moving.

use actix_web::web::{Bytes, Payload};
use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt as _};
use std::io;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How long a client may pause within a body.
const CLIENT_PAUSE: Duration = Duration::from_secs(30);

pub struct Incoming {
    pub payload: Payload,
    /// As Content-Length says.
    pub length: Option<usize>,
    pub most: usize,
}

/// Why a body was not passed on to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    TooLarge,
    ClientPaused,
    ClientGone,
    /// The service stopped reading.
    ServiceStuck,
}

enum Part {
    Chunk(Bytes),
    End,
}

/// The service's side of a body and the client's.
pub fn pipe() -> (Intake, impl Stream<Item = io::Result<Bytes>> + Send + 'static) {
    let (intake, parts) = mpsc::channel(4);
    (Intake(intake), unfold(Some(parts), outflow))
}

/// Without its explicit end a body is cut: a dropped client must never look like a short but whole file.
async fn outflow(
    parts: Option<mpsc::Receiver<Part>>,
) -> Option<(io::Result<Bytes>, Option<mpsc::Receiver<Part>>)> {
    let mut parts = parts?;
    match parts.recv().await {
        Some(Part::Chunk(bytes)) => Some((Ok(bytes), Some(parts))),
        Some(Part::End) => None,
        None => Some((Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the body was cut off")), None)),
    }
}

pub struct Intake(mpsc::Sender<Part>);

impl Intake {
    /// Passes on the whole body; done early when the service has stopped listening because it has its answer.
    pub async fn fill(self, incoming: Incoming, patience: Duration) -> Result<(), Cut> {
        let Incoming { mut payload, most, .. } = incoming;
        let mut passed = 0;
        loop {
            let part = match timeout(CLIENT_PAUSE, payload.next()).await {
                Err(_) => return Err(Cut::ClientPaused),
                Ok(Some(Err(_))) => return Err(Cut::ClientGone),
                Ok(Some(Ok(bytes))) => Part::Chunk(bytes),
                Ok(None) => Part::End,
            };
            let ends = matches!(part, Part::End);
            if let Part::Chunk(bytes) = &part {
                passed += bytes.len();
                if passed > most {
                    return Err(Cut::TooLarge);
                }
            }
            match timeout(patience, self.0.send(part)).await {
                Err(_) => return Err(Cut::ServiceStuck),
                Ok(sent) if ends || sent.is_err() => return Ok(()),
                Ok(_) => (),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;

    #[actix_web::test]
    async fn only_an_ended_body_ends_well() {
        for whole in [true, false] {
            let (intake, stream) = pipe();
            let mut stream = pin!(stream);
            intake.0.send(Part::Chunk(Bytes::from_static(b"ISA"))).await.expect("open");
            if whole {
                intake.0.send(Part::End).await.expect("open");
            }
            drop(intake);
            assert!(stream.next().await.is_some_and(|chunk| chunk.is_ok()));
            let last = stream.next().await;
            assert_eq!(last.is_none(), whole);
            assert_eq!(last.is_some_and(|end| end.is_err()), !whole);
        }
    }
}
