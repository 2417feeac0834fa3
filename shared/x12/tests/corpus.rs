//! Files broken on purpose, one fault in each, and harmless ones: what we say of them, and what others say.

use std::collections::HashSet;

mod case;
mod document;
mod operation;
mod ours;
mod table;

use case::{Expected, cases};

#[test]
fn cases_differ_from_each_other() -> Result<(), String> {
    let cases = cases()?;
    let broken = cases.iter().filter(|case| !matches!(case.expected, Expected::Accepted)).count();
    assert!(broken >= 400 && cases.len() - broken >= 40, "{broken} of {} cases are broken", cases.len());
    let (mut names, mut texts) = (HashSet::new(), HashSet::new());
    for case in &cases {
        assert!(names.insert(&case.name), "{} is there twice", case.name);
        assert!(texts.insert(&case.bytes), "{} is the same file as another case", case.name);
    }
    Ok(())
}

#[test]
fn cases_can_be_written_out() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = std::env::var_os("X12_WRITE_CORPUS").map(std::path::PathBuf::from) else {
        println!("skipped: set X12_WRITE_CORPUS to a folder that is to hold the cases as files");
        return Ok(());
    };
    std::fs::create_dir_all(&folder)?;
    for case in cases()? {
        std::fs::write(folder.join(format!("{}.edi", case.name)), case.bytes)?;
    }
    Ok(())
}

#[test]
fn we_find_what_is_to_be_found() -> Result<(), String> {
    let cases = cases()?;
    let differences = cases.iter().filter_map(|case| {
        let difference = ours::difference(&case.bytes, &case.expected)?;
        Some(format!("{}: {difference}", case.name))
    });
    let differences: Vec<String> = differences.collect();
    assert!(
        differences.is_empty(),
        "{} of {} cases:\n{}",
        differences.len(),
        cases.len(),
        differences.join("\n")
    );
    Ok(())
}
