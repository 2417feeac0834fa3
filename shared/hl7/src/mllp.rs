//! MLLP: messages on a stream, each between 0x0B and 0x1C 0x0D; no I/O of its own.

use std::collections::VecDeque;

const START: u8 = 0x0b;
const END: u8 = 0x1c;
const RETURN: u8 = 0x0d;
/// So much of a message that is too large is kept, to answer it by its MSH.
const HEAD: usize = 4096;

/// A message as it is put on the wire.
pub fn frame(message: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(message.len() + 3);
    framed.push(START);
    framed.extend_from_slice(message);
    framed.extend_from_slice(&[END, RETURN]);
    framed
}

/// What came off the wire.
#[derive(Clone, PartialEq, Eq)]
pub enum Frame {
    Message(Vec<u8>),
    /// Larger than the limit; only its beginning was kept.
    TooLarge {
        head: Vec<u8>,
    },
}

/// Finds messages in what is read. Between messages everything is passed over; a new start within a message says that
/// the one before it was cut off, and it is dropped: its sender has no answer and sends it again.
pub struct Deframer {
    limit: usize,
    state: State,
    frames: VecDeque<Frame>,
}

enum State {
    Between,
    Within {
        message: Vec<u8>,
        /// The last byte was 0x1C.
        ending: bool,
        too_large: bool,
    },
}

impl Deframer {
    /// Messages of at most `limit` bytes.
    pub const fn new(limit: usize) -> Self {
        Self { limit, state: State::Between, frames: VecDeque::new() }
    }

    pub fn push(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.take(*byte);
        }
    }

    /// The next whole message.
    pub fn pop(&mut self) -> Option<Frame> {
        self.frames.pop_front()
    }

    /// Whether a message has begun and not ended.
    pub const fn is_within(&self) -> bool {
        matches!(self.state, State::Within { .. })
    }

    fn take(&mut self, byte: u8) {
        let begun = || State::Within { message: Vec::new(), ending: false, too_large: false };
        match &mut self.state {
            _ if byte == START => self.state = begun(),
            State::Between => {}
            State::Within { ending: true, message, too_large } if byte == RETURN => {
                let message = std::mem::take(message);
                let frame =
                    if *too_large { Frame::TooLarge { head: message } } else { Frame::Message(message) };
                self.frames.push_back(frame);
                self.state = State::Between;
            }
            State::Within { message, ending, too_large } => {
                if std::mem::replace(ending, byte == END) {
                    keep(message, too_large, END, self.limit);
                }
                if byte != END {
                    keep(message, too_large, byte, self.limit);
                }
            }
        }
    }
}

fn keep(message: &mut Vec<u8>, too_large: &mut bool, byte: u8, limit: usize) {
    if *too_large {
        return;
    }
    message.push(byte);
    if message.len() > limit {
        *too_large = true;
        message.truncate(HEAD);
        message.shrink_to_fit();
    }
}

crate::redacted!(Frame);

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], limit: usize, step: usize) -> Vec<Frame> {
        let mut deframer = Deframer::new(limit);
        bytes.chunks(step).for_each(|chunk| deframer.push(chunk));
        std::iter::from_fn(|| deframer.pop()).collect()
    }

    #[test]
    fn messages_are_found_however_they_arrive() {
        let stream = [&b"noise"[..], &frame(b"MSH|one\r"), b"\r\n", &frame(b"MSH|two\x1c?\x1c\x1c")].concat();
        for step in 1..stream.len() {
            let frames = all(&stream, 100, step);
            let wanted = [b"MSH|one\r".to_vec(), b"MSH|two\x1c?\x1c\x1c".to_vec()].map(Frame::Message);
            assert_eq!(frames, wanted, "in steps of {step}");
        }
    }

    #[test]
    fn a_message_that_breaks_off_is_none() {
        let stream = [&b"\x0bMSH|cut off"[..], &frame(b"MSH|whole\r"), b"\x0bMSH|cut off again\x1c"].concat();
        assert_eq!(all(&stream, 100, 7), [Frame::Message(b"MSH|whole\r".to_vec())]);
    }

    #[test]
    fn a_message_that_is_too_large_keeps_its_head_alone() {
        let stream = [frame(&[b'M'; 10_001]), frame(b"MSH|next\r")].concat();
        let frames = all(&stream, 10_000, 1000);
        assert_eq!(frames[0], Frame::TooLarge { head: vec![b'M'; HEAD] });
        assert_eq!(frames[1], Frame::Message(b"MSH|next\r".to_vec()));
        assert_eq!(all(&frame(&[b'M'; 10_000]), 10_000, 999), [Frame::Message(vec![b'M'; 10_000])]);
    }
}
