//! Values written over the text they came from: unchanged, they give every sample back byte for byte.

use std::error::Error;
use std::path::PathBuf;

use x12::acknowledgment::Ack999;
use x12::claim::ProfessionalClaims;
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::claim_status::{StatusRequest, StatusResponse};
use x12::eligibility::{Inquiry, Response};
use x12::guide::Guide;
use x12::institutional::InstitutionalClaims;
use x12::original::{Original, Transaction};
use x12::reader::{Segment, Transactions};
use x12::remittance::Remittance;
use x12::{Amount, TransactionSet, X12Error};

use crate::samples::folder;

/// What a value written alone says otherwise: ST that names another version than the guide's own.
fn names_another_version(segment: &Segment<'_>, set: &TransactionSet<'_>) -> bool {
    let guide = Guide::of(set.st01, set.implementation);
    segment.id() == "ST" && guide.is_none_or(|guide| guide.id != segment.element(3))
}

/// What one sample showed.
#[derive(Default)]
struct Tally {
    /// The strict validators agree that the file is valid.
    agreed: bool,
    returned: usize,
    refused: Vec<String>,
    /// File and segment id.
    unsaid: Vec<(String, String)>,
}

fn visit<T: Transaction>(
    file: &str,
    set: &TransactionSet<'_>,
    name: &str,
    tally: &mut Tally,
) -> Result<(), X12Error> {
    let original = match Original::<T>::read(file, set) {
        Ok(original) => original,
        Err(error) => {
            tally.refused.push(format!("{name}: {error}"));
            assert!(!tally.agreed, "{name} is valid, and refused: {error}");
            return Ok(());
        }
    };
    assert_eq!(original.write()?, file[original.range()], "{name}");
    tally.returned += 1;
    let lost = |segment: &Segment<'_>| tally.agreed && !names_another_version(segment, set);
    let unsaid: Vec<_> = original.unsaid()?.into_iter().filter(lost).collect();
    tally.unsaid.extend(unsaid.iter().map(|segment| (name.to_owned(), segment.id().to_owned())));
    Ok(())
}

fn visit_any(file: &str, set: &TransactionSet<'_>, name: &str, tally: &mut Tally) -> Result<(), X12Error> {
    match (set.st01, set.implementation) {
        ("270", _) => visit::<Inquiry>(file, set, name, tally),
        ("271", _) => visit::<Response>(file, set, name, tally),
        ("276", _) => visit::<StatusRequest>(file, set, name, tally),
        ("277", "005010X214") => visit::<ClaimAcknowledgment>(file, set, name, tally),
        ("277", _) => visit::<StatusResponse>(file, set, name, tally),
        ("835", _) => visit::<Remittance>(file, set, name, tally),
        ("837", version) if version.starts_with("005010X222") => {
            visit::<ProfessionalClaims>(file, set, name, tally)
        }
        ("837", version) if version.starts_with("005010X223") => {
            visit::<InstitutionalClaims>(file, set, name, tally)
        }
        ("999", _) => visit::<Ack999>(file, set, name, tally),
        _ => Ok(()),
    }
}

#[test]
fn every_sample_comes_back_byte_for_byte() -> Result<(), Box<dyn Error>> {
    let Some(folder) = folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv"))?;
    let mut tally = Tally::default();
    for row in index.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let name = columns[0];
        tally.agreed = columns[7] == "valid";
        let path: PathBuf = folder.join("samples").join(name);
        let bytes = std::fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
        let file = String::from_utf8_lossy(&bytes);
        for delivery in Transactions::new(&file).map_while(Result::ok) {
            visit_any(&file, &delivery.set, name, &mut tally)?;
        }
    }
    println!("{} came back, {} refused", tally.returned, tally.refused.len());
    tally.refused.iter().for_each(|refused| println!("refused {refused}"));
    assert_eq!(tally.unsaid, [], "lost in a typed value");
    assert!(tally.returned > 100, "only {} transaction sets came back", tally.returned);
    Ok(())
}

const ISA: &str = "ISA|00|          |00|          |ZZ|A              |ZZ|B              |260309|1405|^|00501|000000042|1|T|:\n";

/// Odd separators and spellings: line breaks as terminators, `100.00`, a segment out of its usual order.
fn remittance() -> String {
    let body = "ST|835|0001\nBPR|I|75.00|C|CHK||||||||||||20260301\nTRN|1|100|1512345678\nN1|PR|PAYER\nN3|1 MAIN\nN4|CITY|PA|17111\n\
                PER|BL|JO|TE|9005555555\nN1|PE|CLINIC|XX|1234567893\nLX|1\nCLP|A1|1|100.00|75.00|25.00|12|ICN1|11|1\nCAS|PR|2|25.00\n\
                NM1|QC|1|DOE|JO||||MI|M1\nREF|EA|17\nDTM|232|20260201\nZZZ|OWN\nSE|16|0001\n";
    format!("{ISA}GS|HP|A|B|20260309|1405|7|X|005010X221A1\n{body}GE|1|7\nIEA|1|000000042\n")
}

fn changed(change: impl Fn(&mut Remittance)) -> Result<(String, String), X12Error> {
    let file = remittance();
    let delivery = Transactions::new(&file).next().expect("one transaction set")?;
    let mut original = Original::<Remittance>::read(&file, &delivery.set)?;
    change(&mut original.value);
    let written = original.write()?;
    Ok((file[original.range()].to_owned(), written))
}

#[test]
fn a_change_touches_its_own_segment_only() -> Result<(), X12Error> {
    let (before, after) = changed(|value| value.groups[0].claims[0].paid = Amount::from_cents(7_000))?;
    let differing: Vec<_> = before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(differing, [("CLP|A1|1|100.00|75.00|25.00|12|ICN1|11|1", "CLP|A1|1|100|70|25|12|ICN1|11|1")]);
    Ok(())
}

#[test]
fn what_is_added_or_taken_out_is_counted() -> Result<(), X12Error> {
    let (before, after) = changed(|value| value.groups[0].claims[0].adjustments.clear())?;
    assert_eq!(after, before.replace("CAS|PR|2|25.00\n", "").replace("SE|16|", "SE|15|"));
    let (before, after) = changed(|value| {
        let claim = &mut value.groups[0].claims[0];
        let more = claim.adjustments[0].clone();
        claim.adjustments.push(x12::claim::Adjustment { reason: "3".into(), ..more });
    })?;
    assert_eq!(after, before.replace("CAS|PR|2|25.00\n", "CAS|PR|2|25||3|25\n"));
    Ok(())
}

#[test]
fn a_value_that_holds_a_separator_is_refused() {
    let error = changed(|value| value.payer.name = "A|B".into()).expect_err("holds a separator");
    assert!(error.to_string().contains("separator of this interchange"), "{error}");
}
