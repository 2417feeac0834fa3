//! The responses of an interchange, each benefit with the segments it was read from.

use crate::check::benefit::Benefit;
use x12::eligibility::Response;
use x12::{ErrorKind, Interchange, TransactionSet, X12Error};

/// One response, with the segments of each of its benefits as they were received.
pub struct Told {
    pub response: Response,
    raw: Vec<Vec<String>>,
}

impl Told {
    pub fn benefits(&self) -> Vec<Benefit> {
        let mut raw = self.raw.iter().cloned();
        let benefits = self.response.benefits.iter();
        benefits.map(|eb| Benefit::read(eb, raw.next().unwrap_or_default())).collect()
    }
}

/// Every response of every 271 in the text; none where there is no 271.
pub fn told(text: &str) -> Result<Vec<Told>, X12Error> {
    if let Some(offset) = text.find('\0') {
        return Err(X12Error::at(ErrorKind::NotX12, "", 0, offset).hinted("the text has a zero byte"));
    }
    let mut all = Vec::new();
    for interchange in &Interchange::read(text)? {
        for set in interchange.transactions().filter(|set| set.st01 == "271") {
            all.extend(of_set(set)?);
        }
    }
    Ok(all)
}

/// A patient level with benefits makes one response with benefits: they stand in the same order.
fn of_set(set: &TransactionSet<'_>) -> Result<Vec<Told>, X12Error> {
    let mut levels = levels(set).into_iter();
    let responses = Response::parse_all(set)?.into_iter();
    let with_raw = responses.map(|response| {
        let raw = if response.benefits.is_empty() { None } else { levels.next() };
        Told { response, raw: raw.unwrap_or_default() }
    });
    Ok(with_raw.collect())
}

/// The patient levels that have benefits: of each benefit its segments.
fn levels(set: &TransactionSet<'_>) -> Vec<Vec<Vec<String>>> {
    let (mut levels, mut level, mut of_patient) = (Vec::new(), Vec::<Vec<String>>::new(), false);
    for segment in &set.segments {
        match segment.id() {
            "HL" => {
                levels.push(std::mem::take(&mut level));
                of_patient = matches!(segment.element(3), "22" | "23");
            }
            "SE" => of_patient = false,
            "EB" if of_patient => level.push(vec![segment.raw().to_owned()]),
            _ if of_patient => {
                level.last_mut().into_iter().for_each(|benefit| benefit.push(segment.raw().to_owned()));
            }
            _ => {}
        }
    }
    levels.push(level);
    levels.retain(|level| !level.is_empty());
    levels
}
