//! 277 and 277CA for people: what became of each claim.

use x12::claim_acknowledgment::{self, ClaimAcknowledgment, ClaimTracking};
use x12::claim_status::{ClaimStatus, Refusal, Status, StatusResponse};
use x12::explain::{status_category, status_sentence};

use super::outline::{party, period};
use crate::node::{Node, dollars};
use crate::paper::Ink;
use crate::table::counted;

/// Category, status and entity.
type Code<'c> = (&'c str, &'c str, &'c str);

fn coded((category, status, entity): Code<'_>) -> Node {
    let sentence = status_sentence(category, status, entity);
    let advice = status_category(category).map_or("", |found| found.advice);
    let code = [category, status, entity].join(":");
    let code = code.trim_end_matches(':');
    Node::new("status", format!("{code}: {sentence} -> {advice}"))
        .with("code", code)
        .with("meaning", sentence)
        .with("advice", advice)
}

pub(super) fn response(read: &StatusResponse, control: &str) -> Node {
    let payer =
        read.claims.iter().map(|claim| &claim.key).chain(read.refusals.iter().map(|one| &one.key)).next();
    let payer = payer.map(|key| party(&key.payer)).unwrap_or_default();
    Node::new(
        "claim_status",
        format!("277 {control}: what {payer} says of {}", counted(read.claims.len(), "claim")),
    )
    .ink(Ink::Bold)
    .with("transaction_set", "277")
    .with("control", control)
    .with("payer", payer)
    .holding(read.refusals.iter().map(refusal))
    .holding(read.claims.iter().map(claim))
}

fn refusal(refusal: &Refusal) -> Node {
    Node::new("refusal", format!("inquiry {} was not looked at", refusal.key.trace))
        .ink(Ink::Red)
        .with("trace", refusal.key.trace.as_str())
        .holding(refusal.statuses.iter().flat_map(statuses))
}

fn claim(claim: &ClaimStatus) -> Node {
    let key = &claim.key;
    let patient = party(&key.dependent.as_ref().unwrap_or(&key.subscriber).party);
    let number = key.payer_claim_number().unwrap_or_default();
    let known = if number.is_empty() { String::new() } else { format!(", payer's number {number}") };
    let lines = claim.lines.iter().map(|line| {
        let code = line.line.procedure.code.as_str();
        let text = format!("line {code}: charged {}", dollars(line.line.charge));
        let top = Node::new("line", text).with("procedure", code).amount("charged", Some(line.line.charge));
        top.holding(line.statuses.iter().flat_map(statuses))
    });
    Node::new("claim", format!("claim {} of {patient}{known}", key.trace))
        .with("trace", key.trace.as_str())
        .with("patient", patient)
        .with("payer_control", number)
        .holding(claim.statuses.iter().flat_map(statuses))
        .holding(lines)
}

fn statuses(status: &Status) -> Vec<Node> {
    let money = match (status.charge, status.paid) {
        (Some(charge), Some(paid)) => Some(format!("charged {}, paid {}", dollars(charge), dollars(paid))),
        (Some(charge), None) => Some(format!("charged {}", dollars(charge))),
        _ => None,
    };
    let check = [Some(status.payment_number.to_string()), status.payment_date.map(|day| day.to_string())];
    let check: Vec<String> = check.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let check = if check.is_empty() { String::new() } else { format!(", payment {}", check.join(" on ")) };
    let money = money.map(|money| {
        let node = Node::new("money", format!("{money}{check}"));
        node.amount("charged", status.charge)
            .amount("paid", status.paid)
            .with("payment", status.payment_number.as_str())
    });
    let codes = status.codes.iter().map(|code| coded((&code.category, &code.status, &code.entity)));
    codes.chain(message(&status.message)).chain(money).collect()
}

fn message(text: &str) -> Option<Node> {
    (!text.is_empty()).then(|| Node::new("message", text).with("message", text))
}

pub(super) fn acknowledgment(read: &ClaimAcknowledgment, control: &str) -> Node {
    let (mut rejected, mut total) = (0, 0);
    read.claims().for_each(|claim| {
        total += 1;
        rejected += usize::from(claim.is_rejected());
    });
    let line = format!("277CA {control}: {} looked at, {rejected} rejected", counted(total, "claim"));
    let mut top = Node::new("claim_acknowledgment", line)
        .ink(if rejected > 0 { Ink::Red } else { Ink::Green })
        .with("transaction_set", "277CA")
        .with("control", control)
        .with("claims", total)
        .with("rejected", rejected);
    for source in &read.sources {
        let receivers = source.receivers.iter().map(receiver);
        let name = party(&source.party);
        top.push(Node::new("source", format!("from {name}")).with("name", name).holding(receivers));
    }
    top
}

fn receiver(receiver: &claim_acknowledgment::InformationReceiver) -> Node {
    let name = party(&receiver.party);
    let providers = receiver.providers.iter().map(|provider| {
        let name = party(&provider.party);
        let claims = provider.patients.iter().flat_map(|patient| {
            let name = party(&patient.party);
            patient.claims.iter().map(move |claim| tracking(claim, &name))
        });
        let node = Node::new("provider", format!("provider {name}")).with("name", name);
        node.holding(provider.statuses.iter().flat_map(acknowledged)).holding(claims)
    });
    Node::new("receiver", format!("to {name}, about batch {}", receiver.trace))
        .with("name", name)
        .with("batch", receiver.trace.as_str())
        .holding(receiver.statuses.iter().flat_map(acknowledged))
        .holding(providers)
}

fn tracking(claim: &ClaimTracking, patient: &str) -> Node {
    let word = if claim.is_rejected() { "rejected" } else { "accepted" };
    let day = claim.service_date.as_ref().map(period).unwrap_or_default();
    let on = if day.is_empty() { String::new() } else { format!(", service {day}") };
    let number = claim.payer_control_number().unwrap_or_default();
    Node::new("claim", format!("claim {} of {patient}{on}: {word}", claim.patient_control_number))
        .ink(if claim.is_rejected() { Ink::Red } else { Ink::Green })
        .with("control", claim.patient_control_number.as_str())
        .with("patient", patient)
        .with("verdict", word)
        .with("payer_control", number)
        .holding(claim.statuses.iter().flat_map(acknowledged))
}

fn acknowledged(status: &claim_acknowledgment::Status) -> Vec<Node> {
    let codes = status.codes.iter();
    let codes = codes
        .map(|code| coded((code.category.code(), &code.status, code.entity.as_deref().unwrap_or_default())));
    codes.chain(message(status.message.as_deref().unwrap_or_default())).collect()
}
