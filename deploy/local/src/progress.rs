//! What the user sees while something takes long: bars on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How often a plain log says that a long step is still going.
const REMINDER: Duration = Duration::from_secs(15);

#[derive(Clone)]
pub enum Progress {
    Bars(MultiProgress),
    Lines,
    Silent,
}

impl Progress {
    pub fn new() -> Progress {
        if std::io::stderr().is_terminal() { Progress::Bars(MultiProgress::new()) } else { Progress::Lines }
    }

    pub fn step(&self, what: impl Into<String>) -> Step {
        let what = what.into();
        let show = match self {
            Progress::Bars(bars) => Show::Bar(bars.add(spinner(&what))),
            Progress::Lines => {
                eprintln!("  {what} ...");
                Show::Lines(Mutex::new(Instant::now()))
            }
            Progress::Silent => Show::Nothing,
        };
        Step { what, show, began: Instant::now(), finished: false }
    }

    pub fn say(&self, line: &str) {
        match self {
            Progress::Bars(bars) => bars.suspend(|| eprintln!("{line}")),
            Progress::Lines => eprintln!("{line}"),
            Progress::Silent => {}
        }
    }

    /// To standard output, above the bars.
    pub fn print(&self, line: &str) {
        match self {
            Progress::Bars(bars) => bars.suspend(|| println!("{line}")),
            Progress::Lines => println!("{line}"),
            Progress::Silent => {}
        }
    }
}

impl Default for Progress {
    fn default() -> Progress {
        Progress::new()
    }
}

enum Show {
    Bar(ProgressBar),
    Lines(Mutex<Instant>),
    Nothing,
}

/// One thing that takes long. Dropped without `done` it counts as failed.
pub struct Step {
    what: String,
    show: Show,
    began: Instant,
    finished: bool,
}

impl Step {
    pub fn detail(&self, text: &str) {
        match &self.show {
            Show::Bar(bar) => bar.set_message(text.trim().to_owned()),
            Show::Lines(said) => self.remind(said, text),
            Show::Nothing => {}
        }
    }

    pub fn reached(&self, part: u64, whole: u64, text: &str) {
        if let Show::Bar(bar) = &self.show {
            if bar.length() != Some(whole) {
                bar.set_length(whole);
                bar.set_style(style("{spinner} {prefix} [{bar:30}] {pos}/{len} {elapsed} {wide_msg}"));
            }
            bar.set_position(part);
        }
        self.detail(&format!("{text} ({part}/{whole})"));
    }

    pub fn done(mut self, note: &str) {
        self.finished = true;
        let line = format!("{} - {note} ({:.1?})", self.what, self.began.elapsed());
        match &self.show {
            Show::Bar(bar) => {
                bar.set_style(style("  {msg}"));
                bar.finish_with_message(line);
            }
            Show::Lines(_) => eprintln!("  {line}"),
            Show::Nothing => {}
        }
    }

    fn remind(&self, said: &Mutex<Instant>, text: &str) {
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.elapsed() >= REMINDER {
            *said = Instant::now();
            eprintln!("    {:.0?}: {}", self.began.elapsed(), text.trim());
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let line = format!("{} - failed ({:.1?})", self.what, self.began.elapsed());
        match &self.show {
            Show::Bar(bar) => {
                bar.set_style(style("  {msg}"));
                bar.abandon_with_message(line);
            }
            Show::Lines(_) => eprintln!("  {line}"),
            Show::Nothing => {}
        }
    }
}

fn spinner(what: &str) -> ProgressBar {
    let bar = ProgressBar::no_length()
        .with_style(style("{spinner} {prefix} {elapsed} {wide_msg}"))
        .with_prefix(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
