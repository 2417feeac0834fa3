//! The validator through the public interface.

use std::error::Error;

use x12::reader::Segments;
use x12::validate::{Finding, Level, Severity, Validator};

/// What the validator finds in a text, at every level.
fn findings(text: &str) -> Vec<Finding> {
    let mut validator = Validator::new(Level::Relation);
    let mut found = Vec::new();
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut found);
    }
    validator.finish(&mut found);
    found
}

#[test]
fn samples_agree_with_their_index() -> Result<(), Box<dyn Error>> {
    let Some(folder) = crate::samples::folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv"))?;
    for row in index.lines().skip(1) {
        let row: Vec<&str> = row.split('\t').collect();
        let bytes = std::fs::read(folder.join("samples").join(row[0]))?;
        let text = String::from_utf8_lossy(&bytes);
        let found = findings(&text);
        let errors: Vec<&Finding> =
            found.iter().filter(|finding| finding.severity == Severity::Error).collect();
        match (row[7], errors.is_empty()) {
            ("valid", false) => {
                println!("VALID BUT {} :: {}", row[0], row[6]);
                errors.iter().take(6).for_each(|e| println!("     {}", e.with_value()));
            }
            ("invalid", true) => println!("INVALID BUT {} :: {} :: {}", row[0], row[6], row[10]),
            ("mixed", false) => {
                println!("MIXED bad {} acc={} rej={}:: {}", row[0], row[8], row[9], row[10]);
                errors.iter().take(3).for_each(|e| println!("     {}", e.with_value()));
            }
            _ => {}
        }
    }
    Ok(())
}
