//! Other shapes of the same meaning that senders use.

use script::{
    Body, Medication, Message, NewRx, ScriptError, UNMODELLED, Versions, parse, parse_envelope, write,
};

use crate::example::{golden, message};

fn new_rx(message: Message) -> NewRx {
    match message.body {
        Body::NewRx(new_rx) => *new_rx,
        other => panic!("expected a NewRx, not {}", other.transaction()),
    }
}

fn medication(xml: &str) -> Result<Medication, ScriptError> {
    parse(xml).map(|message| new_rx(message).medication)
}

#[test]
fn the_same_meaning_in_other_shapes() -> Result<(), ScriptError> {
    for (shape, instead) in [
        ("<DateOfBirth><Date>1988-02-29</Date></DateOfBirth>", "<DateOfBirth>1988-02-29</DateOfBirth>"),
        ("<WrittenDate><Date>2026-11-22</Date></WrittenDate>", "<WrittenDate>2026-11-22</WrittenDate>"),
        (
            "<ProductCode><Code>00093310905</Code><Qualifier>ND</Qualifier></ProductCode>",
            "<ProductCode Qualifier='ND'>00093310905</ProductCode>",
        ),
        (
            "<QuantityUnitOfMeasure><Code>C48480</Code></QuantityUnitOfMeasure>",
            "<QuantityUnitOfMeasure>C48480</QuantityUnitOfMeasure>",
        ),
        ("<NumberOfRefills>0</NumberOfRefills>", "<Refills><Value>0</Value></Refills>"),
        ("<Value>30</Value>", "<Value> 30.00 </Value>"),
        ("<Gender>F</Gender>", "<GenderAndSex><AdministrativeGender>F</AdministrativeGender></GenderAndSex>"),
        (
            "<Name><LastName>O'Hara-Lee</LastName><FirstName>Nora</FirstName></Name>",
            "<Names><Name><FirstName>Nora</FirstName><LastName>O&apos;Hara&#45;Lee</LastName></Name></Names>",
        ),
        ("Drugs &amp; More", "Drugs <![CDATA[&]]> More"),
        ("<Header>", "<!-- a comment --><Header>"),
    ] {
        let xml = golden();
        assert!(xml.contains(shape), "{shape}");
        assert!(parse(&xml.replace(shape, instead))? == message(), "{instead}");
    }
    Ok(())
}

#[test]
fn the_version_is_an_attribute_in_one_of_two_forms() {
    let body = "<Header><To>1</To><From>2</From><MessageID>3</MessageID><SentTime>2026-11-22T10:00:00.0Z</SentTime>\
                </Header><Body><Status><Code>010</Code></Status></Body>";
    for (attributes, expected) in [
        ("TransactionVersion='20170715'", Ok(Versions::V2017071)),
        ("xmlns='http://www.ncpdp.org/schema/SCRIPT' version='2017071'", Ok(Versions::V2017071)),
        ("xmlns='http://www.ncpdp.org/schema/SCRIPT' version='2023011'", Ok(Versions::V2023011)),
        ("TransactionVersion='2023011'", Ok(Versions::V2023011)),
        ("version='10.6'", Err(ScriptError::Version)),
        ("", Err(ScriptError::Version)),
    ] {
        let read = parse(&format!("<Message {attributes}>{body}</Message>"));
        assert_eq!(read.map(|message| message.versions), expected, "{attributes}");
    }
}

#[test]
fn prefixes_are_read_through() -> Result<(), ScriptError> {
    let xml =
        golden().replace("</", "</s:").replace('<', "<s:").replace("<s:/s:", "</s:").replace("<s:?", "<?");
    let xml = xml.replace("<s:Message ", "<s:Message xmlns:s='urn:x' ");
    assert!(parse(&xml)? == message());
    Ok(())
}

#[test]
fn a_wrapped_message_is_unwrapped() -> Result<(), ScriptError> {
    let inner = golden().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let wrapped = |inner: &str| format!("<string xmlns=\"http://example.org/\">{inner}</string>");
    assert!(parse(&wrapped(&inner))? == message());
    assert_eq!(parse(&wrapped("")), Err(ScriptError::WrongRoot));
    Ok(())
}

#[test]
fn a_time_of_writing_keeps_its_offset() -> Result<(), ScriptError> {
    for stated in ["2026-11-22T09:30:00-05:00", "2026-11-22T09:30:00.5Z", "2026-11-22T09:30:00"] {
        let from = "<WrittenDate><Date>2026-11-22</Date>";
        let xml = golden().replace(from, &format!("<WrittenDate><DateTime>{stated}</DateTime>"));
        let read = parse(&xml)?;
        assert!(parse(&write(&read)?)? == read, "{stated}");
        assert_eq!(
            medication(&xml)?.written.map(|when| when.day().to_string()).as_deref(),
            Some("2026-11-22")
        );
    }
    Ok(())
}

#[test]
fn other_transactions_are_known_by_name() -> Result<(), ScriptError> {
    let named = |name: &str| {
        golden().replace("<NewRx>", &format!("<{name}>")).replace("</NewRx>", &format!("</{name}>"))
    };
    for name in UNMODELLED {
        let read = parse(&named(name))?;
        assert_eq!(read.body, Body::Unmodelled { transaction: name.to_owned() });
        assert_eq!(write(&read), Err(ScriptError::NotWritable { transaction: name.to_owned() }));
    }
    assert_eq!(parse(&named("Greeting"))?.body, Body::Unknown("Greeting".to_owned()));
    Ok(())
}

#[test]
fn the_envelope_of_a_refused_body_is_still_read() -> Result<(), ScriptError> {
    let broken = golden().replace("<Value>30</Value>", "<Value>thirty</Value>");
    assert!(parse(&broken).is_err());
    let envelope = parse_envelope(&broken)?;
    assert_eq!(envelope.body.transaction(), "NewRx");
    assert_eq!(envelope.header, message().header);
    Ok(())
}
