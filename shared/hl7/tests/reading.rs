//! What samples say, field by field.

use crate::samples::{DOCUMENT, LATIN1, PANEL, TWO_PATIENTS, panel_with, text};
use hl7::{Code, Hl7Error, Limits, Message, PatientResults, Status, Value, results};

fn read(text: &str) -> Result<Vec<PatientResults>, Hl7Error> {
    results(&Message::parse(text, Limits::default())?)
}

#[test]
fn a_panel_is_read_whole() {
    let patients = read(&text(PANEL)).expect("results");
    let [PatientResults { patient, reports }] = patients.as_slice() else { panic!("one patient") };
    assert_eq!(patient.identifiers[0].number, "000001");
    assert_eq!(patient.identifiers[0].kind, "MR");
    let name = patient.name.as_ref().expect("a name");
    assert_eq!((name.family.as_str(), name.given.as_str()), ("Smith", "John"));
    assert_eq!(patient.born.expect("a date").date().to_string(), "1963-05-19");
    let [report] = reports.as_slice() else { panic!("one report") };
    assert_eq!(report.order.as_ref().expect("an ORC").control, "RE");
    assert_eq!(report.request.placer.as_ref().expect("a number").number, "00000001");
    assert_eq!(report.request.filler.number, "26-061-0042");
    assert_eq!(report.request.service.in_system("LN"), Some("24320-4"));
    assert_eq!(report.request.service.in_system("L"), Some("BMP"));
    assert_eq!(report.request.status, "F");
    assert_eq!(report.notes, ["Specimen slightly haemolysed."]);
    let specimen = report.specimen.as_ref().expect("a specimen");
    assert_eq!((specimen.number.as_str(), specimen.kind.words()), ("L-1", "Serum"));
    let potassium = &report.observations[0];
    assert_eq!(potassium.code.words(), "Potassium");
    assert_eq!((potassium.unit.identifier.as_str(), potassium.range.as_str()), ("mmol/L", "3.5-5.1"));
    assert_eq!((potassium.flags.as_slice(), potassium.status), (&["HH".to_owned()][..], Status::Final));
    assert_eq!(potassium.notes, ["Called to the practice at 14|20."]);
    assert_eq!(potassium.performer, "Cedar Laboratory");
    assert_eq!(
        potassium.observed_at.and_then(|when| when.instant()).expect("a moment").to_rfc3339(),
        "2026-03-02T14:15:00+00:00"
    );
}

#[test]
fn each_type_of_value_is_read_as_what_it_is() {
    let values = |bytes| -> Vec<Value> {
        let patients = read(&text(bytes)).expect("results");
        patients.into_iter().flat_map(|p| p.reports).flat_map(|r| r.observations).map(|o| o.value).collect()
    };
    let [number, _, structured, coded, lines] = &values(PANEL)[..] else { panic!("five values") };
    assert!(matches!(number, Value::Number(number) if number.as_str() == "6.8"));
    assert!(matches!(structured, Value::Structured(s) if s.comparator == ">" && s.first.as_str() == "500"));
    assert!(matches!(coded, Value::Coded(codes) if codes[0].words() == "Yellow"));
    assert!(matches!(lines, Value::Text(text) if text == "First line\nsecond line & more"));
    let [report, document] = &values(DOCUMENT)[..] else { panic!("two values") };
    assert!(matches!(report, Value::Text(text) if text == "Impression:\nNo acute findings."));
    let Value::Document(document) = document else { panic!("a document") };
    assert_eq!((document.subtype.as_str(), document.encoding.as_str()), ("PDF", "Base64"));
    assert!(document.data.starts_with("JVBERi"));
}

#[test]
fn a_value_that_is_not_of_its_type_keeps_the_laboratorys_words() {
    for (old, new, kept) in [
        ("||6.8|", "||<0.1|", "<0.1"),
        ("||6.8|", "||see note|", "see note"),
        ("||>^500|", "||about^five|", "about^five"),
    ] {
        let patients = read(&panel_with(old, new)).expect("results");
        let observations = &patients[0].reports[0].observations;
        assert!(observations.iter().any(|o| o.value == Value::Text(kept.to_owned())), "{kept}");
    }
}

#[test]
fn what_follows_a_second_patient_is_the_second_patients() {
    let patients = read(&text(TWO_PATIENTS)).expect("results");
    let found: Vec<_> = patients
        .iter()
        .map(|p| {
            let number = |value: &Value| match value {
                Value::Number(number) => number.as_str().to_owned(),
                _ => String::new(),
            };
            (p.patient.identifiers[0].number.as_str(), number(&p.reports[0].observations[0].value))
        })
        .collect();
    assert_eq!(found, [("000001", "13.9".to_owned()), ("000002", "9.1".to_owned())]);
}

#[test]
fn names_come_through_in_the_character_set_of_the_message() {
    let patients = read(&text(LATIN1)).expect("results");
    let name = patients[0].patient.name.as_ref().expect("a name");
    assert_eq!((name.family.as_str(), name.given.as_str()), ("Muñoz", "Zoë"));
}

#[test]
fn what_is_missing_is_named() {
    for (old, new, code, place) in [
        ("|26-061-0042^CEDARLAB||CM", "|||CM", Code::RequiredFieldMissing, None),
        ("|F|||20260302081500-0600", "||||20260302081500-0600", Code::RequiredFieldMissing, Some("OBX-11")),
        ("|F|||20260302081500-0600", "|Q|||20260302081500-0600", Code::TableValueNotFound, Some("OBX-11")),
        ("|F|||20260302081500-0600", "|F|||yesterday", Code::DataType, Some("OBX-14")),
        ("OBX|1|NM|2823-3^Potassium^LN|", "OBX|1|NM||", Code::RequiredFieldMissing, Some("OBX-3")),
        ("OBX|2|NM|", "OBX|2||", Code::RequiredFieldMissing, Some("OBX-2 (number 2)")),
        (
            "|24320-4^Basic metabolic panel^LN^BMP^Basic metabolic^L|",
            "||",
            Code::RequiredFieldMissing,
            Some("OBR-4"),
        ),
        ("|20260302142500-0600|||F", "|soon|||F", Code::DataType, Some("OBR-22")),
        ("PV1|1|O", "OBX|0|NM|1^x^L||1||||||F", Code::SegmentSequence, Some("OBX")),
        ("SPM|1", "DSC|1", Code::SegmentSequence, Some("DSC")),
    ] {
        let changed = panel_with(old, new);
        let changed = match place {
            Some(_) => changed,
            // The number of a report may stand in ORC-3 alone, so both must go.
            None => changed.replace("|26-061-0042^CEDARLAB|", "||"),
        };
        let error = read(&changed).expect_err(new);
        assert_eq!((error.code, error.place.to_string().as_str()), (code, place.unwrap_or("OBR-3")), "{new}");
    }
    let only_orc = panel_with("OBR|1|00000001^PRAXIS|26-061-0042^CEDARLAB|", "OBR|1|||");
    let patients = read(&only_orc).expect("results");
    assert_eq!(patients[0].reports[0].request.filler.number, "26-061-0042");
}

#[test]
fn headers_tell_who_sends_what() {
    let header = hl7::header(&text(PANEL)).expect("a header");
    assert_eq!((header.sending_application.as_str(), header.sending_facility.as_str()), ("LIS", "CEDARLAB"));
    assert_eq!((header.kind.0.as_str(), header.control_id.as_str()), ("ORU", "CL0001"));
    for (version, known) in
        [("2.3", true), ("2.5.1", true), ("2.8.2", true), ("2.2", false), ("3.0", false), ("", false)]
    {
        let text = panel_with("|2.5.1", &format!("|{version}"));
        assert_eq!(hl7::header(&text).expect("a header").is_of_a_known_version(), known, "{version}");
    }
}
