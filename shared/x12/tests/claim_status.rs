//! 276 and 277 through the public interface.

use x12::claim_status::{
    IMPLEMENTATION, REQUEST_GROUP, RESPONSE_GROUP, Refusal, Status, StatusCode, StatusRequest, StatusResponse,
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
