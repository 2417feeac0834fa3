//! `x12 explain`: what a code means, or what a file says.

pub(crate) mod acknowledgment;
mod benefit;
mod code;
mod file;
mod list;
mod outline;
mod remittance;
mod status;

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;
use x12::explain::Lists;

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::input;
use crate::node::Node;
use crate::paper::Paper;

pub(crate) fn run(options: &args::Explain, paper: &mut Paper) -> Result<Outcome, Failure> {
    let lists = load(&options.list)?;
    let words: Vec<&str> = options.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["find", wanted @ ..] => write(&code::find(&lists, &wanted.join(" "))?, paper),
        words if words.iter().all(|word| is_file(word)) => {
            let files: Vec<PathBuf> = words.iter().map(PathBuf::from).collect();
            files_explained(&input::named(&files)?, &lists, paper)
        }
        words => write(&code::explain(&lists, words)?, paper),
    }
}

fn is_file(word: &str) -> bool {
    word == "-" || word.contains('/') || Path::new(word).is_file()
}

/// `carc=FILE`, or a file whose name begins with that of its list.
fn load(named: &[String]) -> Result<Lists, Failure> {
    let mut lists = Lists::new();
    for argument in named {
        let (name, path) = argument.split_once('=').unwrap_or(("", argument));
        let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = if name.is_empty() { stem.unwrap_or_default() } else { name.to_owned() };
        let list = list::named(&name).ok_or_else(|| {
            let known = list::names().collect::<Vec<_>>().join(", ");
            Failure::said(format!("--list {argument}: say which list it is, as in carc=FILE; one of {known}"))
        })?;
        let file = File::open(path).map_err(|error| Failure::said(format!("{path}: {error}")))?;
        lists.load(list, file).map_err(|error| Failure::said(format!("{path}: {error}")))?;
    }
    Ok(lists)
}

fn write(nodes: &[Node], paper: &mut Paper) -> Result<Outcome, Failure> {
    if paper.is_json() {
        let codes: Vec<_> = nodes.iter().map(Node::json).collect();
        paper.json(&json!({ "codes": codes }))?;
    } else {
        nodes.iter().try_for_each(|node| node.text(0, paper))?;
    }
    Ok(Outcome::Fine)
}

fn files_explained(files: &[PathBuf], lists: &Lists, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut worst = Outcome::Fine;
    let json = paper.is_json();
    if json {
        paper.line("{\"files\":[")?;
    }
    for (number, path) in files.iter().enumerate() {
        if json && number > 0 {
            paper.line(",")?;
        }
        match file::explain(path, lists, paper) {
            Ok(outcome) => worst = worst.max(outcome),
            Err(Failure::Pipe) => return Err(Failure::Pipe),
            Err(Failure::Said(message)) => {
                if json {
                    paper
                        .line(&json!({ "file": path.display().to_string(), "error": message }).to_string())?;
                }
                paper.finish()?;
                eprintln!("x12: {message}");
                worst = Outcome::Unreadable;
            }
        }
    }
    if json {
        paper.line("]}")?;
    }
    Ok(worst)
}
