//! Files broken on purpose, one fault in each, and harmless ones: what we say of them, and what others say.
//!
//! `cases.tsv` makes them from `base/*.edi` (how: `corpus/operation.rs`) and says what is to be found.
//! `open.tsv` has the cases our validator still gets wrong; `verdicts.tsv` what independent validators say,
//! and `differences.tsv` where that is not what is to be found, and why. After a change of cases:
//! `X12_WRITE_CORPUS=DIR cargo test -p x12 corpus`, then `judge.py --maps DIR --stupidedi LIB:LIB DIR >
//! verdicts.tsv`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

mod case;
mod document;
mod judges;
mod operation;
mod ours;
mod table;

use case::{Case, cases};
use judges::Verdicts;

#[test]
fn cases_differ_from_each_other() -> Result<(), String> {
    let cases = cases()?;
    let broken = cases.iter().filter(|case| !case.expected.accepts()).count();
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

/// Fails where the cases that differ are not those of a table, whose rows are a case and the reason.
fn assert_listed(table: &str, mut differences: BTreeMap<String, String>) -> Result<(), String> {
    let mut gone = Vec::new();
    for row in table::rows(table)? {
        let [case, reason] = &row[..] else {
            return Err(format!("{table}: {row:?} is not a case and a reason"));
        };
        assert!(!reason.is_empty(), "{table}: {case} has no reason");
        if differences.remove(case).is_none() {
            gone.push(case.clone());
        }
    }
    let unlisted: Vec<String> = differences.iter().map(|(case, what)| format!("{case}: {what}")).collect();
    assert!(unlisted.is_empty(), "not in {table}, {}:\n{}", unlisted.len(), unlisted.join("\n"));
    assert!(gone.is_empty(), "in {table}, but no longer so: {}", gone.join(", "));
    Ok(())
}

#[test]
fn we_find_what_is_to_be_found() -> Result<(), String> {
    let difference = |case: Case| Some((case.name, ours::difference(&case.bytes, &case.expected)?));
    assert_listed("open.tsv", cases()?.into_iter().filter_map(difference).collect())
}

#[test]
fn differences_from_the_judges_are_explained() -> Result<(), String> {
    let (cases, verdicts) = (cases()?, Verdicts::recorded()?);
    let names: BTreeSet<&String> = cases.iter().map(|case| &case.name).collect();
    assert!(names.into_iter().eq(verdicts.cases()), "verdicts.tsv has other cases: judge them again");
    let difference = |case: &Case| match (case.expected.accepts(), verdicts.accepted(&case.name)?) {
        (true, false) => Some((case.name.clone(), "we accept it, somebody does not".to_owned())),
        (false, true) => Some((case.name.clone(), "we refuse it, nobody else does".to_owned())),
        _ => None,
    };
    assert_listed("differences.tsv", cases.iter().filter_map(difference).collect())
}

/// All of them take minutes: one in thirty, or all with `PRAXIS_X12_JUDGE=all`.
#[test]
fn judges_say_what_is_recorded() -> Result<(), String> {
    let all = std::env::var("PRAXIS_X12_JUDGE").is_ok_and(|chosen| chosen == "all");
    let cases = cases()?;
    let now = match judges::ask(cases.iter().step_by(if all { 1 } else { 30 })) {
        Ok(now) => now,
        Err(why) => {
            println!("skipped: {why}");
            return Ok(());
        }
    };
    if now.absent() > 0 {
        println!("skipped: {} of the validators are not here", now.absent());
    }
    let changed = Verdicts::recorded()?.changed(&now);
    assert!(changed.is_empty(), "{}", changed.join("\n"));
    Ok(())
}
