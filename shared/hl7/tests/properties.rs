//! What holds for every text: nothing is lost, and what is written is read.

use crate::samples::{ALL, text};
use hl7::{Limits, Line, Message, components, repeated};
use proptest::prelude::*;

#[test]
fn samples_come_out_byte_for_byte() {
    for bytes in ALL {
        let (decoded, charset) = hl7::decode(bytes).expect("text");
        let message = Message::parse(&decoded, Limits::default()).expect("a message");
        assert_eq!(charset.encode(&message.write()), bytes);
        assert_eq!(message.text(), decoded);
    }
}

#[test]
fn line_ends_of_other_systems_are_taken() {
    for end in ["\n", "\r\n"] {
        let changed = text(crate::samples::PANEL).replace('\r', end);
        let message = Message::parse(&changed, Limits::default()).expect("a message");
        assert_eq!(message.write(), text(crate::samples::PANEL));
    }
}

fn words() -> impl Strategy<Value = String> {
    "[ -~\u{e0}-\u{ff}\\n\\r\\t]{0,12}"
}

proptest! {
    #[test]
    fn what_is_written_is_read(fields in prop::collection::vec(prop::collection::vec(prop::collection::vec(words(), 1..4), 1..3), 1..6)) {
        let line = fields.iter().enumerate().fold(Line::new("ZZZ"), |line, (index, repetitions)| {
            let each = repetitions.iter().map(|parts| components(parts.iter().map(|part| hl7::text(part))));
            line.field(index + 1, repeated(each))
        });
        let text = format!("MSH|^~\\&|A\r{}", line.write());
        let message = Message::parse(&text, Limits::default()).expect("a message");
        prop_assert_eq!(message.write(), text.clone());
        let segment = message.segment("ZZZ").expect("the segment");
        for (index, repetitions) in fields.iter().enumerate() {
            let read: Vec<_> = segment.field(index + 1).repetitions().collect();
            for (number, parts) in repetitions.iter().enumerate() {
                for (place, part) in parts.iter().enumerate() {
                    let found = read.get(number).map(|piece| piece.component(place + 1).text().into_owned());
                    prop_assert_eq!(found.unwrap_or_default(), part.clone());
                }
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(MSH\\|\\^~\\\\&\\||)[ -~\\r\\n\u{e9}]{0,200}\\r?") {
        if let Ok(message) = Message::parse(&text, Limits::default()) {
            let again = message.write();
            prop_assert_eq!(Message::parse(&again, Limits::default()).expect("again").write(), again.clone());
            let _read = hl7::results(&message);
            let _read = hl7::Acknowledgment::read(&message);
            let _read = hl7::header(&text);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _decoded = hl7::decode(&bytes);
        let mut deframer = hl7::mllp::Deframer::new(100);
        deframer.push(&bytes);
        while let Some(frame) = deframer.pop() {
            if let hl7::mllp::Frame::Message(message) = frame {
                prop_assert!(message.len() <= 100);
            }
        }
    }

    #[test]
    fn a_framed_message_is_found(bytes in prop::collection::vec(any::<u8>().prop_filter("not a start", |b| *b != 0x0b), 0..200), step in 1_usize..50) {
        prop_assume!(!bytes.windows(2).any(|pair| pair == [0x1c, 0x0d]) && bytes.first() != Some(&0x0d));
        let framed = hl7::mllp::frame(&bytes);
        let mut deframer = hl7::mllp::Deframer::new(1000);
        framed.chunks(step).for_each(|chunk| deframer.push(chunk));
        prop_assert!(deframer.pop() == Some(hl7::mllp::Frame::Message(bytes)));
        prop_assert!(deframer.pop().is_none() && !deframer.is_within());
    }
}
