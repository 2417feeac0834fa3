//! MLLP: the same door by wire, and orders that go out by it.

use crate::lab::potassium;
use crate::office::Office;
use hl7::mllp::{Deframer, Frame, frame};
use hl7::{Acknowledgment, Verdict};
use orders::exchange::mllp::serve;
use orders::settings::Mllp;
use platform::Stop;
use serde_json::Value;
use std::collections::HashMap;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub struct Wire<S = TcpStream> {
    stream: S,
    deframer: Deframer,
}

impl Wire {
    /// A listener for the office's practice, and a connection to it.
    async fn to(office: &Office, settings: Mllp) -> Self {
        Wire::on(listening(office, settings).await)
    }
}

/// A connection to a listener for the office's practice.
pub async fn listening(office: &Office, settings: Mllp) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let db = office.house.db().clone();
    actix_web::rt::spawn(serve(listener, settings, db, Stop::default()));
    TcpStream::connect(address).await.expect("a connection")
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub fn on(stream: S) -> Self {
        Self { stream, deframer: Deframer::new(1 << 20) }
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("written");
        self.stream.flush().await.expect("sent");
    }

    /// Whoever is hung up on cannot write.
    pub async fn try_to_write(&mut self, bytes: &[u8]) {
        let _written = self.stream.write_all(bytes).await;
        let _sent = self.stream.flush().await;
    }

    /// The next acknowledgment; none when the other side hangs up.
    pub async fn answer(&mut self) -> Option<Acknowledgment> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(Frame::Message(answer)) = self.deframer.pop() {
                let text = String::from_utf8(answer).expect("text");
                return Some(Acknowledgment::parse(&text).expect("an acknowledgment"));
            }
            match self.stream.read(&mut buffer).await {
                Ok(length) if length > 0 => self.deframer.push(&buffer[..length]),
                _ => return None,
            }
        }
    }
}

pub fn settings(office: &Office) -> Mllp {
    Mllp {
        listen: None,
        certificate: None,
        key: None,
        clients: None,
        practice: Some(office.house.practice),
        facilities: HashMap::new(),
        connections: 4,
        idle_seconds: 30,
        message_seconds: 1,
    }
}

#[actix_web::test]
async fn results_come_by_wire_in_pieces_and_in_rows() {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    let mut wire = Wire::to(&office, settings(&office)).await;
    let first = frame(potassium("1", 0, "6.8", "HH", "P").as_bytes());
    let second = frame(potassium("2", 9, "4.0", "N", "F").as_bytes());
    let (head, tail) = first.split_at(40);
    wire.write(head).await;
    wire.write(&[tail, &second].concat()).await;
    for number in ["1", "2"] {
        let ack = wire.answer().await.expect("an answer");
        assert_eq!((ack.verdict, ack.control_id.as_str()), (Verdict::Accepted, number));
    }
    assert_eq!(office.only_value().await, ("4.0".to_owned(), "final".to_owned(), 1));
}

#[actix_web::test]
async fn what_is_too_large_is_refused_and_the_line_goes_on() {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    let mut wire = Wire::to(&office, settings(&office)).await;
    wire.write(&frame(potassium("1", 0, &"9".repeat(10 << 20), "N", "F").as_bytes())).await;
    let ack = wire.answer().await.expect("an answer");
    assert_eq!((ack.verdict, ack.control_id.as_str()), (Verdict::Rejected, "1"));
    wire.write(&frame(b"hello")).await;
    assert_eq!(wire.answer().await.expect("an answer").verdict, Verdict::Rejected);
    wire.write(&frame(potassium("2", 0, "4.0", "N", "F").as_bytes())).await;
    assert_eq!(wire.answer().await.expect("an answer").verdict, Verdict::Accepted);
}

#[actix_web::test]
async fn a_message_that_breaks_off_is_dropped_and_the_line_closed() {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    let mut wire = Wire::to(&office, settings(&office)).await;
    let message = frame(potassium("1", 0, "4.0", "N", "F").as_bytes());
    wire.write(&message[..message.len() - 10]).await;
    assert!(wire.answer().await.is_none(), "the line is closed when the rest does not come");
    assert!(office.queue().await.is_empty());
}

#[actix_web::test]
async fn a_facility_names_its_practice_and_nobody_elses() {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    let facilities = HashMap::from([("hillside".to_owned(), office.house.practice)]);
    let mut wire = Wire::to(&office, Mllp { practice: None, facilities, ..settings(&office) }).await;
    let message = potassium("1", 0, "4.0", "N", "F");
    wire.write(&frame(message.replace("|HILLSIDE|", "|VALLEY|").as_bytes())).await;
    let ack = wire.answer().await.expect("an answer");
    assert_eq!(ack.verdict, Verdict::Rejected);
    assert!(ack.words.is_some_and(|words| words.starts_with("MSH-6")));
    wire.write(&frame(message.as_bytes())).await;
    assert_eq!(wire.answer().await.expect("an answer").verdict, Verdict::Accepted);
    assert_eq!(office.queue().await.len(), 1);
}
