//! 999 and TA1 for people: what was rejected, and why.

use x12::acknowledgment::{Ack999, AckStatus, ElementError, SegmentError, Ta1, TransactionAck};
use x12::explain::{CodeList, explain};

use crate::node::Node;
use crate::paper::Ink;

fn meaning(list: CodeList, code: &str) -> (&'static str, &'static str) {
    explain(list, code)
        .map_or(("not known here.", "Look it up in the guide."), |one| (one.meaning, one.advice))
}

fn verdict(status: &AckStatus) -> (&'static str, Ink) {
    match status {
        AckStatus::Accepted => ("accepted", Ink::Green),
        AckStatus::AcceptedWithErrors => ("accepted, with errors noted", Ink::Yellow),
        AckStatus::PartiallyAccepted => ("accepted in part", Ink::Yellow),
        _ => ("rejected", Ink::Red),
    }
}

pub(crate) fn ta1(ta1: &Ta1) -> Node {
    let (verdict, ink) = verdict(&ta1.status);
    let (words, advice) = meaning(CodeList::InterchangeNote, &ta1.note);
    let line = format!("TA1: interchange {} was {verdict}: {} {words} -> {advice}", ta1.control, ta1.note);
    Node::new("interchange_acknowledgment", line)
        .ink(ink)
        .with("transaction_set", "TA1")
        .with("control", ta1.control.as_str())
        .with("status", ta1.status.code())
        .with("note", ta1.note.as_str())
        .with("meaning", words)
        .with("advice", advice)
}

pub(crate) fn functional(read: &Ack999, control: &str) -> Node {
    let (word, ink) = verdict(&read.status);
    let group = &read.group;
    let line = format!(
        "999 {control}: group {} ({} {}) was {word}: {} of {} transaction sets taken",
        group.control, group.functional_id, group.implementation, read.accepted, read.received
    );
    let codes = read.codes.iter().map(|code| coded(CodeList::GroupError, code));
    Node::new("acknowledgment", line)
        .ink(ink)
        .with("transaction_set", "999")
        .with("control", control)
        .with("group_control", group.control.as_str())
        .with("status", read.status.code())
        .with("received", read.received)
        .with("accepted", read.accepted)
        .holding(codes)
        .holding(read.transactions.iter().map(transaction))
}

fn coded(list: CodeList, code: &str) -> Node {
    let (words, advice) = meaning(list, code);
    Node::new("reason", format!("{code}: {words} -> {advice}"))
        .with("code", code)
        .with("meaning", words)
        .with("advice", advice)
}

fn transaction(one: &TransactionAck) -> Node {
    let (word, ink) = verdict(&one.status);
    Node::new("transaction_set", format!("{} {} was {word}", one.st01, one.control))
        .ink(ink)
        .with("transaction_set", one.st01.as_str())
        .with("control", one.control.as_str())
        .with("status", one.status.code())
        .holding(one.codes.iter().map(|code| coded(CodeList::TransactionError, code)))
        .holding(one.errors.iter().map(segment))
}

fn segment(error: &SegmentError) -> Node {
    let (words, advice) = meaning(CodeList::SegmentError, &error.code);
    let inside = if error.loop_id.is_empty() { String::new() } else { format!(", loop {}", error.loop_id) };
    let line = format!("segment {} ({}){inside}: {words} -> {advice}", error.position, error.segment_id);
    let contexts = error.contexts.iter().map(|context| {
        let parts: Vec<String> = context.0.iter().map(|element| element.join(" ")).collect();
        Node::new("context", format!("at {}", parts.join(" ").trim())).with("context", parts.join(" ").trim())
    });
    Node::new("segment", line)
        .with("segment", error.position)
        .with("id", error.segment_id.as_str())
        .with("code", error.code.as_str())
        .with("meaning", words)
        .with("advice", advice)
        .holding(contexts)
        .holding(error.elements.iter().map(|one| element(one, &error.segment_id)))
}

fn element(error: &ElementError, id: &str) -> Node {
    let (words, advice) = meaning(CodeList::ElementError, &error.code);
    let component = error.component.map(|number| format!("-{number:02}")).unwrap_or_default();
    let found = if error.value.is_empty() { String::new() } else { format!(" (sent: {})", error.value) };
    let place = format!("{id}{:02}{component}", error.position);
    Node::new("element", format!("{place}: {words}{found} -> {advice}"))
        .with("element", place)
        .with("code", error.code.as_str())
        .with("meaning", words)
        .with("value", error.value.as_str())
        .with("advice", advice)
}
