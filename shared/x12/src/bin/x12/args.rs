//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const AFTER: &str = "\
Examples:
  x12 validate claims.edi              what is wrong with a file, and what to do about it
  x12 explain remittance.835           who paid what, and what to do next
  x12 explain CO-45                    what a code means
  x12 to-json claims.edi | jq .        a file as JSON; `x12 from-json -` gives the same file back

Exit codes: 0 nothing wrong, 1 findings or differences, 2 a file or an argument could not be read.
A file named - is standard input.";

/// Checks, converts, explains, splits and compares X12 005010 health care files: 270, 271, 276, 277, 277CA, 278, 835,
/// 837P, 837I, 999, TA1.
#[derive(Debug, Parser)]
#[command(name = "x12", version, after_help = AFTER)]
pub(crate) struct Arguments {
    /// How the result is written
    #[arg(long, value_enum, global = true, default_value_t = Format::Text)]
    format: Format,
    /// The same as --format json
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with files, and what to do about it
    Validate(Validate),
    /// Write a file as JSON, from which it can be made again byte for byte
    ToJson(ToJson),
    /// Make the file that JSON of to-json stands for
    FromJson(FromJson),
    /// Say in plain words what a code means, or what a file says
    Explain(Explain),
    /// Write the TA1 and 999 that answer files
    Ack(Ack),
    /// Count what is in files: transaction sets, segments, loops, claims, money
    Stats(Stats),
    /// Write each interchange, group, transaction set or claim of a file as a file of its own
    Split(Split),
    /// Say what two files say differently
    Diff(Diff),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 validate claims.edi
  x12 validate --level syntax --max 10 *.edi
  x12 validate --json - < claims.edi | jq '.files[0].findings'")]
pub(crate) struct Validate {
    /// Files; - or none is standard input
    pub(crate) files: Vec<PathBuf>,
    /// How deep to look
    #[arg(long, value_enum, default_value_t = Depth::Relation)]
    pub(crate) level: Depth,
    /// Most findings shown of each file; 0 shows all
    #[arg(long, default_value_t = 100)]
    pub(crate) max: usize,
    /// Warnings count as findings too: exit 1
    #[arg(long)]
    pub(crate) strict: bool,
    /// Do not show what stands in the file, which may be health data
    #[arg(long)]
    pub(crate) no_values: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Depth {
    /// Envelope, counts, segments, types and lengths of elements
    Syntax,
    /// And loops, required segments and elements, codes
    Requirement,
    /// And whether amounts add up
    Balancing,
    /// And what one segment asks of another
    Relation,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 to-json claims.edi > claims.json
  x12 to-json --names remittance.835 | jq '.. | objects | select(.segment == \"CLP\") | .elements'
  x12 to-json claims.edi | x12 from-json - | cmp - claims.edi")]
pub(crate) struct ToJson {
    /// A file; - is standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// Write segments with the names of their elements
    #[arg(long)]
    pub(crate) names: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 from-json claims.json > claims.edi
  x12 to-json claims.edi | sed 's/\"A1\"/\"B2\"/' | x12 from-json - > changed.edi

It writes as it reads: where it exits with 2, what it wrote is not whole.")]
pub(crate) struct FromJson {
    /// JSON as to-json writes it; - is standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 explain remittance.835            who paid what, and what to do next
  x12 explain CO-45                     group and reason of an adjustment
  x12 explain CARC 45                   a code of a list
  x12 explain CAS02 45                  a code as it stands in an element
  x12 explain A7:562:85                 a claim status
  x12 explain find \"timely filing\"     codes by their meaning
  x12 explain --list carc=carc.csv 45   with the official wording (code,text[,start,stop])")]
pub(crate) struct Explain {
    /// Files, a code, a list and a code, or `find` and words
    pub(crate) words: Vec<String>,
    /// Official code list to read, as in carc=FILE
    #[arg(long, value_name = "LIST=FILE")]
    pub(crate) list: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 ack claims.edi > answer.edi                         a 999, and a TA1 where one was asked for or is needed
  x12 ack --999 --lines --control 17 --at 2026-03-09T14:05:00Z claims.edi
  x12 ack --json claims.edi | jq '.answers[].groups[].text'

Groups of 999 are never acknowledged by a 999. Exit codes: 0 all was taken, 1 something was not, 2 a file could not
be read.")]
pub(crate) struct Ack {
    /// Files; - or none is standard input
    pub(crate) files: Vec<PathBuf>,
    /// Write a TA1 and nothing else
    #[arg(long, conflicts_with = "functional")]
    pub(crate) ta1: bool,
    /// Write 999s and nothing else
    #[arg(long = "999")]
    pub(crate) functional: bool,
    /// ISA13 and GS06 of the first answer; of those after it one more each [default: day of the year and time]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=999_999_999))]
    pub(crate) control: Option<u32>,
    /// When the answer is written, as in 2026-03-09T14:05:00Z [default: now]
    #[arg(long, value_name = "RFC 3339")]
    pub(crate) at: Option<String>,
    /// Begin a new line after each segment
    #[arg(long)]
    pub(crate) lines: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 stats remittance.835
  x12 stats --json *.edi | jq '.files[] | {file, claims_paid}'")]
pub(crate) struct Stats {
    /// Files; - or none is standard input
    pub(crate) files: Vec<PathBuf>,
    /// How many adjustments and procedures are shown
    #[arg(long, default_value_t = 20)]
    pub(crate) top: usize,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 split --by transaction --out parts claims.edi     parts/claims-000001.edi, parts/claims-000002.edi, ...
  x12 split --by claim --out parts --control 5000 claims.edi

Each part is a whole interchange with right counts. Parts keep the control numbers of the file; --control gives each
an ISA13 of its own, which is needed where they are sent. A claim takes along all that stands above it. Sums over
claims, such as BPR02 of an 835, stay those of the whole payment; its PLB makes a part of its own.")]
pub(crate) struct Split {
    /// A file; - is standard input
    pub(crate) file: PathBuf,
    /// What a part is
    #[arg(long, value_enum)]
    pub(crate) by: By,
    /// Folder for the parts; it is made where it is missing
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// ISA13 of the first part; each part after it has one more
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=999_999_999))]
    pub(crate) control: Option<u32>,
    /// Overwrite files that are there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Interchange,
    Group,
    Transaction,
    Claim,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  x12 diff yesterday.edi today.edi
  x12 diff --json old.835 new.835 | jq '.changes[]'

Claims belong together by CLM01 or CLP01, lines by REF*6R or their number, levels by whom they name. Control numbers,
counts and dates of envelopes, HL and LX numbers, line breaks, separators and the spelling of numbers do not count.
Both files are held in memory. Exit codes: 0 they say the same, 1 they do not, 2 one could not be read.")]
pub(crate) struct Diff {
    /// The one before; - is standard input
    pub(crate) left: PathBuf,
    /// The one after; - is standard input
    pub(crate) right: PathBuf,
}
