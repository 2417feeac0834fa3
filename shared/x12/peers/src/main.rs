//! Prints how fast the crate and its peers are; the README says how to read it.

use std::cell::RefCell;
use std::path::PathBuf;

use x12_peers::Fault;
use x12_peers::contest::{Bar, Contest, Side};
use x12_peers::corpus::{Corpus, Kind, Tally};
use x12_peers::peer::oxedi::Oxedi;
use x12_peers::peer::stream_parser;
use x12_peers::{measured, report};

const USAGE: &str = "usage: x12-peers [--megabytes 50] [--rounds 5] [--only WORD] [--whole-file] [--json]";

struct Options {
    megabytes: usize,
    rounds: usize,
    only: String,
    /// Also give x12-types whole files.
    whole_file: bool,
    json: bool,
}

impl Options {
    fn read() -> Result<Self, Fault> {
        let mut options =
            Self { megabytes: 50, rounds: 5, only: String::new(), whole_file: false, json: false };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(USAGE);
            match argument.as_str() {
                "--megabytes" => options.megabytes = value()?.parse()?,
                "--rounds" => options.rounds = value()?.parse()?,
                "--only" => options.only = value()?,
                "--whole-file" => options.whole_file = true,
                "--json" => options.json = true,
                _ => return Err(USAGE.into()),
            }
        }
        Ok(options)
    }
}

/// A generated file in memory.
struct Generated {
    text: String,
    tally: Tally,
}

impl Generated {
    fn new(kind: Kind, megabytes: usize) -> Self {
        let (text, tally) = Corpus::text(kind, megabytes * 1_000_000);
        eprintln!("{kind:?}: {tally:?}");
        Self { text, tally }
    }

    fn size(&self) -> (usize, usize) {
        (self.tally.bytes, self.tally.claims)
    }
}

/// A file for another process, gone when this is dropped.
struct Borrowed(PathBuf);

impl Drop for Borrowed {
    fn drop(&mut self) {
        let _already_gone = std::fs::remove_file(&self.0);
    }
}

fn main() -> Result<(), Fault> {
    let options = Options::read()?;
    let remittances = Generated::new(Kind::Remittance, options.megabytes);
    let claims = Generated::new(Kind::Professional, options.megabytes);
    let file = Borrowed(std::env::temp_dir().join(format!("x12-peers-{}.835", std::process::id())));
    std::fs::write(&file.0, &remittances.text)?;
    let oxedi = Oxedi::start(&file.0).map(RefCell::new);
    let kept = (measured::keep_remittances(&remittances.text)?, measured::keep_claims(&claims.text)?);

    let mut contests = vec![
        tokenizing("tokenize 835", &remittances),
        tokenizing("tokenize 837P", &claims),
        tokenizing_by_number("tokenize 835 by number", &remittances),
        tokenizing_by_number("tokenize 837P by number", &claims),
        reading_remittances(&remittances, oxedi.as_ref().ok(), options.whole_file),
        reading_claims(&claims, options.whole_file),
        writing("write 835", &remittances, measured::read_remittances, || {
            measured::write_remittances(&kept.0)
        }),
        writing("write 837P", &claims, measured::read_claims, || measured::write_claims(&kept.1)),
    ];
    contests.extend([
        copying("copy 835", &remittances, measured::copy_payments, measured::read_payments),
        copying("copy 837P", &claims, measured::copy_submissions, measured::read_submissions),
    ]);
    contests.retain(|contest| contest.work.contains(&options.only));
    for contest in &mut contests {
        contest.run(options.rounds)?;
        eprintln!("done: {}", contest.work);
    }
    if let Err(error) = &oxedi {
        eprintln!("skipped: oxedi ({error})");
    }
    if !cfg!(feature = "x12-types") {
        eprintln!("skipped: x12-types (built without the feature)");
    }
    print!("{}", if options.json { report::json(&contests) } else { report::table(&contests) });
    Ok(())
}

fn tokenizing<'a>(work: &'static str, file: &'a Generated) -> Contest<'a> {
    Contest {
        work,
        bar: Some(Bar::Times(3.0)),
        ours: Side::new("x12", file.size(), || Ok(measured::tokenize(&file.text)?)),
        peers: vec![Side::new(stream_parser::NAME, file.size(), || stream_parser::tokenize(&file.text))],
    }
}

fn tokenizing_by_number<'a>(work: &'static str, file: &'a Generated) -> Contest<'a> {
    Contest {
        work,
        bar: None,
        ours: Side::new("x12", file.size(), || Ok(measured::tokenize_by_number(&file.text)?)),
        peers: vec![Side::new(stream_parser::LISTED, file.size(), || stream_parser::list(&file.text))],
    }
}

/// Our own reading of whole sets, to compare.
const WHOLE_SETS: &str = "x12, whole sets";

fn reading_remittances<'a>(
    file: &'a Generated,
    oxedi: Option<&'a RefCell<Oxedi>>,
    whole_file: bool,
) -> Contest<'a> {
    let side = |oxedi: &'a RefCell<Oxedi>| {
        let name = format!("oxedi {} (Python)", oxedi.borrow().version);
        Side::timed_by_itself(&name, file.size(), || oxedi.borrow_mut().turn())
    };
    let whole = Side::new(WHOLE_SETS, file.size(), || Ok(measured::read_remittances(&file.text)?));
    Contest {
        work: "read and balance 835",
        bar: oxedi.map(|_| Bar::Times(10.0)),
        ours: Side::new("x12", file.size(), || Ok(measured::read_payments(&file.text)?)),
        peers: oxedi
            .map(side)
            .into_iter()
            .chain(types::reading_remittances(file, whole_file))
            .chain([whole])
            .collect(),
    }
}

fn reading_claims(file: &Generated, whole_file: bool) -> Contest<'_> {
    let whole = Side::new(WHOLE_SETS, file.size(), || Ok(measured::read_claims(&file.text)?));
    Contest {
        work: "read and check 837P",
        bar: cfg!(feature = "x12-types").then_some(Bar::Times(15.0)),
        ours: Side::new("x12", file.size(), || Ok(measured::read_submissions(&file.text)?)),
        peers: types::reading_claims(file, whole_file).into_iter().chain([whole]).collect(),
    }
}

/// Writing out of memory is held against our own reading into memory.
fn writing<'a>(
    work: &'static str,
    file: &'a Generated,
    read: impl Fn(&str) -> Result<(usize, usize), x12::X12Error> + 'a,
    write: impl Fn() -> Result<String, x12::envelope::WriteError> + 'a,
) -> Contest<'a> {
    let written = move || {
        let same = write()? == file.text;
        if same {
            Ok((file.tally.claims, 0))
        } else {
            Err(Fault::from("what was written is not what was read"))
        }
    };
    Contest {
        work,
        bar: Some(Bar::Times(1.0)),
        ours: Side::new("x12", file.size(), written),
        peers: vec![Side::new("x12 reading it", file.size(), move || Ok(read(&file.text)?))],
    }
}

/// Reading and writing claim by claim at half the speed of reading alone: then writing is as fast as reading.
fn copying<'a>(
    work: &'static str,
    file: &'a Generated,
    copy: impl Fn(&str) -> Result<(usize, usize), x12::envelope::WriteError> + 'a,
    read: impl Fn(&str) -> Result<(usize, usize), x12::X12Error> + 'a,
) -> Contest<'a> {
    Contest {
        work,
        bar: Some(Bar::Times(0.5)),
        ours: Side::new("x12", file.size(), move || Ok(copy(&file.text)?)),
        peers: vec![Side::new("x12 reading it", file.size(), move || Ok(read(&file.text)?))],
    }
}

#[cfg(feature = "x12-types")]
mod types {
    use super::{Generated, Side};
    use std::hint::black_box;
    use x12_peers::peer::types::{
        NAME, WHOLE, read_835, read_837, read_file_835, read_file_837, transactions,
    };

    pub fn reading_remittances(file: &Generated, whole_file: bool) -> Vec<Side<'_>> {
        let (sets, claims) = (transactions(&file.text), file.tally.claims);
        let each = move || {
            sets.iter().try_for_each(|set| read_835(set).map(black_box).map(drop))?;
            Ok((claims, 0))
        };
        let whole = move || read_file_835(&file.text).map(black_box).map(|_| (claims, 0));
        let whole = whole_file.then(|| Side::new(WHOLE, file.size(), whole));
        std::iter::once(Side::new(NAME, file.size(), each)).chain(whole).collect()
    }

    pub fn reading_claims(file: &Generated, whole_file: bool) -> Vec<Side<'_>> {
        let (sets, claims) = (transactions(&file.text), file.tally.claims);
        let each = move || {
            sets.iter().try_for_each(|set| read_837(set).map(black_box).map(drop))?;
            Ok((claims, 0))
        };
        let whole = move || read_file_837(&file.text).map(black_box).map(|_| (claims, 0));
        let whole = whole_file.then(|| Side::new(WHOLE, file.size(), whole));
        std::iter::once(Side::new(NAME, file.size(), each)).chain(whole).collect()
    }
}

#[cfg(not(feature = "x12-types"))]
mod types {
    use super::{Generated, Side};

    pub fn reading_remittances(_: &Generated, _: bool) -> Vec<Side<'_>> {
        Vec::new()
    }

    pub fn reading_claims(_: &Generated, _: bool) -> Vec<Side<'_>> {
        Vec::new()
    }
}
