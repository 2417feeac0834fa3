//! Reading a raw 271 that nobody here asked for.

use crate::desk::Desk;
use kit::Answer;
use serde_json::json;

const MEDICAID: &str = include_str!("../../src/check/answer/golden/medicaid_managed.edi");
const LIMITS: &str = include_str!("../../src/check/answer/golden/visit_limits.edi");

async fn read(desk: &Desk, query: &str, text: &str) -> Answer {
    desk.house.post_text(&format!("/v1/x12/271{query}"), "application/edi-x12", text).await
}

#[actix_web::test]
async fn a_271_is_told_as_the_answer_of_a_check_is_and_not_kept() {
    let desk = Desk::open().await;
    let told = read(&desk, "", MEDICAID).await.expect(200).body;
    let one = &told["responses"][0];
    assert_eq!((&one["outcome"], &one["copay"]), (&json!("active"), &json!("0.00")));
    assert_eq!(one["bill_instead"][0]["name"], "SUNRISE COMMUNITY PLAN");
    assert_eq!(one["payer"], json!({"name": "STATE MEDICAID", "id": "55501", "id_qualifier": "PI"}));
    assert_eq!(one["subscriber"]["references"][0]["meaning"], "Medicaid recipient id");
    let later = read(&desk, "?service_date=2026-07-01&service_types=98,UC", MEDICAID).await.expect(200).body;
    assert_eq!(later["responses"][0]["outcome"], "undetermined", "Medicaid answers for a month");
    assert_eq!(later["responses"][0]["reason"]["code"], "other_day");
    assert!(desk.checks("").await.is_empty());
    assert!(desk.house.announced().await.is_empty());
}

#[actix_web::test]
async fn what_is_wrong_names_the_segment_and_never_the_value() {
    let desk = Desk::open().await;
    let broken = MEDICAID.replace("DMG*D8*19840229", "DMG*D8*19840230");
    for (text, place) in [
        (broken.as_str(), "2100C/DMG#11/02"),
        (&MEDICAID.replace("SE*", "SE*9"), "SE#"),
        (&MEDICAID[..600], ""),
        ("<html>Sorry</html>", ""),
        ("", ""),
        ("ISA\0", ""),
        (&MEDICAID.replace("ST*271", "ST*270"), "ST01"),
    ] {
        let refused = read(&desk, "", text).await;
        refused.refused(400, "x12-invalid");
        let named = refused.body["errors"][0]["pointer"].as_str().expect("a place");
        assert!(named.contains(place), "{named}");
        assert!(!refused.body.to_string().contains("19840230"));
    }
    read(&desk, "?service_date=tomorrow", LIMITS).await.names("?service_date");
    read(&desk, "?service_types=dental", LIMITS).await.names("?service_types");
    read(&desk, "?colour=blue", LIMITS).await.refused(400, "invalid-request");
    let much = LIMITS.repeat((1 << 20) / LIMITS.len() + 1);
    read(&desk, "", &much).await.refused(413, "body-too-large");
}
