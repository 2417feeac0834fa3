//! Codes on the command line: `CO-45`, `CARC 45`, `A7:562:85`, `N130`.

use x12::explain::{CodeList, Explained, Lists, Wording, adjustment, status_category};

use super::list;
use crate::failure::Failure;
use crate::node::Node;
use crate::paper::Ink;

/// Most codes shown of a search.
const MOST: usize = 40;

pub(super) fn explain(lists: &Lists, words: &[&str]) -> Result<Vec<Node>, Failure> {
    let found = match words {
        [word] if word.contains(':') => status(lists, word),
        [word] => match word.split_once('-').and_then(|(group, reason)| reduced(lists, group, reason)) {
            Some(node) => vec![node],
            None => everywhere(lists, word),
        },
        [first, code] => match list::named(first) {
            Some(list) => lists.explain(list, &upper(code)).iter().map(|found| node(found, true)).collect(),
            None => reduced(lists, first, code).into_iter().collect(),
        },
        _ => Vec::new(),
    };
    if !found.is_empty() {
        return Ok(found);
    }
    let lists = list::names().collect::<Vec<_>>().join(", ");
    Err(Failure::said(format!(
        "{0} is neither a file nor a code known here; write CO-45, A7:562:85, or a list and a code such as CARC 45 \
         (lists: {lists}), or search with: x12 explain find {0}",
        words.join(" ")
    )))
}

pub(super) fn find(lists: &Lists, words: &str) -> Result<Vec<Node>, Failure> {
    let found = lists.find(words);
    if found.is_empty() {
        return Err(Failure::said(format!("no meaning has all the words {words:?}; try fewer words")));
    }
    let mut nodes: Vec<Node> = found.iter().take(MOST).map(|one| node(one, true)).collect();
    if found.len() > MOST {
        nodes.push(Node::new("more", format!("… and {} more; add a word", found.len() - MOST)));
    }
    Ok(nodes)
}

fn upper(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}

/// The code in every list that has it.
fn everywhere(lists: &Lists, code: &str) -> Vec<Node> {
    let code = upper(code);
    CodeList::ALL.iter().filter_map(|list| lists.explain(*list, &code)).map(|one| node(&one, true)).collect()
}

/// CAS01 and CAS02.
fn reduced(lists: &Lists, group: &str, reason: &str) -> Option<Node> {
    let (group, reason) = (upper(group), upper(reason));
    let whole = adjustment(&group, &reason)?;
    let meaning = lists
        .explain(CodeList::Carc, &reason)
        .map_or(whole.reason.meaning.to_owned(), |one| one.meaning.to_owned());
    let mut top = Node::new("adjustment", format!("{group}-{reason}: {meaning}"))
        .ink(Ink::Bold)
        .with("group", group.as_str())
        .with("reason", reason.as_str())
        .with("bearer", format!("{:?}", whole.bearer).to_lowercase())
        .with("meaning", meaning)
        .with("next", whole.next.keyword())
        .with("advice", whole.advice)
        .with("group_fits", whole.group_fits);
    top.push(Node::new("group", format!("{group}: {}", whole.group.meaning)));
    top.push(Node::new("advice", format!("-> {}", whole.advice)));
    if !whole.group_fits {
        top.push(Node::new("note", "The list does not allow this reason with this group: the payer erred."));
    }
    Some(top)
}

/// STC01: category, status, entity.
fn status(lists: &Lists, text: &str) -> Vec<Node> {
    let mut parts = text.split(':').map(upper);
    let category = parts.next().unwrap_or_default();
    let family = || status_category(&category).map(|known| node(&known, true));
    let first = lists.explain(CodeList::ClaimStatusCategory, &category);
    let mut nodes: Vec<Node> = first.map(|one| node(&one, true)).or_else(family).into_iter().collect();
    for (list, code) in [CodeList::ClaimStatus, CodeList::Entity].into_iter().zip(parts) {
        nodes.extend(lists.explain(list, &code).map(|one| node(&one, true)));
    }
    nodes
}

/// A code, its meaning, and the step that follows.
pub(super) fn node(found: &Explained<'_>, titled: bool) -> Node {
    let (name, title) = list::title(found.list);
    let what = if titled { format!("{name} {} ({title})", found.code) } else { found.code.to_owned() };
    let mut top = Node::new("code", format!("{what}: {}", found.meaning))
        .with("list", name)
        .with("code", found.code)
        .with("meaning", found.meaning)
        .with("next", found.next.keyword())
        .with("advice", found.advice)
        .with("retryable", found.retryable)
        .with("withdrawn", found.deactivated)
        .with("wording", if found.wording == Wording::Official { "official" } else { "own" });
    top.push(Node::new("advice", format!("-> {}", found.advice)).ink(Ink::Faint));
    if found.deactivated {
        top.push(Node::new("note", "Withdrawn: old claims and late payers still carry it."));
    }
    top
}
