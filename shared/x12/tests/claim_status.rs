//! 276 and 277 through the public interface.

use x12::claim_status::{
    ClaimKey, IMPLEMENTATION, REQUEST_GROUP, RESPONSE_GROUP, Refusal, Status, StatusCode, StatusRequest,
    StatusResponse,
};
use x12::{Interchange, X12Error, write_interchange};

use crate::values::{header, status_request, status_response};

#[test]
fn a_request_survives_writing_and_reading() -> Result<(), X12Error> {
    let request = status_request();
    let text = write_interchange(&header(), REQUEST_GROUP, IMPLEMENTATION, &[request.write("0001")?])?;
    let read = Interchange::read(&text)?;
    let transaction = read[0].transactions().next().expect("one was written");
    assert!(StatusRequest::parse(transaction)? == request, "{text}");
    assert_eq!(text.matches("NM1*PR*").count(), 1, "claims share the levels above them: {text}");
    Ok(())
}

#[test]
fn a_response_survives_writing_and_reading() -> Result<(), X12Error> {
    let mut response = status_response();
    let mut key = response.claims[0].key.clone();
    key.subscriber = Default::default();
    (key.references, key.service, key.trace) = (Vec::new(), None, "0".into());
    key.providers[0].id = "1999999984".into();
    let statuses = vec![Status { codes: vec![StatusCode::new("E0", "24")], ..Status::default() }];
    response.refusals.push(Refusal { key, trace_kind: "1".into(), statuses });
    let text = write_interchange(&header(), RESPONSE_GROUP, IMPLEMENTATION, &[response.write("0001")?])?;
    let read = Interchange::read(&text)?;
    let transaction = read[0].transactions().next().expect("one was written");
    let parsed = StatusResponse::parse(transaction)?;
    assert!(parsed == response, "{text}");
    assert_eq!(parsed.claims[0].key.payer_claim_number(), Some("ICN123456"));
    assert!(parsed.claims[0].statuses[0].codes[0].explain().is_some());
    Ok(())
}

/// What is read out of `segments` between ST and SE.
fn read<T>(
    segments: &[&str],
    parse: fn(&x12::TransactionSet<'_>) -> Result<T, X12Error>,
) -> Result<T, X12Error> {
    let mut writer = x12::TransactionWriter::new("276", "0001", Some(IMPLEMENTATION));
    for segment in segments {
        let elements: Vec<&str> = segment.split('*').collect();
        writer.segment(elements[0], &elements[1..]);
    }
    let text = write_interchange(&header(), REQUEST_GROUP, IMPLEMENTATION, &[writer.finish()?])?;
    let interchanges = Interchange::read(&text)?;
    parse(interchanges[0].transactions().next().expect("one was written"))
}

const UPPER: [&str; 7] = [
    "BHT*0010*13*R1*20260309*1405",
    "HL*1**20*1",
    "NM1*PR*2*Lakeside*****PI*55501",
    "HL*2*1*21*1",
    "NM1*41*2*Maple*****46*M1",
    "HL*3*2*19*1",
    "NM1*1P*2*Maple*****XX*1234567893",
];

#[test]
fn what_stands_before_a_trace_belongs_to_no_claim() -> Result<(), X12Error> {
    let patients = [
        "HL*4*3*22*0",
        "NM1*IL*1*Rivers*Nora****MI*1",
        "TRN*1*C1",
        "HL*5*3*22*0",
        "NM1*IL*1*Poole*Max****MI*2",
        "NM1*QC*1*Poole*Kim",
        "REF*EJ*ACC",
        "TRN*1*C2",
    ];
    let request = read(&[&UPPER[..], &patients].concat(), StatusRequest::parse)?;
    assert!(request.claims.iter().all(|claim| claim.key.references.is_empty()));
    assert_eq!(request.unread.0, ["NM1*QC*1*Poole*Kim", "REF*EJ*ACC"]);
    let upper = read(&[&UPPER[..], &["TRN*1*C1", "AMT*T3*1"]].concat(), StatusRequest::parse)?;
    assert_eq!((upper.claims.len(), upper.unread.0.len()), (0, 2), "a provider has no claims");
    Ok(())
}

#[test]
fn a_refusal_has_a_level_of_its_own() -> Result<(), X12Error> {
    let mut response = status_response();
    let mut key = response.claims[0].key.clone();
    (key.references, key.service, key.subscriber) = (Vec::new(), None, Default::default());
    let statuses = vec![Status { codes: vec![StatusCode::new("E0", "24")], ..Status::default() }];
    let of_provider = Refusal { key: key.clone(), trace_kind: "1".into(), statuses: statuses.clone() };
    key.providers.clear();
    let of_receiver = Refusal { key, trace_kind: "2".into(), statuses };
    response.refusals = vec![of_receiver.clone(), of_provider, of_receiver];
    let text = write_interchange(&header(), RESPONSE_GROUP, IMPLEMENTATION, &[response.write("0001")?])?;
    let read = Interchange::read(&text)?;
    let parsed = StatusResponse::parse(read[0].transactions().next().expect("one was written"))?;
    assert!(parsed == response, "{text}");
    Ok(())
}

#[test]
fn a_birth_date_is_written_wherever_it_is_known() -> Result<(), X12Error> {
    let mut request = status_request();
    request.claims[0].key.subscriber.birth = None;
    request.claims[1].key.subscriber = request.claims[0].key.subscriber.clone();
    request.claims[1].key.subscriber.birth = Some(crate::values::day(1984, 2, 29));
    let text = write_interchange(&header(), REQUEST_GROUP, IMPLEMENTATION, &[request.write("0001")?])?;
    let read = Interchange::read(&text)?;
    let parsed = StatusRequest::parse(read[0].transactions().next().expect("one was written"))?;
    assert!(parsed == request, "{text}");
    Ok(())
}

#[test]
fn a_claim_without_payer_or_patient_is_refused() {
    let changes: [fn(&mut ClaimKey); 3] = [
        |key| key.payer = Default::default(),
        |key| key.receiver.entity = "".into(),
        |key| key.subscriber = Default::default(),
    ];
    for change in changes {
        let mut request = status_request();
        change(&mut request.claims[0].key);
        let error = request.write("0001").expect_err("somebody is missing");
        assert!(error.to_string().contains("name payer, receiver and patient"), "{error}");
    }
}
