//! `x12 to-json` and `x12 from-json`.

use x12::json::{self, Form};

use crate::args::{FromJson, ToJson};
use crate::failure::{Failure, Outcome};
use crate::input;
use crate::paper::Paper;

pub(crate) fn to_json(options: &ToJson, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut input = input::open(&options.file)?;
    let form = if options.names { Form::Names } else { Form::Arrays };
    let written = json::to_json(&mut input.reader, paper, form);
    written.map_err(|error| Failure::from(error).of(&input.name))?;
    Ok(Outcome::Fine)
}

pub(crate) fn from_json(options: &FromJson, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut input = input::open(&options.file)?;
    let written = json::from_json(&mut input.reader, paper);
    written.map_err(|error| Failure::from(error).of(&input.name))?;
    Ok(Outcome::Fine)
}
