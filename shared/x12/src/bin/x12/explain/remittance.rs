//! An 835 for people: who paid whom, what became of each claim, and the next step of each reduction.

use x12::claim::Adjustment;
use x12::explain::{CodeList, Explained, Lists, adjustment};
use x12::remittance::{ClaimPayment, ProviderAdjustment, Remittance, ServicePayment};

use super::outline::{party, period};
use crate::node::{Node, dollars};
use crate::paper::Ink;

pub(super) fn node(read: &Remittance, control: &str, lists: &Lists) -> Node {
    let payment = &read.payment;
    let date = payment.date.map(|date| date.to_string()).unwrap_or_default();
    let method = match payment.method.code() {
        "ACH" => "by transfer (ACH)",
        "CHK" => "by check",
        "FWT" => "by wire",
        "NON" => "no money moves",
        _ => "",
    };
    let number = &read.trace.number;
    let line = format!("835 {control}: payment {number} of {}, {method} {date}", dollars(payment.amount));
    let mut top = Node::new("remittance", line.trim_end())
        .ink(Ink::Bold)
        .with("transaction_set", "835")
        .with("control", control)
        .with("payment_number", number.as_str())
        .amount("paid", Some(payment.amount))
        .with("method", payment.method.code())
        .with("date", date);
    let payer = format!("from {} (id {})", read.payer.name, read.trace.originator);
    top.push(
        Node::new("payer", payer)
            .with("name", read.payer.name.as_str())
            .with("id", read.trace.originator.as_str()),
    );
    let (payee, id) = (&read.payee.name, &read.payee.id);
    let kind = if read.payee.npi().is_some() { "NPI" } else { "id" };
    top.push(
        Node::new("payee", format!("to {payee} ({kind} {id})"))
            .with("name", payee.as_str())
            .with("id", id.as_str()),
    );
    let claims = read.claims().map(|one| claim(one, lists));
    let mut top = top.holding(claims);
    top = top.holding(read.provider_adjustments.iter().map(|one| provider_adjustment(one, lists)));
    let faults = read.check();
    let faults =
        faults.iter().map(|fault| Node::new("imbalance", format!("Does not add up: {fault}")).ink(Ink::Red));
    top.holding(faults)
}

fn claim(claim: &ClaimPayment, lists: &Lists) -> Node {
    let status = lists.explain(CodeList::ClaimPaymentStatus, claim.status.code());
    let meaning = status.map_or("", |status| status.meaning);
    let owed = claim.patient_responsibility;
    let patient = claim.patient.as_deref().map(party).unwrap_or_default();
    let who = if patient.is_empty() { String::new() } else { format!(" ({patient})") };
    let owes = owed.map(|owed| format!(", patient owes {}", dollars(owed))).unwrap_or_default();
    let line = format!(
        "claim {}{who}: charged {}, paid {}{owes}. {meaning}",
        claim.patient_control_number,
        dollars(claim.charge),
        dollars(claim.paid)
    );
    let top = Node::new("claim", line.trim_end())
        .with("control", claim.patient_control_number.as_str())
        .with("payer_control", claim.payer_control_number.as_deref().unwrap_or_default())
        .with("patient", patient)
        .with("status", claim.status.code())
        .with("status_meaning", meaning)
        .amount("charged", Some(claim.charge))
        .amount("paid", Some(claim.paid))
        .amount("patient_owes", owed);
    let moa =
        claim.outpatient_adjudication.iter().flat_map(|moa| moa.remarks.iter().map(|code| code.as_str()));
    let mia = claim.inpatient_adjudication.iter().flat_map(|mia| mia.remarks());
    top.holding(claim.adjustments.iter().map(|one| reduction(one, lists)))
        .holding(moa.chain(mia).map(|code| remark(code, lists)))
        .holding(claim.services.iter().map(|one| service(one, lists)))
}

fn service(service: &ServicePayment, lists: &Lists) -> Node {
    let day = service.service_date.as_ref().map(period).unwrap_or_default();
    let modifiers: String = service.procedure.modifiers.iter().map(|one| format!(" {one}")).collect();
    // A line of a hospital may have its revenue code alone.
    let revenue = service.revenue_code.as_deref().unwrap_or_default();
    let code = if service.procedure.code.is_empty() { revenue } else { &service.procedure.code };
    let code = format!("{code}{modifiers}");
    let on = if day.is_empty() { String::new() } else { format!(" on {day}") };
    let line =
        format!("line {code}{on}: charged {}, paid {}", dollars(service.charge), dollars(service.paid));
    let remarks = service.remarks.iter().map(|one| remark(&one.code, lists));
    Node::new("line", line)
        .with("procedure", code)
        .with("date", day)
        .with("line_control", service.control_number.as_deref().unwrap_or_default())
        .amount("charged", Some(service.charge))
        .amount("paid", Some(service.paid))
        .holding(service.adjustments.iter().map(|one| reduction(one, lists)))
        .holding(remarks)
}

/// CAS.
fn reduction(one: &Adjustment, lists: &Lists) -> Node {
    let (group, reason) = (one.group.code(), one.reason.as_str());
    let whole = adjustment(group, reason);
    let meaning = lists.explain(CodeList::Carc, reason).map_or("", |found| found.meaning);
    let advice = whole.map_or("Look the code up in the official list.", |whole| whole.advice);
    Node::new("adjustment", format!("{group}-{reason} {}: {meaning} -> {advice}", dollars(one.amount)))
        .with("group", group)
        .with("reason", reason)
        .amount("amount", Some(one.amount))
        .with("meaning", meaning)
        .with("next", whole.map_or("official-list", |whole| whole.next.keyword()))
        .with("advice", advice)
}

fn remark(code: &str, lists: &Lists) -> Node {
    let found = lists.explain(CodeList::Rarc, code);
    let [meaning, advice] = worded(found.as_ref());
    Node::new("remark", format!("{code}: {meaning} -> {advice}"))
        .with("code", code)
        .with("meaning", meaning)
        .with("advice", advice)
}

fn worded<'e>(found: Option<&'e Explained<'_>>) -> [&'e str; 2] {
    found.map_or(["not known here.", "Look the code up in the official list."], |one| {
        [one.meaning, one.advice]
    })
}

/// PLB.
fn provider_adjustment(one: &ProviderAdjustment, lists: &Lists) -> Node {
    let code = one.reason.code();
    let found = lists.explain(CodeList::ProviderAdjustment, code);
    let [meaning, advice] = worded(found.as_ref());
    let way = if one.amount.cents() < 0 { "added" } else { "taken away" };
    let amount = if one.amount.cents() < 0 { -one.amount } else { one.amount };
    let reference = one.reference.as_deref().unwrap_or_default();
    let line =
        format!("beside the claims, {way} {}: {code} {reference}: {meaning} -> {advice}", dollars(amount));
    Node::new("provider_adjustment", line)
        .with("reason", code)
        .with("reference", reference)
        .amount("amount", Some(one.amount))
        .with("meaning", meaning)
        .with("advice", advice)
}
