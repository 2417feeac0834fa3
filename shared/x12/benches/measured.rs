//! What is measured of this crate, once for every program that measures.

use std::hint::black_box;

use x12::claim::{self, ProfessionalClaims};
use x12::reader::{Segments, Transactions};
use x12::remittance::{self, Piece, Remittance};
use x12::validate::{Level, Validator};
use x12::{InterchangeHeader, TransactionText, Usage, X12Error, write_interchange};

/// Every segment and every element of it in order, each handed to something the compiler cannot see through; gives how
/// many elements there are and how long they are together, names of segments included.
pub fn tokenize(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut elements, mut bytes) = (0, 0);
    for segment in Segments::new(text) {
        for part in segment?.parts() {
            elements += 1;
            bytes += black_box(part).len();
        }
        elements -= 1;
    }
    Ok((elements, bytes))
}

/// The same, with every element asked for by its number.
pub fn tokenize_by_number(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut elements, mut bytes) = (0, 0);
    for segment in Segments::new(text) {
        let segment = segment?;
        let count = segment.elements();
        elements += count;
        bytes += (0..=count).map(|n| black_box(segment.element(n)).len()).sum::<usize>();
    }
    Ok((elements, bytes))
}

/// The envelope and every transaction set of an 835, typed and balanced, one after the other; gives claims and faults.
pub fn read_remittances(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut claims, mut faults) = (0, 0);
    for delivery in Transactions::new(text) {
        let remittance = Remittance::read(&delivery?.set)?;
        claims += remittance.claims().count();
        faults += remittance.check().len();
    }
    Ok((claims, faults))
}

/// As `read_remittances`, claim by claim.
pub fn read_payments(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut claims, mut faults) = (0, 0);
    let mut reader = remittance::Reader::new(text);
    while let Some(piece) = reader.next()? {
        match black_box(piece) {
            Piece::Claim(_, imbalances) => (claims, faults) = (claims + 1, faults + imbalances.len()),
            Piece::End(_, imbalance) => faults += usize::from(imbalance.is_some()),
            Piece::Begin(_) | Piece::Group(_) => {}
        }
    }
    Ok((claims, faults))
}

/// As `read_remittances`, of an 837P.
pub fn read_claims(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut claims, mut faults) = (0, 0);
    for delivery in Transactions::new(text) {
        let submission = ProfessionalClaims::read(&delivery?.set)?;
        claims += submission.claims().count();
        faults += submission.check().len();
    }
    Ok((claims, faults))
}

/// As `read_claims`, claim by claim.
pub fn read_submissions(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut claims, mut faults) = (0, 0);
    let mut reader = claim::Reader::professional(text);
    while let Some(piece) = reader.next()? {
        match black_box(piece) {
            claim::Piece::Claim(_, findings) => (claims, faults) = (claims + 1, faults + findings.len()),
            claim::Piece::Patient(_, findings) => faults += findings.len(),
            _ => {}
        }
    }
    Ok((claims, faults))
}

/// Every segment through the validator, down to `level`; gives how much was found.
pub fn validate(text: &str, level: Level) -> Result<usize, X12Error> {
    let (mut validator, mut findings) = (Validator::new(level), Vec::new());
    for segment in Segments::new(text) {
        validator.push(&segment?, &mut findings);
    }
    validator.finish(&mut findings);
    Ok(findings.len())
}

/// Every transaction set of an 835, kept.
pub fn keep_remittances(text: &str) -> Result<Vec<Remittance>, X12Error> {
    Transactions::new(text).map(|delivery| Remittance::read(&delivery?.set)).collect()
}

/// Every transaction set of an 837P, kept.
pub fn keep_claims(text: &str) -> Result<Vec<ProfessionalClaims>, X12Error> {
    Transactions::new(text).map(|delivery| ProfessionalClaims::read(&delivery?.set)).collect()
}

/// An interchange of these 835.
pub fn write_remittances(remittances: &[Remittance]) -> Result<String, X12Error> {
    let numbered = remittances.iter().zip(1..);
    let texts = numbered.map(|(one, number)| one.write(&format!("{number:04}"))).collect::<Result<_, _>>()?;
    wrapped(remittance::FUNCTIONAL_ID, remittance::IMPLEMENTATION, texts)
}

/// An interchange of these 837P.
pub fn write_claims(submissions: &[ProfessionalClaims]) -> Result<String, X12Error> {
    let numbered = submissions.iter().zip(1..);
    let texts = numbered.map(|(one, number)| one.write(&format!("{number:04}"))).collect::<Result<_, _>>()?;
    wrapped(claim::FUNCTIONAL_ID, claim::IMPLEMENTATION, texts)
}

fn wrapped(id: &str, implementation: &str, texts: Vec<TransactionText>) -> Result<String, X12Error> {
    let header = InterchangeHeader {
        sender_qualifier: "ZZ".into(),
        sender: "SYNTHETIC".into(),
        receiver_qualifier: "ZZ".into(),
        receiver: "BENCHMARK".into(),
        date: chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap_or_default(),
        time: chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default(),
        control: 1,
        usage: Usage::Test,
        acknowledgment_requested: false,
        gs_sender: "SYNTHETIC".into(),
        gs_receiver: "BENCHMARK".into(),
        group_control: 1,
    };
    write_interchange(&header, id, implementation, &texts)
}
