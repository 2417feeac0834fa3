//! x12-types: the base 005010 sets as structs, without the rules of the implementation guides.

use x12_types::util::Parser;
use x12_types::v005010::{_835, _837, Transmission};

use crate::Fault;

pub const NAME: &str = "x12-types 0.12";

pub const WHOLE: &str = "x12-types, whole file";

/// The transaction sets of a file, ST to SE. One after the other is the kinder way: a whole file at once, which is
/// its own, costs it up to a hundred times the size of the file in memory, and time with it.
pub fn transactions(text: &str) -> Vec<&str> {
    let begins: Vec<usize> = text.match_indices("~ST*").map(|(at, _)| at + 1).collect();
    let end = text.rfind("~GE*").map_or(text.len(), |at| at + 1);
    let ends = begins.iter().skip(1).copied().chain([end]);
    begins.iter().zip(ends).map(|(&begin, end)| &text[begin..end]).collect()
}

/// # Errors
/// It stopped before the end.
pub fn read_835(transaction: &str) -> Result<_835, Fault> {
    let (rest, read) = _835::parse(transaction).map_err(|error| short(&error.to_string()))?;
    complete(rest, read)
}

/// # Errors
/// It stopped before the end.
pub fn read_837(transaction: &str) -> Result<_837, Fault> {
    let (rest, read) = _837::parse(transaction).map_err(|error| short(&error.to_string()))?;
    complete(rest, read)
}

/// # Errors
/// It stopped before the end.
pub fn read_file_835(text: &str) -> Result<Transmission<_835>, Fault> {
    let (rest, read) = Transmission::parse(text).map_err(|error| short(&error.to_string()))?;
    complete(rest, read)
}

/// # Errors
/// It stopped before the end.
pub fn read_file_837(text: &str) -> Result<Transmission<_837>, Fault> {
    let (rest, read) = Transmission::parse(text).map_err(|error| short(&error.to_string()))?;
    complete(rest, read)
}

fn complete<T>(rest: &str, read: T) -> Result<T, Fault> {
    if rest.is_empty() { Ok(read) } else { Err(format!("{NAME} stopped before {}", short(rest)).into()) }
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}
