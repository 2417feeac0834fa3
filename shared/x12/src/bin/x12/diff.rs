//! `x12 diff`: what two files say differently, whatever their control numbers, line breaks and spelling of numbers.

mod align;
mod change;
mod line;
mod tree;

use std::path::Path;

use serde_json::json;

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::input;
use crate::paper::{Ink, Paper};
use crate::table::counted;
use change::Change;
use tree::Tree;

pub(crate) fn run(options: &args::Diff, paper: &mut Paper) -> Result<Outcome, Failure> {
    if options.left == Path::new("-") && options.right == Path::new("-") {
        return Err(Failure::said("only one of the two files can be standard input"));
    }
    let [left, right] = [&options.left, &options.right].map(|path| input::open(path).and_then(Tree::read));
    let (left, right) = (left?, right?);
    let changes = align::compare(&left, &right);
    if paper.is_json() {
        let listed: Vec<_> = changes.iter().map(Change::json).collect();
        paper.json(&json!({ "equal": changes.is_empty(), "changes": listed }))?;
    } else {
        write(&changes, paper)?;
    }
    Ok(if changes.is_empty() { Outcome::Fine } else { Outcome::Found })
}

fn write(changes: &[Change], paper: &mut Paper) -> Result<(), Failure> {
    let mut path = None;
    for change in changes {
        if path != Some(&change.path) {
            paper.line(&paper.ink(Ink::Bold, &change.place()))?;
            path = Some(&change.path);
        }
        change.text(paper)?;
    }
    let count = changes.len();
    let sum =
        if count == 0 { "The two files say the same.".to_owned() } else { counted(count, "difference") };
    Ok(paper.line(&sum)?)
}
