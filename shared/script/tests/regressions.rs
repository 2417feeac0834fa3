//! What fuzzing found, and a short run of the fuzzing that `cargo bench -p script --bench fuzz` does at length.

use script::{ScriptError, parse, write};

use crate::example::golden;
use crate::fuzz::Run;

/// Found by fuzzing: what is not understood in a Name stands beside the Names it is written as.
#[test]
fn a_name_with_an_unknown_part_comes_back_in_both_versions() -> Result<(), ScriptError> {
    let strange = golden().replace("<LastName>Vega</LastName>", "<LastName>Vega</LastName><Alias>V</Alias>");
    for xml in [strange.clone(), strange.replace("\"20170715\"", "\"2023011\"")] {
        let read = parse(&xml)?;
        let written = write(&read)?;
        assert!(written.contains("<Alias>V</Alias>"), "{written}");
        assert!(parse(&written)? == read, "{written}");
    }
    for name in ["Names", "GenderAndSex"] {
        let with = |group: String| golden().replace("<Gender>", &format!("{group}<Gender>"));
        let read = parse(&with(format!("<{name}/>")).replace("\"20170715\"", "\"2023011\""))?;
        assert!(parse(&write(&read)?)? == read, "{name}");
        assert!(parse(&with(format!("<{name}>x</{name}>"))).is_err(), "{name}");
    }
    let twice = golden().replace(
        "</Gender>",
        "</Gender><GenderAndSex><AdministrativeGender>M</AdministrativeGender></GenderAndSex>",
    );
    assert!(matches!(parse(&twice), Err(ScriptError::NotOne { .. })), "nobody can tell which is meant");
    Ok(())
}

#[test]
fn five_thousand_executions_find_nothing() {
    let seed = 20_261_130;
    println!("seed {seed}");
    let run = Run::new(seed).executions(5_000);
    assert_eq!(run.count, 5_000);
    assert!(run.read > 0 && run.refused > 0, "both ends of the door were tried");
    assert!(run.kept() > 20, "inputs lead to others");
}
