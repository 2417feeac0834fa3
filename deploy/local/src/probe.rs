//! Asks a server on this machine whether it is ready, in its own protocol.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST_ANSWER: u64 = 64 * 1024;

/// True when `GET path` is answered with 200.
pub fn http_ok(port: u16, path: &str) -> bool {
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut head = [0; 12];
    let stream = answer(port, request.as_bytes(), &mut head);
    // Read to the end, so that the server does not see its answer refused.
    let ended =
        stream.and_then(|stream| std::io::copy(&mut stream.take(LONGEST_ANSWER), &mut std::io::sink()));
    ended.is_ok() && head.ends_with(b" 200")
}

/// True when the server answers the AMQP 0-9-1 protocol header with a method frame of class 10, method 10
/// (Connection.Start).
pub fn amqp(port: u16) -> bool {
    let mut frame = [0; 11];
    answer(port, b"AMQP\0\0\x09\x01", &mut frame).is_ok() && frame[0] == 1 && frame[7..] == [0, 10, 0, 10]
}

/// True when PostgreSQL asks a new connection to authenticate; while it starts or stops it answers with an error.
pub fn postgres(port: u16) -> bool {
    const PROTOCOL_3: [u8; 4] = [0, 3, 0, 0];
    let parameters = b"user\0postgres\0database\0postgres\0\0";
    let length = u32::try_from(parameters.len() + 8).unwrap_or_default();
    let startup = [&length.to_be_bytes()[..], &PROTOCOL_3, parameters].concat();
    let mut kind = [0; 1];
    answer(port, &startup, &mut kind).is_ok() && kind[0] == b'R'
}

fn answer(port: u16, question: &[u8], reply: &mut [u8]) -> std::io::Result<TcpStream> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(question)?;
    stream.read_exact(reply)?;
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn answering(reply: &'static [u8]) -> std::io::Result<u16> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut question = [0; 256];
                let _ = stream.read(&mut question);
                let _ = stream.write_all(reply);
                let _ = stream.shutdown(std::net::Shutdown::Write);
            }
        });
        Ok(port)
    }

    #[test]
    fn only_the_expected_answer_counts_as_ready() -> std::io::Result<()> {
        assert!(http_ok(answering(b"HTTP/1.1 200 OK\r\n\r\n")?, "/readyz"));
        assert!(!http_ok(answering(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")?, "/readyz"));
        assert!(amqp(answering(&[1, 0, 0, 0, 0, 1, 0, 0, 10, 0, 10, 0, 9])?));
        assert!(!amqp(answering(b"AMQP\0\0\x09\x01    ")?));
        assert!(postgres(answering(b"R\0\0\0\x08")?));
        assert!(!postgres(answering(b"E\0\0\0\x08")?));
        Ok(())
    }

    #[test]
    fn nobody_listening_is_not_ready() -> anyhow::Result<()> {
        let port = crate::ports::choose(None)?;
        assert!(!http_ok(port, "/readyz") && !amqp(port) && !postgres(port));
        Ok(())
    }
}
