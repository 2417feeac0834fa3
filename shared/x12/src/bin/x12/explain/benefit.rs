//! A 271 for people: whether the patient is covered, for what, and what it costs.

use x12::eligibility::{Answer, Benefit, BenefitKind, Rejection, Response};
use x12::explain::{CodeList, Lists};

use super::outline::{party, period};
use crate::node::{Node, dollars};
use crate::paper::Ink;
use crate::table::counted;

pub(super) fn node(responses: &[Response], control: &str, lists: &Lists) -> Node {
    Node::new("eligibility", format!("271 {control}: coverage of {}", counted(responses.len(), "patient")))
        .ink(Ink::Bold)
        .with("transaction_set", "271")
        .with("control", control)
        .holding(responses.iter().map(|response| patient(response, lists)))
}

fn patient(response: &Response, lists: &Lists) -> Node {
    let name = response.patient().map(|patient| party(&patient.party)).unwrap_or_default();
    let member = response.subscriber.as_ref().map_or("", |subscriber| &subscriber.party.id);
    let payer = party(&response.payer);
    let active = response.benefits.iter().any(Benefit::is_active);
    let inactive = response.benefits.iter().any(|benefit| {
        use BenefitKind::{Inactive, InactiveInvestigating, InactivePending};
        matches!(benefit.kind, Inactive | InactivePending | InactiveInvestigating)
    });
    let (word, ink) = match (active, inactive, response.all_rejections().next()) {
        (true, ..) => ("active", Ink::Green),
        (_, true, _) => ("not active", Ink::Red),
        (_, _, Some(_)) => ("not answered", Ink::Red),
        _ => ("no word on whether it is active", Ink::Yellow),
    };
    let rejections = response.all_rejections().map(|one| rejection(one, lists));
    Node::new("patient", format!("{name} (member {member}) with {payer}: {word}"))
        .ink(ink)
        .with("patient", name)
        .with("member", member)
        .with("payer", payer)
        .with("coverage", word)
        .holding(rejections)
        .holding(response.benefits.iter().map(|one| benefit(one, lists)))
}

/// AAA.
fn rejection(one: &Rejection, lists: &Lists) -> Node {
    let found = lists.explain(CodeList::RejectReason, &one.code);
    let (meaning, advice) =
        found.as_ref().map_or(("not known here.", ""), |found| (found.meaning, found.advice));
    let level = format!("{:?}", one.level).to_lowercase();
    Node::new("rejection", format!("AAA {} at the {level}: {meaning} -> {advice}", one.code))
        .ink(Ink::Red)
        .with("code", one.code.as_str())
        .with("level", level)
        .with("follow_up", one.follow_up.code())
        .with("meaning", meaning)
        .with("advice", advice)
}

/// EB and what stands under it, as one line.
fn benefit(benefit: &Benefit, lists: &Lists) -> Node {
    let word = |list, code: &str| {
        let found = lists.explain(list, code);
        found.map_or_else(|| code.to_owned(), |one| one.meaning.trim_end_matches('.').to_owned())
    };
    let kind = word(CodeList::Benefit, benefit.kind.code());
    let mut parts = vec![kind.clone()];
    parts.extend(benefit.amount.map(dollars));
    parts.extend(benefit.percent.as_ref().map(|percent| format!("share {percent}")));
    parts.extend(
        benefit.quantity.as_ref().map(|quantity| format!("{quantity} {}", benefit.quantity_qualifier)),
    );
    parts.extend(benefit.period.as_ref().map(|period| word(CodeList::TimePeriod, period.code())));
    parts.extend(benefit.level.as_ref().map(|level| word(CodeList::CoverageLevel, level.code())));
    let services: Vec<String> =
        benefit.service_types.iter().map(|code| word(CodeList::ServiceType, code)).collect();
    parts.extend((!services.is_empty()).then(|| format!("for {}", services.join(", "))));
    parts.extend(benefit.in_network.as_ref().map(network).map(str::to_owned));
    parts.extend(
        (benefit.authorization_required == Some(Answer::Yes)).then(|| "needs authorization".to_owned()),
    );
    parts.extend(Some(benefit.plan.to_string()).filter(|plan| !plan.is_empty()));
    let dates = benefit.dates.iter().map(|date| format!("{} {}", date.qualifier, period(&date.period)));
    let names = benefit.entities.iter().map(|entity| party(&entity.party));
    let messages = benefit
        .messages
        .iter()
        .map(|text| Node::new("message", text.as_str()).with("message", text.as_str()));
    let under = names.map(|name| Node::new("entity", name.clone()).with("name", name));
    Node::new("benefit", parts.join("; "))
        .with("code", benefit.kind.code())
        .with("meaning", kind)
        .with("level", benefit.level.as_ref().map_or("", |level| level.code()))
        .with("services", benefit.service_types.iter().map(|code| code.to_string()).collect::<Vec<_>>())
        .with("period", benefit.period.as_ref().map_or("", |period| period.code()))
        .amount("amount", benefit.amount)
        .with("percent", benefit.percent.as_ref().map(ToString::to_string))
        .with("quantity", benefit.quantity.as_ref().map(ToString::to_string))
        .with("in_network", benefit.in_network.as_ref().map_or("", |answer| answer.code()))
        .with("dates", dates.collect::<Vec<_>>())
        .holding(under)
        .holding(messages)
}

fn network(answer: &Answer) -> &'static str {
    match answer {
        Answer::Yes => "in network",
        Answer::No => "out of network",
        Answer::NotApplicable => "in and out of network",
        _ => "network not known",
    }
}
