//! Writes parts one after the other into files with numbers.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter};

use serde_json::json;
use x12::Delimiters;
use x12::reader::Segment;

use crate::args;
use crate::failure::Failure;
use crate::paper::Paper;
use crate::parcel::{Parcel, renumbered};

pub(super) struct Parts<'o> {
    options: &'o args::Split,
    line_break: String,
    isa: String,
    delimiters: Delimiters,
    gs: String,
    open: Option<Parcel<BufWriter<File>>>,
    /// How many were begun.
    count: usize,
    pub(super) latin1: bool,
}

impl<'o> Parts<'o> {
    pub(super) fn new(options: &'o args::Split, line_break: String) -> Self {
        let delimiters = Delimiters::default();
        let (isa, gs) = (String::new(), String::new());
        Self { options, line_break, isa, delimiters, gs, open: None, count: 0, latin1: false }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Of the part with this number: the file's own name, the number, the file's own ending.
    pub(super) fn name(&self, number: usize) -> String {
        let file = &self.options.file;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy()).filter(|stem| stem != "-");
        let ending = file.extension().map_or("edi".into(), |ending| ending.to_string_lossy());
        format!("{}-{number:06}.{ending}", stem.unwrap_or("part".into()))
    }

    pub(super) fn interchange(&mut self, isa: &Segment<'_>) {
        isa.raw().clone_into(&mut self.isa);
        self.delimiters = isa.delimiters();
        self.gs.clear();
    }

    pub(super) fn group(&mut self, gs: &Segment<'_>) {
        gs.raw().clone_into(&mut self.gs);
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Begins the next part, with the group that is open.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        let gs = std::mem::take(&mut self.gs);
        self.begin_without_group()?;
        if !gs.is_empty() {
            self.push(&gs)?;
        }
        self.gs = gs;
        Ok(())
    }

    pub(super) fn begin_without_group(&mut self) -> Result<(), Failure> {
        self.count += 1;
        let isa = match self.options.control {
            Some(first) => {
                let control = u64::from(first) - 1 + self.count as u64;
                let control = u32::try_from(control).ok().filter(|control| *control <= 999_999_999);
                let control =
                    control.ok_or_else(|| Failure::said("--control: the numbers went beyond 999999999"))?;
                renumbered(&self.isa, self.delimiters, control)
            }
            None => self.isa.clone(),
        };
        let file = BufWriter::new(self.create()?);
        let mut parcel = Parcel::new(file, &isa, self.delimiters, &self.line_break)?;
        parcel.latin1 = self.latin1;
        self.open = Some(parcel);
        Ok(())
    }

    fn create(&self) -> Result<File, Failure> {
        let path = self.options.out.join(self.name(self.count));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let file = options.create_new(!self.options.force).open(&path);
        file.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::said(format!("{} exists; --force overwrites it", path.display()))
            }
            _ => Failure::said(format!("{}: {error}", path.display())),
        })
    }

    pub(super) fn push(&mut self, raw: &str) -> Result<(), Failure> {
        if let Some(parcel) = &mut self.open {
            parcel.latin1 = self.latin1;
            parcel.push(raw)?;
        }
        Ok(())
    }

    /// Ends the open part, if there is one.
    pub(super) fn end(&mut self, paper: &mut Paper) -> Result<(), Failure> {
        let Some(parcel) = self.open.take() else { return Ok(()) };
        parcel.finish()?;
        if paper.is_json() {
            let comma = if self.count > 1 { "," } else { "" };
            paper.line(&format!("{comma}{}", json!(self.name(self.count))))?;
        }
        Ok(())
    }
}
