//! Published samples, read in place: folder `X12_SAMPLES`, or the one beside the checkout.

use std::error::Error;
use std::path::{Path, PathBuf};

use x12::acknowledgment::{Ack999, Ta1};
use x12::claim_status::{StatusRequest, StatusResponse};
use x12::eligibility::{Inquiry, Response};
use x12::{Interchange, TransactionSet, TransactionText, X12Error, write_interchange};

use crate::values::header;

pub(crate) fn folder() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12");
    let folder = std::env::var_os("X12_SAMPLES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    folder.join("INDEX.tsv").is_file().then_some(folder)
}

/// Files of these transactions that the strict validators agree on.
fn valid(folder: &Path, transactions: &[&str]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let index = std::fs::read_to_string(folder.join("INDEX.tsv"))?;
    let rows = index.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let chosen = rows.filter(|row| row.len() > 7 && row[7] == "valid" && transactions.contains(&row[1]));
    Ok(chosen.map(|row| folder.join("samples").join(row[0])).collect())
}

fn check_all(
    transactions: &[&str],
    check: fn(&TransactionSet<'_>) -> Result<(), X12Error>,
) -> Result<(), Box<dyn Error>> {
    let Some(folder) = folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    };
    let files = valid(&folder, transactions)?;
    assert!(!files.is_empty(), "the index lists no valid {transactions:?}");
    for file in files {
        let name = file.display();
        let bytes = std::fs::read(&file).map_err(|error| format!("{name}: {error}"))?;
        let text = String::from_utf8_lossy(&bytes);
        let interchanges = Interchange::read(&text).map_err(|error| format!("{name}: {error}"))?;
        for set in interchanges.iter().flat_map(Interchange::transactions) {
            check(set).map_err(|error| format!("{name}: {error}"))?;
        }
    }
    Ok(())
}

/// Parsed, written and parsed again, with nothing left unread.
fn survives<T: PartialEq>(
    set: &TransactionSet<'_>,
    parse: impl Fn(&TransactionSet<'_>) -> Result<T, X12Error>,
    write: impl Fn(&T) -> Result<TransactionText, X12Error>,
) -> Result<(), X12Error> {
    let value = parse(set)?;
    let text = write_interchange(&header(), "XX", set.implementation, &[write(&value)?])?;
    let again = Interchange::read(&text)?;
    assert!(parse(&again[0].groups[0].transactions[0])? == value, "{text}");
    Ok(())
}

#[test]
fn eligibility_samples() -> Result<(), Box<dyn Error>> {
    check_all(&["270", "271"], |set| match set.st01 {
        "270" => {
            assert!(Inquiry::parse_all(set)?.iter().all(|inquiry| inquiry.unread.0.is_empty()));
            survives(set, Inquiry::parse, |inquiry| inquiry.write("0001"))
        }
        _ => {
            assert!(Response::parse_all(set)?.iter().all(|response| response.unread.0.is_empty()));
            survives(set, Response::parse, |response| response.write("0001"))
        }
    })
}

#[test]
fn claim_status_samples() -> Result<(), Box<dyn Error>> {
    check_all(&["276", "277"], |set| match set.st01 {
        "276" => {
            assert!(StatusRequest::parse(set)?.unread.0.is_empty());
            survives(set, StatusRequest::parse, |request| request.write("0001"))
        }
        _ => {
            assert!(StatusResponse::parse(set)?.unread.0.is_empty());
            survives(set, StatusResponse::parse, |response| response.write("0001"))
        }
    })
}

#[test]
fn acknowledgment_samples() -> Result<(), Box<dyn Error>> {
    check_all(&["999"], |set| survives(set, Ack999::parse, |ack| ack.write("0001")))
}

#[test]
fn interchange_acknowledgment_samples() -> Result<(), Box<dyn Error>> {
    let Some(folder) = folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    };
    for file in valid(&folder, &["TA1"])? {
        let text = std::fs::read_to_string(&file)?;
        let read = Interchange::read(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        assert!(!read[0].interchange_acknowledgments.is_empty(), "{}", file.display());
        for segment in &read[0].interchange_acknowledgments {
            Ta1::parse(segment)?;
        }
    }
    Ok(())
}
