//! 837P in; 999, 277CA and 835 out.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use x12::acknowledgment::{Ack999, TransactionFault};
use x12::claim::ProfessionalClaims;
use x12::reader::TransactionSet;
use x12::{Interchange, X12Error};

use super::docket::{Case, cases};
use super::magic::Magic;
use super::serial::Serial;
use super::{remittance, tracking};
use crate::envelope::{Return, expect_kind};

/// What becomes of one interchange of claims.
#[derive(Debug)]
pub struct Taken {
    /// An interchange of 999.
    pub answer: String,
    /// CLM01 of the claims that were read.
    pub claims: Vec<String>,
    /// In the order they are delivered.
    pub reports: Vec<Report>,
    /// The reports are not due at once.
    pub late: bool,
    /// The answer does not come in time.
    pub silent: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub kind: Kind,
    pub content: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "277CA")]
    ClaimAcknowledgment,
    #[serde(rename = "835")]
    Remittance,
}

/// Adjudicates everything in the interchange that can be read.
pub fn take(interchange: &Interchange<'_>, serial: &mut Serial, now: DateTime<Utc>) -> anyhow::Result<Taken> {
    let (mut acknowledgments, mut readable) = (Vec::new(), Vec::new());
    for group in &interchange.groups {
        let mut faults = Vec::new();
        for set in &group.transactions {
            match read(set) {
                Ok(claims) => readable.push(claims),
                Err(error) => faults.push(TransactionFault { control: set.control.to_owned(), error }),
            }
        }
        acknowledgments.push(Ack999::reject(group, &faults));
    }
    let back = Return::mirrored(interchange, now);
    let answer = back.numbered(serial.draw()).acknowledge(&acknowledgments).context("writing the 999")?;
    let dockets: Vec<Docket<'_>> =
        readable.iter().map(|claims| Docket { claims, cases: cases(claims, serial, now) }).collect();
    let all = || dockets.iter().flat_map(|docket| &docket.cases);
    let asked = |magic| all().any(|case| case.magic == magic);
    Ok(Taken {
        answer,
        claims: all().map(|case| String::from(&case.claim.patient_control_number)).collect(),
        late: asked(Magic::Late),
        silent: asked(Magic::Timeout),
        reports: report(&dockets, interchange.receiver(), &back, serial, now)?,
    })
}

struct Docket<'c> {
    claims: &'c ProfessionalClaims,
    cases: Vec<Case<'c>>,
}

fn read(set: &TransactionSet<'_>) -> Result<ProfessionalClaims, X12Error> {
    expect_kind(set, "837")?;
    if let Some(st) = set.segments.first().filter(|_| !set.implementation.starts_with("005010X222")) {
        return Err(st.invalid(3, "only professional claims (005010X222A1) are taken"));
    }
    let asks = |magic: Magic| {
        let mut insured =
            set.segments.iter().filter(|segment| segment.id() == "NM1" && segment.element(1) == "IL");
        insured.find(|nm1| Magic::of(nm1.element(9)) == magic)
    };
    match asks(Magic::RefuseTransaction) {
        Some(nm1) => Err(nm1.invalid(9, "the member id asked for this refusal")),
        None => ProfessionalClaims::read(set),
    }
}

/// One 277CA for the batch, then its 835s.
fn report(
    dockets: &[Docket<'_>],
    clearinghouse: &str,
    back: &Return,
    serial: &mut Serial,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Report>> {
    if dockets.is_empty() {
        return Ok(Vec::new());
    }
    let mut written = Vec::new();
    for Docket { claims, cases } in dockets {
        let number = serial.stamped("ACK", now);
        let report = tracking::report(claims, cases, clearinghouse, &number, now);
        written.push(report.write(&format!("{:04}", written.len() + 1)).context("writing the 277CA")?);
    }
    let (group, implementation) =
        (x12::claim_acknowledgment::FUNCTIONAL_ID, x12::claim_acknowledgment::IMPLEMENTATION);
    let content = back.numbered(serial.draw()).wrap(group, implementation, &written)?;
    let mut reports = vec![Report { kind: Kind::ClaimAcknowledgment, content }];
    for part in dockets.iter().flat_map(|docket| remittance::payable(&docket.cases)) {
        let number = serial.stamped("EFT", now);
        let written = remittance::pay(&part, &number, now).write("0001").context("writing the 835")?;
        let (group, implementation) = (x12::remittance::FUNCTIONAL_ID, x12::remittance::IMPLEMENTATION);
        let content = back.numbered(serial.draw()).wrap(group, implementation, &[written])?;
        let times = if part.iter().any(|case| case.magic == Magic::Twice) { 2 } else { 1 };
        reports.extend(std::iter::repeat_n(Report { kind: Kind::Remittance, content }, times));
    }
    Ok(reports)
}
