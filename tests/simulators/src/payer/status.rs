//! 276 in, 277 out.

use chrono::{DateTime, Utc};
use x12::claim_status::{
    ClaimInquiry, ClaimStatus, IMPLEMENTATION, RESPONSE_GROUP, Status, StatusCode, StatusRequest,
    StatusResponse,
};
use x12::header::TransactionHeader;
use x12::{Amount, X12Error};

use crate::envelope::{Refused, Return, expect_kind, read_one, reject};

/// The ending of a claim number, category and status; every other claim is paid.
const ENDINGS: [(&str, &str, &str); 4] =
    [("RECEIVED", "A1", "19"), ("PENDING", "P1", "20"), ("NOTFOUND", "A4", "35"), ("DENIED", "F2", "107")];
const PAID: (&str, &str) = ("F1", "65");

pub fn answer(text: &str, now: DateTime<Utc>) -> Result<String, Refused> {
    let interchange = read_one(text, now)?;
    let mut written = Vec::new();
    for set in interchange.transactions() {
        let refused = |error| reject(&interchange, set.control, error, now);
        let request = expect_kind(set, "276").and_then(|()| StatusRequest::parse(set)).map_err(refused)?;
        let response = StatusResponse {
            header: TransactionHeader::new(&request.header.reference, now.naive_utc()),
            claims: request.claims.iter().map(|claim| status(claim, now)).collect(),
            ..StatusResponse::default()
        };
        written.push(response.write(set.control).map_err(refused)?);
    }
    let wrapped = Return::mirrored(&interchange, now).wrap(RESPONSE_GROUP, IMPLEMENTATION, &written);
    wrapped.map_err(|error: X12Error| Refused::Unreadable(error.to_string()))
}

/// The first claim number that asks for something decides: the provider's (REF*EJ), the payer's, the trace.
fn status(claim: &ClaimInquiry, now: DateTime<Utc>) -> ClaimStatus {
    let key = &claim.key;
    let numbers = [key.reference("EJ"), key.payer_claim_number(), Some(key.trace.as_str())];
    let asked = |number: &str| ENDINGS.iter().find(|(ending, ..)| number.ends_with(ending));
    let asked = numbers.into_iter().flatten().find_map(asked);
    let (category, status) = asked.map_or(PAID, |&(_, category, status)| (category, status));
    let today = now.date_naive();
    let is_paid = category == PAID.0;
    let charge = claim.charge.unwrap_or_default();
    let paid = if is_paid { charge.cents() * 3 / 4 } else { 0 };
    let status = Status {
        codes: vec![StatusCode::new(category, status)],
        date: Some(today),
        charge: Some(charge),
        paid: Some(Amount::from_cents(paid)),
        decided: is_paid.then_some(today),
        ..Status::default()
    };
    ClaimStatus { key: key.clone(), statuses: vec![status], lines: Vec::new() }
}
