//! What a file says, transaction set by transaction set.

use std::path::Path;

use serde_json::json;
use x12::X12Error;
use x12::acknowledgment::{Ack999, Ta1};
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::claim_status::StatusResponse;
use x12::eligibility::Response;
use x12::explain::Lists;
use x12::reader::{Interchange, TransactionSet};
use x12::remittance::Remittance;

use super::{acknowledgment, benefit, outline, remittance, status};
use crate::failure::{Failure, Outcome};
use crate::input;
use crate::node::Node;
use crate::paper::{Ink, Paper};
use crate::sets::{Gathered, Sets};

pub(super) fn explain(path: &Path, lists: &Lists, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut input = input::open(path)?;
    let mut sets = Sets::new(&mut input.reader);
    let mut count = 0;
    let fault = loop {
        let set = match sets.next() {
            Ok(Some(set)) => set,
            Ok(None) => break None,
            Err(error) => break Some(Failure::from(error).of(&input.name)),
        };
        if count == 0 {
            begin(&input.name, paper)?;
        }
        let node = of_set(&set, lists).unwrap_or_else(|error| unread(&set, &error));
        if paper.is_json() {
            paper.line(&format!("{}{}", if count > 0 { "," } else { "" }, node.json()))?;
        } else {
            node.text(0, paper)?;
        }
        count += 1;
    };
    match fault {
        Some(fault) if count == 0 => Err(fault),
        None if count == 0 => {
            Err(Failure::said(format!("{}: it has no transaction set; x12 validate says more", input.name)))
        }
        fault => end(fault, paper),
    }
}

/// The file was read to its end, or to a fault.
fn end(fault: Option<Failure>, paper: &mut Paper) -> Result<Outcome, Failure> {
    let message = match fault {
        Some(Failure::Pipe) => return Err(Failure::Pipe),
        Some(Failure::Said(message)) => Some(message),
        None => None,
    };
    if paper.is_json() {
        paper.line(
            &message.as_ref().map_or("]}".to_owned(), |fault| format!("],\"error\":{}}}", json!(fault))),
        )?;
    }
    Ok(message.map_or(Outcome::Fine, |message| {
        eprintln!("x12: {message}");
        Outcome::Unreadable
    }))
}

fn begin(name: &str, paper: &mut Paper) -> Result<(), Failure> {
    if paper.is_json() {
        return Ok(paper.line(&format!("{{\"file\":{},\"transaction_sets\":[", json!(name)))?);
    }
    Ok(paper.line(&paper.ink(Ink::Bold, name))?)
}

fn of_set(gathered: &Gathered, lists: &Lists) -> Result<Node, X12Error> {
    let interchanges = Interchange::read(&gathered.text)?;
    let whole = interchanges.first();
    let Some(set) = whole.and_then(|interchange| interchange.transactions().next()) else {
        let ta1 = whole.and_then(|interchange| interchange.interchange_acknowledgments.first());
        return ta1.map_or_else(|| outline::node(gathered), |ta1| Ok(acknowledgment::ta1(&Ta1::parse(ta1)?)));
    };
    typed(gathered, set, lists).unwrap_or_else(|| outline::node(gathered))
}

/// `None` where this kind has no summary of its own.
fn typed(gathered: &Gathered, set: &TransactionSet<'_>, lists: &Lists) -> Option<Result<Node, X12Error>> {
    Some(match gathered.name.as_str() {
        "835" => Remittance::read(set).map(|read| remittance::node(&read, set.control, lists)),
        "271" => Response::parse_all(set).map(|read| benefit::node(&read, set.control, lists)),
        "277" => StatusResponse::parse(set).map(|read| status::response(&read, set.control)),
        "277CA" => ClaimAcknowledgment::read(set).map(|read| status::acknowledgment(&read, set.control)),
        "999" => Ack999::parse(set).map(|read| acknowledgment::functional(&read, set.control)),
        _ => return None,
    })
}

/// What the outline says of a transaction set that the typed reader refuses, and why it does.
fn unread(gathered: &Gathered, error: &X12Error) -> Node {
    let why = Node::new("fault", format!("It cannot be summed up: {error}. x12 validate says more."))
        .ink(Ink::Red)
        .with("error", error.to_string());
    match outline::node(gathered) {
        Ok(mut node) => {
            node.push(why);
            node
        }
        Err(_) => why,
    }
}
