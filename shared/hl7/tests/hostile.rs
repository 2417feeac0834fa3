//! Input that is broken or meant to hurt: refused with a place, never a panic, never slow.

use crate::samples::{ALL, PANEL, panel_with, text};
use hl7::{Code, Limits, Message, results};
use std::time::{Duration, Instant};

fn refused(text: &str) -> (Code, String) {
    let error =
        Message::parse(text, Limits::default()).and_then(|m| results(&m).map(|_| ())).expect_err("refused");
    (error.code, error.place.to_string())
}

#[test]
fn a_message_that_is_cut_off_within_a_segment_is_refused() {
    let whole = text(PANEL);
    let cuts: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
    for cut in cuts {
        let part = &whole[..cut];
        let read = Message::parse(part, Limits::default());
        assert_eq!(read.is_ok(), part.ends_with('\r'), "cut at {cut}");
    }
}

#[test]
fn every_change_of_one_byte_is_survived() {
    for bytes in ALL {
        for at in 0..bytes.len() {
            for new in [0, b'\r', b'\n', b'|', b'^', b'~', b'\\', b'&', b'"', b'9', 0x0b, 0x1c, 0xff] {
                let mut bent = bytes.to_vec();
                bent[at] = new;
                let Ok((text, _)) = hl7::decode(&bent) else { continue };
                if let Ok(message) = Message::parse(&text, Limits::default()) {
                    assert_eq!(message.text(), text);
                    let _read = results(&message);
                }
                let _header = hl7::header(&text);
            }
        }
    }
}

#[test]
fn sizes_are_bounded() {
    let huge = panel_with("First line", &"x".repeat(10 << 20));
    assert_eq!(refused(&huge), (Code::ValueTooLong, "MSH".to_owned()));
    let many = format!("{}{}", text(PANEL), "NTE|1||x\r".repeat(10_000));
    assert_eq!(refused(&many), (Code::ValueTooLong, "MSH".to_owned()));
    let wide = panel_with("PV1|1|O", &format!("PV1{}", "|".repeat(300)));
    assert_eq!(refused(&wide), (Code::ValueTooLong, "PV1".to_owned()));
}

#[test]
fn lines_that_are_no_segments_are_refused() {
    for line in ["hello", "ob", "OBX^1", "obx|1", "1BX|1", " OBX|1", "MSH|^~\\&|again", "ÖBX|1"] {
        let (code, _) = refused(&panel_with("PV1|1|O", line));
        assert_eq!(code, Code::SegmentSequence, "{line}");
    }
}

#[test]
fn the_worst_within_the_limits_is_read_in_reasonable_time() {
    let names = (0..9_000_usize).map(|n| {
        let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).expect("a letter"));
        format!("{}{}{}|\r", letter(n), letter(n / 26), letter(n / 676))
            .replace("MSH|", "MSI|")
            .replace("DSC|", "DSD|")
    });
    let names: String = names.filter(|line| !line.starts_with("OB")).collect();
    let escapes = panel_with("First line", &"\\".repeat(7 << 20));
    let began = Instant::now();
    let parsed = format!("{}{names}", text(PANEL));
    assert!(Message::parse(&parsed, Limits::default()).is_ok());
    let message = Message::parse(&escapes, Limits::default()).expect("a message");
    assert!(results(&message).is_ok());
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}
