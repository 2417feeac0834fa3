//! Answers as payers of each kind write them (all invented), and what the front desk reads in them.

use super::tests::{finding, read_as};
use crate::check::question::Question;
use crate::check::samples::{question, question_about_child};
use serde_json::{Value, json};

fn told_to(question: &Question, text: &str) -> Value {
    serde_json::to_value(finding(read_as(text, question))).expect("JSON")
}

fn told(text: &str) -> Value {
    told_to(&question(), text)
}

fn about(service_types: Value) -> Question {
    let mut question = question();
    question.check.service_types = serde_json::from_value(service_types).expect("codes");
    question
}

/// The members of each entry of a list, null for those it lacks.
fn each(list: &Value, members: &[&str]) -> Vec<Value> {
    let entries = list.as_array().expect("a list").iter();
    entries.map(|entry| members.iter().map(|member| entry[member].clone()).collect()).collect()
}

#[test]
fn a_ppo_states_person_and_family_in_and_out_of_the_network() {
    let found = told(include_str!("golden/ppo_family.edi"));
    assert_eq!((&found["outcome"], &found["basis"]["code"]), (&json!("active"), &json!("plan")));
    assert_eq!(found["plan"], "LAKESIDE PPO 500");
    let enrolled = &found["enrollment"];
    assert_eq!(enrolled["insurance_type"], "Preferred provider organization (PPO)");
    assert_eq!(
        [&enrolled["group_number"], &enrolled["group_name"], &enrolled["plan_number"], &enrolled["begins"]],
        ["G-7100", "LAKESIDE TOOL WORKS", "P-22", "2026-01-01"]
    );
    assert_eq!((&found["copay"], &found["coinsurance"]), (&json!("25.00"), &json!("20")));
    assert_eq!(
        found["deductible"],
        json!({"total": "500.00", "met": "379.50", "remaining": "120.50", "computed": ["met"]})
    );
    let members = ["kind", "coverage_level", "network", "total", "met", "remaining", "computed"];
    assert_eq!(
        each(&found["accumulators"], &members),
        [
            json!(["deductible", "individual", "in", "500.00", "379.50", "120.50", ["met"]]),
            json!(["deductible", "individual", "out", "1500.00", "0.00", "1500.00", ["met"]]),
            json!(["deductible", "family", "in", "1000.00", "400.00", "600.00", ["remaining"]]),
            json!(["deductible", "family", "out", "3000.00", null, null, null]),
            json!(["out_of_pocket", "individual", "in", "4000.00", "800.00", "3200.00", ["met"]]),
            json!(["out_of_pocket", "family", "in", "8000.00", "1000.00", "7000.00", ["met"]]),
            json!(["out_of_pocket", "family", "out", "8000.00", "1000.00", "7000.00", ["met"]]),
        ]
    );
    assert_eq!(
        each(&found["authorization_required"], &["service_type", "network", "required"]),
        [json!(["62", "in", true])]
    );
    assert_eq!(
        each(&found["not_covered"], &["kind", "service_types", "messages"]),
        [json!(["non_covered", ["35"], []]), json!(["exclusion", ["BD"], ["COSMETIC SERVICES EXCLUDED"]])]
    );
    assert_eq!(
        found["contacts"],
        json!([{"name": "MEMBER SERVICES", "ways": [{"kind": "phone", "value": "8005550100"},
            {"kind": "url", "value": "www.lakeside.example"}]}])
    );
    assert_eq!(found["differences"], json!([]));
    assert_eq!(found["not_understood"], json!([]));
}

#[test]
fn figures_are_those_of_what_was_asked_about_first() {
    let hmo = include_str!("golden/hmo_pcp.edi");
    let ppo = include_str!("golden/ppo_family.edi");
    for (codes, text, copay, coinsurance) in [
        (json!(["30"]), hmo, json!("15.00"), Value::Null),
        (json!(["98"]), hmo, json!("15.00"), Value::Null),
        (json!(["AE"]), hmo, json!("30.00"), Value::Null),
        (json!(["30", "MH"]), hmo, json!("0.00"), Value::Null),
        (json!(["86"]), hmo, json!("150.00"), Value::Null),
        (json!(["12"]), hmo, json!("15.00"), json!("50")),
        (json!(["UC"]), ppo, json!("60.00"), json!("20")),
    ] {
        let found = told_to(&about(codes.clone()), text);
        assert_eq!((&found["copay"], &found["coinsurance"]), (&copay, &coinsurance), "{codes}");
        let mut shares = each(&found["cost_shares"], &["kind", "amount", "service_types"]);
        shares.retain(|share| share[0] == "copay");
        assert_eq!(shares[0][1], copay, "{codes}");
    }
}

#[test]
fn an_hmo_names_the_primary_care_provider_and_how_to_reach_them() {
    let found = told(include_str!("golden/hmo_pcp.edi"));
    let provider = &found["primary_care_provider"];
    assert_eq!(
        [&provider["name"], &provider["npi"], &provider["taxonomy"], &provider["address"]],
        ["MARCUS B JONES", "1234567893", "207Q00000X", "1 CLINIC WAY, MADISON, WI, 53703"]
    );
    assert_eq!(
        each(&provider["contacts"][0]["ways"], &["kind", "value"]),
        [
            json!(["phone", "6085550144"]),
            json!(["fax", "6085550145"]),
            json!(["email", "office@jones.example"])
        ]
    );
    assert_eq!(
        each(&provider["dates"], &["meaning", "from"]),
        [json!(["primary care provider", "2026-02-01"])]
    );
    assert_eq!(
        found["deductible"],
        json!({"total": "0.00", "met": "0.00", "remaining": "0.00", "computed": ["met", "remaining"]}),
        "a deductible of nothing is a fact"
    );
    assert_eq!(found["enrollment"]["group_number"], "H-9");
    assert_eq!(found["messages"], json!(["REFERRAL FROM PRIMARY CARE PROVIDER REQUIRED FOR SPECIALISTS"]));
}

#[test]
fn limits_of_visits_are_told_whole_used_and_left() {
    let found = told(include_str!("golden/visit_limits.edi"));
    let members = ["service_types", "unit", "total", "used", "remaining", "computed", "period"];
    assert_eq!(
        each(&found["limits"], &members),
        [
            json!([["AE"], "visits", "30", "18", "12", ["met"], "Calendar year"]),
            json!([["33"], "visits", "20", "8", "12", ["remaining"], "Service year"]),
            json!([["MH"], "", null, null, null, null, null]),
            json!([["35"], "usd", "1500.00", "550.00", "950.00", ["met"], "Calendar year"]),
            json!([["AD"], "visits", "60", "45", "15", ["met"], "Calendar year"]),
            json!([["54"], "days", "365", null, null, null, "Lifetime"]),
        ]
    );
    assert_eq!(
        each(&found["limits"][2]["frequencies"], &["quantity", "every", "every_unit", "period", "periods"]),
        [json!([{"unit": "visits", "count": "10"}, "3", "weeks", "Month", "1"])]
    );
    assert_eq!(found["limits"][2]["messages"], json!(["AFTER TEN VISITS A REVIEW IS DUE"]));
}

#[test]
fn medicaid_names_the_managed_plan_to_bill_and_who_else_pays() {
    let found = told(include_str!("golden/medicaid_managed.edi"));
    assert_eq!((&found["outcome"], &found["copay"]), (&json!("active"), &json!("0.00")));
    let members = ["relation", "name", "id", "member_id", "rank", "address"];
    assert_eq!(
        each(&found["bill_instead"], &members),
        [json!([
            "managed_care_plan",
            "SUNRISE COMMUNITY PLAN",
            "SUN01",
            "MCO5551",
            null,
            "PO BOX 12, MADISON, WI, 53703"
        ])]
    );
    assert_eq!(found["bill_instead"][0]["contacts"][0]["ways"][0]["value"], "8005550199");
    assert_eq!(
        each(&found["other_payers"], &members),
        [json!(["other_payer", "HARBOR MUTUAL", "HM777", "HM12", "primary", null])]
    );
    assert_eq!(found["other_payers"][0]["group_number"], "POL77");
}

#[test]
fn medicare_names_the_advantage_plan_and_the_supplement() {
    let found = told(include_str!("golden/medicare_advantage.edi"));
    assert_eq!(
        (&found["outcome"], &found["coinsurance"], &found["deductible"]["remaining"]),
        (&json!("active"), &json!("20"), &json!("0.00"))
    );
    let members = ["relation", "name", "rank", "plan"];
    assert_eq!(
        each(&found["bill_instead"], &members),
        [json!(["medicare_advantage", "HARBOR HEALTH ADVANTAGE", "primary", "HARBOR GOLD ADVANTAGE"])]
    );
    assert_eq!(
        each(&found["other_payers"], &["name", "rank", "service_types", "insurance_type"]),
        [
            json!(["HARBOR HEALTH ADVANTAGE", "primary", ["30"], "Medicare Advantage HMO (Medicare risk)"]),
            json!(["HARBOR RX", null, ["88"], "Other"]),
            json!(["PRAIRIE SUPPLEMENT", "secondary", ["30"], "Supplemental policy"]),
        ]
    );
}

#[test]
fn what_is_carved_out_says_whom_to_bill_for_what() {
    let found = told(include_str!("golden/carve_out.edi"));
    assert_eq!(
        each(&found["bill_instead"], &["relation", "name", "service_types", "messages"]),
        [
            json!(["carved_out", "CALM BEHAVIORAL HEALTH", ["MH", "AI"], []]),
            json!(["carved_out", null, ["AL"], ["SUBMIT CLAIMS TO CLEARVIEW VISION, PO BOX 9"]]),
            json!(["said_in_words", null, ["98"], ["BILL LAB SERVICES TO NORTH LAB"]]),
        ]
    );
    assert_eq!(found["copay"], "20.00");
}

#[test]
fn an_ended_coverage_says_when_it_ended() {
    let found = told(include_str!("golden/inactive_with_dates.edi"));
    assert_eq!(found["outcome"], "inactive");
    assert_eq!((&found["basis"]["code"], &found["basis"]["ended"]), (&json!("ended"), &json!("2026-03-31")));
    let enrolled = &found["enrollment"];
    assert_eq!([&enrolled["begins"], &enrolled["ends"]], ["2024-01-01", "2026-03-31"]);
    assert_eq!(
        each(&enrolled["dates"], &["meaning"]),
        [json!(["eligibility begin"]), json!(["eligibility end"])]
    );
}

#[test]
fn a_dependent_is_told_apart_from_the_subscriber() {
    let found = told_to(&question_about_child(), include_str!("golden/dependent.edi"));
    assert_eq!((&found["outcome"], &found["copay"]), (&json!("active"), &json!("25.00")));
    assert_eq!((&found["differences"], &found["enrollment"]["group_number"]), (&json!([]), &json!("G-7100")));
    assert_eq!(found["enrollment"]["begins"], "2026-01-01");
}

#[test]
fn a_rejection_is_told_with_its_level() {
    for (text, level, codes) in [
        (include_str!("golden/aaa_source.edi"), "source", &["42"][..]),
        (include_str!("golden/aaa_payer.edi"), "payer", &["79"]),
        (include_str!("golden/aaa_provider.edi"), "provider", &["51"]),
        (include_str!("golden/aaa_subscriber.edi"), "subscriber", &["72", "75"]),
        (include_str!("golden/aaa_dependent.edi"), "dependent", &["67"]),
    ] {
        let asked = if level == "dependent" { question_about_child() } else { question() };
        let found = told_to(&asked, text);
        assert_eq!(found["outcome"], "undetermined", "{level}");
        assert_eq!(found["reason"]["code"], "rejected_by_payer", "{level}");
        let rejections = each(&found["rejections"], &["code", "level"]);
        assert_eq!(rejections, codes.iter().map(|code| json!([code, level])).collect::<Vec<_>>());
    }
    let of_benefit = include_str!("golden/aaa_benefit.edi");
    let plan = told(of_benefit);
    assert_eq!((&plan["outcome"], &plan["rejections"][0]["level"]), (&json!("active"), &json!("benefit")));
    let therapy = told_to(&about(json!(["AE"])), of_benefit);
    assert_eq!(therapy["outcome"], "undetermined");
}
