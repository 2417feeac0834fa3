use super::*;
use crate::check::samples::{moment, question, question_about_child};
use model::Money;

pub const TRACE: &str = "00000000000000000000000000000007";
pub const NORA: &[&str] = &["NM1*IL*1*RIOS*NORA****MI*LHP00912", "DMG*D8*19840229*F"];

pub fn answer(trace: &str, person: &[&str], benefits: &[&str]) -> String {
    let trn = format!("TRN*2*{trace}*1123456789");
    let patient = [&["HL*3*2*22*0", &trn], person, benefits].concat();
    transaction(&[&["HL*2*1*21*1", "NM1*1P*2*MAPLE*****XX*1234567893"], &patient[..]].concat())
}

fn transaction(levels: &[&str]) -> String {
    let head = ["ST*271*0001*005010X279A1", "BHT*0022*11*OTHER*20260621*0900", "HL*1**20*1"];
    let payer = ["NM1*PR*2*LAKESIDE*****PI*55501"];
    let body = [&head, &payer[..], levels].concat();
    let header = "ISA*00*          *00*          *ZZ*55501          *ZZ*1234567893     *260621*0900*^*00501*000000001*0*T*:~";
    let (body, count) = (body.join("~"), body.len() + 1);
    format!(
        "{header}GS*HB*55501*1234567893*20260621*0900*1*X*005010X279A1~{body}~SE*{count}*0001~GE*1*1~IEA*1*000000001~"
    )
}

pub fn read_as(text: &str, question: &Question) -> Reading {
    read(text, question, moment())
}

pub fn finding(reading: Reading) -> Finding {
    match reading {
        Reading::Answered(state) | Reading::Rejected(state) | Reading::Unavailable(state) => {
            state.finding().expect("ended").clone()
        }
        Reading::Unreadable | Reading::TooLarge | Reading::Mismatched => panic!("no answer: {reading:?}"),
    }
}

fn read_benefits(benefits: &[&str]) -> Finding {
    finding(read(&answer(TRACE, NORA, benefits), &question(), moment()))
}

#[test]
fn the_figures_the_front_desk_asks_for_are_found() {
    let found = read_benefits(&[
        "EB*1**30*HM*SILVER 2",
        "EB*B**30*HM**27*45*****Y",
        "EB*B**98^UC*HM**27*20*****Y",
        "EB*B**98*HM**27*60*****N",
        "EB*C*IND*30***23*1500*****Y",
        "EB*C*IND*30***29*412.5*****Y",
        "EB*C*FAM*30***23*3000*****Y",
        "EB*G*IND*30***23*5000*****W",
        "EB*G*IND*30***24*1200.25*****W",
        "EB*A*IND*98*****.2***N*Y",
        "MSG*Referral needed",
    ]);
    let cents = |cents| Some(Money::from_cents(cents));
    assert_eq!(found.outcome, EligibilityOutcome::Active);
    assert_eq!((found.plan.as_deref(), found.copay), (Some("SILVER 2"), cents(2000)));
    let limit =
        |limit: Option<crate::check::finding::Limit>| limit.map(|limit| (limit.total, limit.remaining));
    assert_eq!(limit(found.deductible), Some((cents(150_000), cents(41_250))));
    assert_eq!(limit(found.out_of_pocket), Some((cents(500_000), cents(379_975))));
    let share = found.benefits.last().expect("coinsurance");
    assert_eq!((share.percent.as_deref(), share.authorization_required), (Some("20"), Some(false)));
    assert_eq!(share.messages, ["Referral needed"]);
    assert!(found.reason.is_none() && found.rejections.is_empty() && found.differences.is_empty());
}

#[test]
fn a_rejection_tells_what_it_means_and_whether_waiting_helps() {
    for (aaa, retried) in [
        ("AAA*N**72*C", false),
        ("AAA*N**75*C", false),
        ("AAA*Y**42*R", true),
        ("AAA*Y**80*P", true),
        ("AAA*Y**42*N", false),
        ("AAA*Y**42*W", false),
        ("AAA*N**Q7*C", false),
    ] {
        let person = [NORA[0], aaa];
        let reading = read(&answer(TRACE, &person, &[]), &question(), moment());
        assert_eq!(matches!(reading, Reading::Unavailable(_)), retried, "{aaa}");
        let found = finding(reading);
        assert_eq!(found.outcome, EligibilityOutcome::Undetermined);
        assert_eq!(found.reason.map(|reason| reason.code), Some(ReasonCode::RejectedByPayer));
        let [rejection] = &found.rejections[..] else { panic!("one rejection") };
        assert_eq!(rejection.level, RejectionLevel::Subscriber);
        assert!(!rejection.meaning.is_empty() && !rejection.action.is_empty());
    }
    let above = transaction(&["AAA*Y**42*R"]);
    assert!(matches!(read(&above, &question(), moment()), Reading::Unavailable(_)));
}

#[test]
fn an_answer_about_someone_else_is_never_taken() {
    let other_id = &["NM1*IL*1*POOLE*MAX****MI*XYZ1", "DMG*D8*19700101*M"][..];
    let same_person = &["NM1*IL*1*Rios*Nora****MI*LHP77", "DMG*D8*19840229*F"][..];
    let pet_name = &["NM1*IL*1*RIOS-VEGA*NORITA****MI*LHP77", "DMG*D8*19840229*F"][..];
    let corrected = &["NM1*IL*1*POOLE*NORA****MI*LHP77", "DMG*D8*19840229*F", "INS*Y*18*001*25"][..];
    for (trace, person, taken) in [
        (TRACE, NORA, true),
        (TRACE, same_person, true),
        (TRACE, pet_name, true),
        (TRACE, corrected, true),
        (TRACE, other_id, false),
        ("00000000000000000000000000000008", NORA, false),
    ] {
        let reading = read(&answer(trace, person, &["EB*1**30"]), &question(), moment());
        assert_eq!(matches!(reading, Reading::Answered(_)), taken, "{trace} {person:?}");
    }
}

#[test]
fn what_the_payer_has_otherwise_is_shown() {
    let person = [
        "NM1*IL*1*RIVERS*NORA****MI*LHP77",
        "N3*7 HILL ROAD",
        "N4*MADISON*WI*53703",
        "DMG*D8*19840228*F",
        "INS*Y*18*001*25",
    ];
    let found = finding(read(&answer(TRACE, &person, &["EB*1**30"]), &question(), moment()));
    let fields: Vec<_> = found.differences.iter().map(|d| d.field.as_str()).collect();
    assert_eq!(fields, ["name", "birth_date", "address", "member_id"]);
    assert_eq!(found.differences[2].payers, "7 HILL ROAD, MADISON, WI, 53703");
}

#[test]
fn a_dependents_answer_is_compared_with_the_dependent() {
    let trn = format!("TRN*2*{TRACE}*1123456789");
    let levels = [
        "HL*2*1*21*1",
        "NM1*1P*2*MAPLE*****XX*1234567893",
        "HL*3*2*22*1",
        NORA[0],
        "HL*4*3*23*0",
        &trn,
        "NM1*03*1*RIOS*ADA",
        "DMG*D8*20150702*F",
        "INS*N*19",
        "EB*1**30",
    ];
    let found = finding(read(&transaction(&levels), &question_about_child(), moment()));
    let fields: Vec<_> = found.differences.iter().map(|d| d.field.as_str()).collect();
    assert_eq!(fields, ["birth_date"]);
}

#[test]
fn a_payer_that_names_only_the_holder_is_not_compared_with_the_patient() {
    let holder = ["NM1*IL*1*RIOS*ELEANORA****MI*LHP00912", "DMG*D8*19840229*F", "REF*6P*G9"];
    let mut question = question_about_child();
    question.coverage.group_number = Some("G-10".parse().expect("a number"));
    let found = finding(read(&answer(TRACE, &holder, &["EB*1**30"]), &question, moment()));
    let fields: Vec<_> = found.differences.iter().map(|d| d.field.as_str()).collect();
    assert_eq!(fields, ["subscriber_name", "group_number"]);
}

#[test]
fn an_answer_without_end_is_not_taken() {
    let mut benefits = vec!["EB*1**30"];
    benefits.resize(50_000, "EB*D**30");
    assert!(matches!(read_as(&answer(TRACE, NORA, &benefits), &question()), Reading::Answered(_)));
    benefits.push("EB*D**30");
    assert!(matches!(read_as(&answer(TRACE, NORA, &benefits), &question()), Reading::TooLarge));
}

#[test]
fn what_is_no_answer_is_unreadable() {
    let good = answer(TRACE, NORA, &["EB*1**30"]);
    let half = &good[..good.len() / 2];
    for text in [
        "",
        "<html>Bad gateway</html>",
        half,
        "ISA\0",
        &good.replace("ST*271", "ST*999"),
        &good.replace("SE*", "SE*9"),
    ] {
        assert!(matches!(read(text, &question(), moment()), Reading::Unreadable), "{text}");
    }
}
