//! Envelopes: what is read, what is refused and with which words.

use proptest::prelude::*;
use x12::writer::{composite, repetition};
use x12::{Delimiters, ErrorKind, Interchange, TransactionWriter, X12Error, write_interchange};

use crate::values::{header, inquiry};

fn sound() -> Result<String, X12Error> {
    write_interchange(&header(), "HS", "005010X279A1", &[inquiry().write("0001")?])
}

#[test]
fn isa_has_106_bytes_and_names_the_separators() -> Result<(), X12Error> {
    let text = sound()?;
    assert_eq!(text.find("GS*"), Some(106));
    let read = Interchange::read(&text)?;
    assert_eq!(
        (read[0].sender(), read[0].receiver(), read[0].control()),
        ("PRACTICE1", "HOUSE9", "000000042")
    );
    assert_eq!(read[0].delimiters, Delimiters::default());
    assert!(read[0].acknowledgment_requested() && !read[0].is_production());
    Ok(())
}

#[test]
fn line_breaks_marks_and_several_interchanges_are_read() -> Result<(), X12Error> {
    let text = sound()?;
    let broken_up = text.replace('~', "~\r\n");
    let newline_ends = text.replace('~', "\n");
    for case in
        [format!("\u{feff}{broken_up}  \n"), format!("{text}{broken_up}{newline_ends}\n"), newline_ends]
    {
        for interchange in Interchange::read(&case)? {
            let set = interchange.transactions().next().expect("one in each");
            assert_eq!((set.st01, set.implementation, set.segments.len()), ("270", "005010X279A1", 13));
            assert_eq!(set.segments[11].repetitions(1).collect::<Vec<_>>(), ["30", "98"]);
        }
    }
    Ok(())
}

#[test]
fn unsound_envelopes_are_refused_with_place_and_next_step() -> Result<(), X12Error> {
    let text = sound()?;
    let cases = [
        (text.replace("SE*13", "SE*14"), "segment 13 (SE), byte"),
        (text.replace("SE*13", "SE*14"), "SE01: says 14, 13 were found: the file may have been cut"),
        (text.replace("SE*13*0001", "SE*13*0002"), "SE02: says 0002, the header says 0001"),
        (text.replace("GE*1*7", "GE*2*7"), "GE01: says 2, 1 were found"),
        (text.replace("GE*1*7", "GE*1*8"), "GE02: says 8, the header says 7"),
        (text.replace("IEA*1*", "IEA*0*"), "IEA01: says 0, 1 were found"),
        (text.replace("SE*13*0001~", ""), "the SE segment is missing"),
        (text.replace("GE*1*7~", ""), "the GE segment is missing"),
        (text[..text.len() / 2].to_owned(), "is missing: the file may have been cut"),
        (text[..60].to_owned(), "this is not an X12 interchange"),
        (String::new(), "the file is empty"),
        (text.replace("HL*1*", &format!("HL*{}*", "1".repeat(5000))), "larger than the limit of 4096"),
        (text.replace("HL*1*", &format!("HL*{}", "1*".repeat(600_000))), "larger than the limit of 1048576"),
    ];
    for (case, words) in cases {
        let error = Interchange::read(&case).expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
    }
    Ok(())
}

#[test]
fn data_may_not_hold_separators_or_characters_outside_of_x12() {
    for data in ["A*B", "A~B", "A:B", "A^B", "A\nB", "Jos\u{e9}"] {
        let written = TransactionWriter::new("270", "0001", None).with("NM1", &["IL", "1", data]).finish();
        let error = written.expect_err(data);
        assert_eq!((&error.kind, error.element, error.segment), (&ErrorKind::Character, Some(3), 2));
        assert!(!error.to_string().contains(data));
    }
}

#[test]
fn what_was_received_makes_no_parts() {
    let text = |value: &str| value.replace("Nora", "No\u{1f}ra");
    let read = text(&sound().expect("it can be written"));
    let read = Interchange::read(&read).expect("any character may be read");
    let set = read[0].transactions().next().expect("one was written");
    let received = x12::eligibility::Inquiry::parse(set).expect("it is an inquiry");
    let error = received.write("0001").expect_err("the mark is no character of X12");
    assert_eq!((&error.kind, &*error.segment_id, error.element), (&ErrorKind::Character, "NM1", Some(4)));
}

#[test]
fn errors_and_debug_output_hold_no_data() -> Result<(), X12Error> {
    let text = sound()?;
    let read = Interchange::read(&text)?;
    let shown = format!("{read:?} {:?} {:?}", inquiry(), inquiry().write("0001")?);
    for secret in ["Rivers", "LHP00912", "1984", "GRP77"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    Ok(())
}

fn data() -> impl Strategy<Value = String> {
    "[A-Za-z0-9 .,'&#/()-]{0,12}".prop_map(|text| text.trim_end().to_owned())
}

proptest! {
    #[test]
    fn what_is_written_is_read(elements in prop::collection::vec(data(), 1..8), parts in prop::collection::vec("[A-Z0-9]{1,4}", 1..5)) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mut fields: Vec<&str> = elements.iter().map(String::as_str).collect();
        let (joined, repeated) = (composite(&parts), repetition(&parts));
        fields.extend([joined.as_str(), repeated.as_str()]);
        let separators = Delimiters { element: b'|', repetition: Some(b'!'), component: b'>', segment: b'\n' };
        for delimiters in [Delimiters::default(), separators] {
            let set = TransactionWriter::delimited("270", "0001", None, delimiters).with("ZZZ", &fields).finish()?;
            let text = write_interchange(&header(), "HS", "005010X279A1", &[set])?;
            let read = Interchange::read(&text)?;
            let segment = read[0].groups[0].transactions[0].segments[1];
            for (n, element) in elements.iter().enumerate() {
                prop_assert_eq!(segment.element(n + 1), element.as_str());
            }
            let n = elements.len() + 1;
            prop_assert_eq!(segment.split_components(segment.element(n)).collect::<Vec<_>>(), parts.clone());
            prop_assert_eq!(segment.repetitions(n + 1).collect::<Vec<_>>(), parts.clone());
        }
    }

    #[test]
    fn reading_never_panics(cut in 0usize..600, junk in "\\PC{0,40}") {
        let text = sound()?;
        let cut = cut.min(text.len());
        let _ = Interchange::read(&text[..cut]);
        let _ = Interchange::read(&format!("{}{junk}{}", &text[..cut], &text[cut..]));
        let _ = Interchange::read(&junk);
    }
}

#[test]
fn a_remittance_written_claim_by_claim_is_the_same() -> Result<(), Box<dyn std::error::Error>> {
    use x12::envelope::InterchangeWriter;
    use x12::remittance::{IMPLEMENTATION, ProviderAdjustment, Remittance};
    use x12::writer::TransactionWriter;

    let body = "ST*835*0001~BPR*I*150*C*CHK************20260301~TRN*1*100*1512345678~N1*PR*PAYER~N3*1 MAIN~N4*CITY*PA*17111~\
                PER*BL*JO*TE*9005555555~N1*PE*CLINIC*XX*1234567893~LX*1~CLP*A1*1*100*75*25*12*ICN1*11*1~CAS*PR*2*25~\
                CLP*A2*1*100*75*25*12*ICN2*11*1~CAS*PR*2*25~SE*14*0001~";
    let whole = format!(
        "{}GS*HP*AA*BB*20260309*1405*7*X*005010X221A1~{body}GE*1*7~IEA*1*000000042~",
        "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~"
    );
    let delivery = x12::reader::Transactions::new(&whole).next().ok_or("one transaction set")??;
    let value = Remittance::read(&delivery.set)?;
    let mut interchange =
        InterchangeWriter::begin(Vec::new(), &header(), "HP", IMPLEMENTATION, Default::default())?;
    let mut set = interchange.set(TransactionWriter::new("835", "0001", None))?;
    set.write(|writer| value.write_head(writer))?;
    set.write(|writer| {
        writer.segment("LX", &["1"]);
    })?;
    for claim in value.claims() {
        set.write(|writer| claim.write(writer))?;
    }
    set.write(|writer| ProviderAdjustment::write(writer, &value.provider_adjustments))?;
    set.end()?;
    let streamed = String::from_utf8(interchange.end()?)?;
    assert!(streamed.contains(body), "{streamed}");
    let at_once = x12::write_interchange(&header(), "HP", IMPLEMENTATION, &[value.write("0001")?])?;
    assert_eq!(streamed, at_once);
    Ok(())
}
