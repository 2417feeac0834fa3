//! 270 and 271 through the public interface.

use x12::eligibility::{IMPLEMENTATION, INQUIRY_GROUP, Inquiry, RESPONSE_GROUP, Response};
use x12::{Interchange, TransactionText, X12Error, write_interchange};

use crate::values::{
    header, inquiry, inquiry_about_child, rejected_response, response, response_about_child,
};

fn wrapped(group: &str, transaction: TransactionText) -> Result<String, X12Error> {
    write_interchange(&header(), group, IMPLEMENTATION, &[transaction])
}

#[test]
fn an_inquiry_survives_writing_and_reading() -> Result<(), X12Error> {
    for inquiry in [inquiry(), inquiry_about_child()] {
        let text = wrapped(INQUIRY_GROUP, inquiry.write("0001")?)?;
        let read = Interchange::read(&text)?;
        let transaction = read[0].transactions().next().expect("one was written");
        assert!(Inquiry::parse(transaction)? == inquiry, "{text}");
    }
    Ok(())
}

#[test]
fn an_inquiry_is_written_in_the_order_of_the_guide() -> Result<(), X12Error> {
    let written = inquiry().write("0001")?;
    let expected = [
        "ST*270*0001*005010X279A1",
        "BHT*0022*13*REF1001*20260309*1405",
        "HL*1**20*1",
        "NM1*PR*2*Lakeside Health Plan*****PI*55501",
        "HL*2*1*21*1",
        "NM1*1P*2*Maple Street Family Medicine*****XX*1234567893",
        "HL*3*2*22*0",
        "TRN*1*T-1001*1234567890",
        "NM1*IL*1*Rivers*Nora****MI*LHP00912",
        "DMG*D8*19840229*F",
        "DTP*291*D8*20260309",
        "EQ*30^98",
        "SE*13*0001",
    ];
    assert_eq!(written.as_str().trim_end_matches('~').split('~').collect::<Vec<_>>(), expected);
    Ok(())
}

#[test]
fn an_inquiry_without_a_question_is_refused() {
    let mut inquiry = inquiry();
    inquiry.service_types.clear();
    let error = inquiry.write("0001").expect_err("nothing is asked");
    assert!(error.to_string().contains("required segment EQ is missing"), "{error}");
}

#[test]
fn a_response_survives_writing_and_reading() -> Result<(), X12Error> {
    for response in [response(), response_about_child(), rejected_response()] {
        let text = wrapped(RESPONSE_GROUP, response.write("0001")?)?;
        let read = Interchange::read(&text)?;
        let transaction = read[0].transactions().next().expect("one was written");
        assert!(Response::parse(transaction)? == response, "{text}");
    }
    Ok(())
}

#[test]
fn a_rejection_says_whether_waiting_helps() {
    let rejected = rejected_response();
    let rejection = rejected.all_rejections().next().expect("one was made");
    assert!(!rejection.is_retryable());
    assert!(rejection.explain().is_some_and(|explanation| explanation.meaning.contains("member id")));
    assert_eq!(rejected.echoed_trace().map(|trace| trace.number.as_str()), Some("T-1001"));
}

#[test]
fn two_patients_of_one_transaction_are_two_responses() -> Result<(), X12Error> {
    let text = wrapped(RESPONSE_GROUP, response().write("0001")?)?;
    let again = text
        .replace("SE*", "HL*4*2*22*0~NM1*IL*1*Poole*Max****MI*LHP1~EB*6**30~SE*")
        .replace("SE*28*", "SE*31*");
    let read = Interchange::read(&again)?;
    let transaction = read[0].transactions().next().expect("one was written");
    let responses = Response::parse_all(transaction)?;
    let ids: Vec<_> = responses.iter().filter_map(Response::patient).map(|p| p.party.id.as_str()).collect();
    assert_eq!(ids, ["LHP00912", "LHP1"]);
    assert_eq!(responses[1].benefits.len(), 1);
    assert!(responses[1].provider.is_some());
    assert!(Response::parse(transaction).is_err());
    Ok(())
}

/// The transaction set, with one change and its count of segments made right.
fn changed(
    group: &str,
    set: TransactionText,
    change: impl Fn(Vec<&str>) -> Vec<String>,
) -> Result<String, X12Error> {
    let text = wrapped(group, set)?;
    let segments = change(text.split_terminator('~').collect());
    let count = segments.len() - 4;
    let counted = |segment: &String| match segment.starts_with("SE*") {
        true => format!("SE*{count}*0001"),
        false => segment.clone(),
    };
    Ok(segments.iter().map(|segment| counted(segment) + "~").collect())
}

#[test]
fn a_level_without_the_one_above_it_is_refused() -> Result<(), X12Error> {
    let without = |levels: &'static [&'static str]| {
        move |segments: Vec<&str>| {
            let mut dropped = false;
            let kept = segments.into_iter().filter(|segment| {
                let name = segment.split('*').next().unwrap_or_default();
                dropped = match name {
                    "HL" => levels.contains(&segment.split('*').nth(3).unwrap_or_default()),
                    "SE" => false,
                    _ => dropped,
                };
                !dropped
            });
            kept.map(|segment| if segment.starts_with("HL*") { level(segment) } else { segment.to_owned() })
                .collect()
        }
    };
    for levels in [&["20"][..], &["21"], &["20", "21"], &["22"], &["21", "22"]] {
        let asked = changed(INQUIRY_GROUP, inquiry_about_child().write("0001")?, without(levels))?;
        let answered = changed(RESPONSE_GROUP, response_about_child().write("0001")?, without(levels))?;
        let (asked, answered) = (Interchange::read(&asked)?, Interchange::read(&answered)?);
        let asked = Inquiry::parse_all(asked[0].transactions().next().expect("one was written"));
        let answered = Response::parse_all(answered[0].transactions().next().expect("one was written"));
        for error in [asked.expect_err("a 270"), answered.expect_err("a 271")] {
            assert!(error.to_string().contains("the level above this one is missing"), "{levels:?}: {error}");
        }
    }
    Ok(())
}

/// An HL that names no parent, since that one may have been taken out.
fn level(hl: &str) -> String {
    let elements: Vec<&str> = hl.split('*').collect();
    format!("HL*{}**{}*{}", elements[1], elements[3], elements[4])
}

#[test]
fn the_levels_of_one_payer_are_not_those_of_the_next() -> Result<(), X12Error> {
    let again = |segments: Vec<&str>| {
        let mut twice: Vec<String> = segments.iter().map(|&segment| segment.to_owned()).collect();
        let end = twice.len() - 3;
        let more =
            ["HL*5**20*1", "NM1*PR*2*Other*****PI*9", "HL*6*5*22*0", "NM1*IL*1*Poole*Max****MI*1", "EQ*30"];
        twice.splice(end..end, more.map(str::to_owned));
        twice
    };
    let text = changed(INQUIRY_GROUP, inquiry().write("0001")?, again)?;
    let read = Interchange::read(&text)?;
    let error = Inquiry::parse_all(read[0].transactions().next().expect("one was written"))
        .expect_err("the provider asked another payer");
    assert!(error.to_string().contains("the level above this one is missing"), "{error}");
    Ok(())
}

#[test]
fn a_patient_without_a_role_is_refused() {
    let mut inquiry = inquiry_about_child();
    inquiry.subscriber.party.entity = "".into();
    let mut response = response_about_child();
    response.dependent.iter_mut().for_each(|child| child.party.entity = "".into());
    for (error, place) in [(inquiry.write("0001"), "loop 2100C"), (response.write("0001"), "loop 2100D")] {
        let error = error.expect_err(place);
        assert!(error.to_string().contains(place), "{error}");
    }
}

#[test]
fn service_types_that_say_nothing_are_none() -> Result<(), X12Error> {
    let mut asked = inquiry();
    asked.service_types = vec!["30".into(), "".into(), "98".into(), " ".into(), "".into()];
    let text = wrapped(INQUIRY_GROUP, asked.write("0001")?)?;
    assert!(text.contains("EQ*30^^98~"), "{text}");
    let spaced = text.replace("EQ*30^^98~", "EQ*30^ ^98~");
    let read = Interchange::read(&spaced)?;
    let parsed = Inquiry::parse(read[0].transactions().next().expect("one was written"))?;
    assert_eq!(parsed.service_types, ["30", "98"]);
    Ok(())
}

#[test]
fn a_number_that_is_none_costs_only_itself() -> Result<(), X12Error> {
    let text = changed(RESPONSE_GROUP, response().write("0001")?, |segments| {
        let spoilt = "EB*B*IND*98***27*25.00***Y*Y*Y";
        segments.iter().map(|&s| if s.starts_with("EB*1") { spoilt } else { s }.to_owned()).collect()
    })?;
    let read = Interchange::read(&text)?;
    let parsed = Response::parse(read[0].transactions().next().expect("one was written"))?;
    assert_eq!(parsed.benefits.len(), response().benefits.len());
    let copay = parsed.benefits.iter().find(|benefit| benefit.amount.is_some_and(|a| a.cents() == 2500));
    assert!(copay.is_some_and(|copay| copay.quantity.is_none()), "{text}");
    assert!(parsed.unread.0.iter().all(|raw| raw.starts_with("EB*B*IND*98")), "{:?}", parsed.unread);
    assert!(!parsed.unread.0.is_empty());
    Ok(())
}
