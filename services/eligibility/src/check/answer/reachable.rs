//! Nothing a payer says of a patient is lost: every segment of its 2110 loops can be read in the JSON.

use super::Asked;
use super::told::told;
use super::understand;
use crate::check::ServiceTypes;
use crate::check::samples::day;
use proptest::prelude::*;
use serde_json::Value;

/// A value as it may stand in any element.
fn value() -> impl Strategy<Value = String> {
    "[A-Z0-9]{1,6}( [A-Z0-9]{1,4})?"
}

fn segment() -> impl Strategy<Value = String> {
    let eb = (
        prop::sample::select(vec![
            "1", "6", "A", "B", "C", "D", "F", "G", "I", "L", "MC", "R", "U", "V", "ZZ",
        ]),
        prop::sample::select(vec!["", "IND", "FAM"]),
        prop::sample::select(vec!["", "30", "98^UC", "AE"]),
        prop::sample::select(vec!["", "MA", "MC", "HM"]),
        value(),
        prop::sample::select(vec!["", "23", "24", "29", "27"]),
        0u32..100_000,
        prop::sample::select(vec!["*", "VS*12", "99*3.5"]),
        prop::sample::select(vec!["", "*Y*W", "**N"]),
    );
    let eb = eb.prop_map(|(kind, level, about, insurance, plan, period, cents, counted, flags)| {
        let money = format!("{}.{:02}", cents / 100, cents % 100);
        format!("EB*{kind}*{level}*{about}*{insurance}*{plan}*{period}*{money}**{counted}{flags}")
    });
    let under = (
        prop::sample::select(vec![
            "HSD*VS*",
            "REF*18*",
            "REF*ZZ*",
            "DTP*346*D8*",
            "DTP*291*RD8*",
            "AAA*N**",
            "MSG*",
            "III*ZZ*",
            "LS*2120*",
            "NM1*PR*2*",
            "NM1*P3*1*",
            "N3*",
            "N4*",
            "PER*IC*",
            "PRV*PC*PXC*",
            "LE*2120*",
            "HI*BK:",
            "MPI*",
            "QQ*",
            "K3*",
        ]),
        value(),
        value(),
    );
    let under = under.prop_map(|(start, one, other)| format!("{start}{one}*{other}"));
    prop_oneof![2 => eb, 5 => under]
}

fn message(segments: &[String]) -> String {
    let mut set: Vec<String> = [
        "ST*271*0001*005010X279A1",
        "BHT*0022*11*ANSWER1*20260621*0900",
        "HL*1**20*1",
        "NM1*PR*2*LAKESIDE*****PI*55501",
        "HL*2*1*21*1",
        "NM1*1P*2*MAPLE*****XX*1234567893",
        "HL*3*2*22*0",
        "NM1*IL*1*RIOS*NORA****MI*LHP00912",
        "EB*1**30",
    ]
    .map(str::to_owned)
    .to_vec();
    set.extend_from_slice(segments);
    let count = set.len() + 1;
    let header = "ISA*00*          *00*          *ZZ*55501          *ZZ*1234567893     *260621*0900*^*00501*000000001*0*T*:~";
    let body = set.join("~");
    format!(
        "{header}GS*HB*55501*1234567893*20260621*0900*1*X*005010X279A1~{body}~SE*{count}*0001~GE*1*1~IEA*1*000000001~"
    )
}

/// Every text in a JSON value.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| texts(one, into)),
        Value::Object(all) => all.values().for_each(|one| texts(one, into)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn every_segment_of_a_benefit_stays_visible(segments in prop::collection::vec(segment(), 0..30)) {
        let text = message(&segments);
        let all = told(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        let types = ServiceTypes::plan();
        let found = understand(&all[0], &Asked { service_types: &types, day: day(), answered: day() });
        let mut said = Vec::new();
        texts(&serde_json::to_value(&found).expect("JSON"), &mut said);
        for segment in &segments {
            prop_assert!(said.contains(segment), "{segment} is lost of {text}");
        }
        let again: crate::check::Finding =
            serde_json::from_value(serde_json::to_value(&found).expect("JSON")).expect("kept as it was");
        prop_assert!(again == found);
    }
}
