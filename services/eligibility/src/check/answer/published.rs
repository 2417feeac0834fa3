use super::told::told;
use std::path::{Path, PathBuf};
#[test]
fn list() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12"));
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    for row in index.lines() {
        let row: Vec<&str> = row.split('\t').collect();
        if row[1] != "270" && row[1] != "271" { continue }
        let text = String::from_utf8_lossy(&std::fs::read(folder.join("samples").join(row[0])).unwrap()).into_owned();
        let says = if row[1] == "271" { told(&text).map(|all| format!("{} {:?}", all.len(), all.iter().map(|t| t.response.benefits.len()).collect::<Vec<_>>())) } else {
            x12::Interchange::read(&text).and_then(|i| i.iter().flat_map(x12::Interchange::transactions).map(|s| x12::eligibility::Inquiry::parse_all(s).map(|v| v.len())).collect::<Result<Vec<_>, _>>()).map(|v| format!("{v:?}")) };
        println!("{} {} :: {}", row[0], row[7], match says { Ok(s) => s, Err(e) => e.to_string() });
    }
    let _ = Path::new("");
}
