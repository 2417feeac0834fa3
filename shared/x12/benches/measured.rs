//! What is measured of this crate, once for every program that measures.

use std::hint::black_box;

use x12::claim::{self, ClaimForm, Levels, ProfessionalClaims};
use x12::envelope::{InterchangeWriter, WriteError};
use x12::reader::{Segments, Transactions};
use x12::remittance::{self, Piece, ProviderAdjustment, Remittance};
use x12::validate::{Level, Validator};
use x12::writer::TransactionWriter;
use x12::{Delimiters, InterchangeHeader, Usage, X12Error};

/// Every segment and every element of it in order, each handed to something the compiler cannot see through; gives how
/// many elements there are and how long they are together, names of segments included.
pub fn tokenize(text: &str) -> Result<(usize, usize), X12Error> {
    let (mut elements, mut bytes) = (0, 0);
    for segment in Segments::new(text) {
        let lengths = segment?.byte_parts().map(|part| black_box(part).len());
        (elements, bytes) = lengths.fold((elements, bytes), |(count, sum), length| (count + 1, sum + length));
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

/// An interchange of these 835, claim by claim.
pub fn write_remittances(remittances: &[Remittance]) -> Result<String, WriteError> {
    let (id, implementation) = (remittance::FUNCTIONAL_ID, remittance::IMPLEMENTATION);
    written(id, implementation, remittances, |one, number, interchange| {
        let mut set = interchange.set(TransactionWriter::new("835", number, None))?;
        set.write(|writer| one.write_head(writer))?;
        for group in &one.groups {
            set.write(|writer| {
                writer.put("LX", &[&group.number]);
            })?;
            group.claims.iter().try_for_each(|claim| set.write(|writer| claim.write(writer)))?;
        }
        set.write(|writer| ProviderAdjustment::write(writer, &one.provider_adjustments))?;
        set.end()
    })
}

/// An interchange of these 837P, claim by claim.
pub fn write_claims(submissions: &[ProfessionalClaims]) -> Result<String, WriteError> {
    let (id, implementation) = (claim::FUNCTIONAL_ID, claim::IMPLEMENTATION);
    written(id, implementation, submissions, |one, number, interchange| {
        let mut set = interchange.set(TransactionWriter::new("837", number, Some(implementation)))?;
        let mut levels = Levels::default();
        set.write(|writer| one.write_head(writer))?;
        for provider in &one.billing_providers {
            set.write(|writer| levels.billing_provider(writer, provider))?;
            for subscriber in &provider.subscribers {
                let has_patients = !subscriber.patients.is_empty();
                set.write(|writer| levels.subscriber(writer, subscriber, has_patients))?;
                subscriber.claims.iter().try_for_each(|claim| set.write(|writer| claim.write(writer)))?;
                for patient in &subscriber.patients {
                    set.write(|writer| levels.patient(writer, patient))?;
                    patient.claims.iter().try_for_each(|claim| set.write(|writer| claim.write(writer)))?;
                }
            }
        }
        set.end()
    })
}

/// The claims of an 835, each read, balanced and written to nowhere before the next; gives claims and faults.
pub fn copy_payments(text: &str) -> Result<(usize, usize), WriteError> {
    let (id, implementation) = (remittance::FUNCTIONAL_ID, remittance::IMPLEMENTATION);
    let mut interchange =
        InterchangeWriter::begin(std::io::sink(), &header(), id, implementation, Delimiters::default())?;
    let mut set = interchange.set(TransactionWriter::new("835", "0001", None))?;
    let (mut reader, mut claims, mut faults) = (remittance::Reader::new(text), 0, 0);
    while let Some(piece) = reader.next()? {
        if let Piece::Claim(claim, imbalances) = piece {
            set.write(|writer| claim.write(writer))?;
            (claims, faults) = (claims + 1, faults + imbalances.len());
        }
    }
    Ok((claims, faults))
}

/// As `copy_payments`, of an 837P, with its levels.
pub fn copy_submissions(text: &str) -> Result<(usize, usize), WriteError> {
    let (id, implementation) = (claim::FUNCTIONAL_ID, claim::IMPLEMENTATION);
    let mut interchange =
        InterchangeWriter::begin(std::io::sink(), &header(), id, implementation, Delimiters::default())?;
    let mut set = interchange.set(TransactionWriter::new("837", "0001", Some(implementation)))?;
    let (mut reader, mut levels) = (claim::Reader::professional(text), Levels::default());
    let (mut claims, mut faults) = (0, 0);
    while let Some(piece) = reader.next()? {
        match piece {
            claim::Piece::BillingProvider(one) => set.write(|writer| levels.billing_provider(writer, one))?,
            claim::Piece::Subscriber(one) => set.write(|writer| levels.subscriber(writer, one, false))?,
            claim::Piece::Patient(one, _) => set.write(|writer| levels.patient(writer, one))?,
            claim::Piece::Claim(claim, findings) => {
                set.write(|writer| claim.write(writer))?;
                (claims, faults) = (claims + 1, faults + findings.len());
            }
            _ => {}
        }
    }
    Ok((claims, faults))
}

type Interchange = InterchangeWriter<Vec<u8>>;

fn written<T>(
    id: &str,
    implementation: &str,
    sets: &[T],
    write: impl Fn(&T, &str, &mut Interchange) -> Result<(), WriteError>,
) -> Result<String, WriteError> {
    let mut interchange =
        InterchangeWriter::begin(Vec::new(), &header(), id, implementation, Delimiters::default())?;
    for (set, number) in sets.iter().zip(1..) {
        write(set, &format!("{number:04}"), &mut interchange)?;
    }
    let text = String::from_utf8(interchange.end()?);
    text.map_err(|error| WriteError::Io(std::io::Error::other(error)))
}

fn header() -> InterchangeHeader {
    InterchangeHeader {
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
    }
}
