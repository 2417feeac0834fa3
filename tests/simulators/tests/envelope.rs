//! Interchanges that cannot be read are refused in X12, as far as their sender can be told.

use simulators::envelope::{Refused, read_one};

use crate::samples::{claims, now};

#[test]
fn the_refusal_names_what_is_wrong() {
    let sound = claims(5, &[("M1", "A1")]);
    let cases = [
        (sound.replace("SE*29*", "SE*30*"), "AK2*837*0009*005010X222A1~IK5*R*4~AK9*R*1*1*0~"),
        (sound.replace("*0009~GE", "*0008~GE"), "IK5*R*3~AK9*R*1*1*0~"),
        (sound.replace("GE*1*5", "GE*2*5"), "AK1*HC*5*005010X222A1~AK9*R*1*1*0*5~"),
        (sound.replace("GE*1*5", "GE*1*6"), "AK9*R*1*1*0*4~"),
        (sound.replace("IEA*1*000000005", "IEA*1*000000006"), "TA1*000000005*260302*0930*R*001~IEA"),
        (sound.replace("IEA*1*", "IEA*2*"), "*R*021~"),
        (sound[..sound.len() / 2].to_owned(), "*R*023~"),
        (sound.replace("~ST*837", "~XX*1~ST*837"), "*R*"),
    ];
    for (text, refusal) in cases {
        assert_ne!(text, sound);
        let Err(Refused::Acknowledged(answer)) = read_one(&text, now()) else {
            panic!("not refused: {refusal}")
        };
        assert!(answer.contains(refusal), "{answer}");
        assert!(answer.contains("*ZZ*SANDBOX        *ZZ*PRAXISCLINIC   *"), "{answer}");
        assert!(x12::Interchange::read(&answer).is_ok(), "{answer}");
    }
}

#[test]
fn what_has_no_sender_is_unreadable() {
    let two = format!("{0}{0}", claims(5, &[("M1", "A1")]));
    for text in ["", "hello", "ISA*00*", two.as_str()] {
        assert!(matches!(read_one(text, now()), Err(Refused::Unreadable(_))), "{text}");
    }
}
