//! What is done to a base file, as `cases.tsv` says it.
//!
//! Operations are separated by ` ; `. An address is the start of a segment, such as `CLP` or `REF*6R#2` for
//! the second; `A..B` is all from one to the other. `\s \t \r \n \xNN` stand for bytes. SE01 follows what is
//! done to segments, unless it is set afterwards.
//!
//! `drop A..B`, `lose A` (SE01 stays), `copy A..B [xN]`, `swap A B`, `move A..B before|after C`,
//! `insert before|after A SEGMENT`, `set A 05[-02] [VALUE]` (00 is the id), `tail A TEXT`;
//! `transaction|group|interchange [same]` repeats the last one, with the next control number;
//! `delimiters EEEE` (element, component, repetition, terminator), `breaks none|BYTES` after terminators;
//! then, on bytes: `cut A[+N]`, `prepend TEXT`, `append TEXT`, `substitute FROM TO`.

use super::document::Document;

pub fn apply(document: &mut Document, operations: &str) -> Result<(), String> {
    for operation in operations.split(" ; ").filter(|operation| !operation.is_empty()) {
        one(document, operation).map_err(|error| format!("{operation}: {error}"))?;
    }
    Ok(())
}

fn one(document: &mut Document, operation: &str) -> Result<(), String> {
    let (verb, rest) = operation.split_once(' ').unwrap_or((operation, ""));
    match verb {
        "cut" | "prepend" | "append" | "substitute" => return on_bytes(document, verb, rest),
        _ if document.bytes.is_some() => return Err("segments are changed before bytes".to_owned()),
        _ => {}
    }
    match verb {
        "lose" => {
            let lost = document.find(rest)?;
            document.segments.remove(lost);
        }
        "set" => set(document, rest)?,
        "tail" => {
            let (address, text) = two(rest)?;
            let segment = document.find(address)?;
            document.segments[segment].extend(unescaped(text)?);
        }
        "transaction" | "group" | "interchange" => again(document, verb, rest == "same")?,
        "delimiters" => {
            let bytes = unescaped(rest)?;
            document.delimiters = bytes.try_into().map_err(|_| "there are four delimiters".to_owned())?;
        }
        "breaks" => document.line_break = if rest == "none" { Vec::new() } else { unescaped(rest)? },
        _ => {
            rearrange(document, verb, rest)?;
            document.recount();
        }
    }
    Ok(())
}

fn rearrange(document: &mut Document, verb: &str, rest: &str) -> Result<(), String> {
    match verb {
        "drop" => drop(document.segments.drain(document.range(rest)?)),
        "copy" => {
            let (addresses, times) = rest.split_once(" x").unwrap_or((rest, "1"));
            let range = document.range(addresses)?;
            let times = times.parse().map_err(|_| "how many times?".to_owned())?;
            let copies = vec![document.segments[range.clone()].to_vec(); times].concat();
            document.segments.splice(range.end..range.end, copies);
        }
        "swap" => {
            let (first, second) = two(rest)?;
            let (first, second) = (document.find(first)?, document.find(second)?);
            document.segments.swap(first, second);
        }
        "move" => {
            let (addresses, place) = two(rest)?;
            let target = document.segments[document.find(two(place)?.1)?].clone();
            let moved: Vec<_> = document.segments.drain(document.range(addresses)?).collect();
            let target = document.segments.iter().position(|segment| *segment == target);
            let target =
                target.ok_or("it cannot be moved to itself")? + usize::from(place.starts_with("after"));
            document.segments.splice(target..target, moved);
        }
        "insert" => {
            let (side, rest) = two(rest)?;
            let (address, text) = rest.split_once(' ').unwrap_or((rest, ""));
            let target = document.find(address)? + usize::from(side == "after");
            document.segments.insert(target, unescaped(text)?);
        }
        _ => return Err("there is no such operation".to_owned()),
    }
    Ok(())
}

fn set(document: &mut Document, rest: &str) -> Result<(), String> {
    let (address, rest) = two(rest)?;
    let (place, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let (element, component) = place.split_once('-').unwrap_or((place, "0"));
    let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{place} is no element"));
    let segment = document.find(address)?;
    document.set(segment, number(element)?, number(component)?, &unescaped(value)?);
    Ok(())
}

/// Another transaction set, group or interchange after the last.
fn again(document: &mut Document, verb: &str, same_number: bool) -> Result<(), String> {
    let (header, trailer, number, outer) = match verb {
        "transaction" => ("ST", "SE", 2, Some("GE")),
        "group" => ("GS", "GE", 6, Some("IEA")),
        _ => ("ISA", "IEA", 13, None),
    };
    let last =
        |id: &str| (0..document.segments.len()).rfind(|index| document.element(*index, 0) == id.as_bytes());
    let (first, end) = last(header).zip(last(trailer)).ok_or("there is none to repeat")?;
    let copies = document.segments[first..=end].to_vec();
    document.segments.splice(end + 1..end + 1, copies);
    if !same_number {
        let old = String::from_utf8_lossy(document.element(first, number)).into_owned();
        let next = old.parse::<u64>().map_err(|_| format!("{old} is no control number"))? + 1;
        let next = format!("{next:0width$}", width = old.len());
        document.set(end + 1, number, 0, next.as_bytes());
        document.set(2 * end + 1 - first, 2, 0, next.as_bytes());
    }
    if let Some(outer) = outer {
        let outer = document.find(outer)?;
        let is_header = |index: &usize| document.element(*index, 0) == header.as_bytes();
        let count = (0..document.segments.len()).filter(is_header).count();
        document.set(outer, 1, 0, count.to_string().as_bytes());
    }
    Ok(())
}

fn on_bytes(document: &mut Document, verb: &str, rest: &str) -> Result<(), String> {
    match verb {
        "cut" => {
            let (address, more) = rest.split_once('+').unwrap_or((rest, "0"));
            let start = document.render(document.find(address)?).len();
            let more: usize = more.parse().map_err(|_| "how many bytes more?".to_owned())?;
            document.bytes_mut().truncate(start + more);
        }
        "prepend" => drop(document.bytes_mut().splice(0..0, unescaped(rest)?)),
        "append" => document.bytes_mut().extend(unescaped(rest)?),
        _ => {
            let (from, to) = two(rest)?;
            let (from, to) = (unescaped(from)?, unescaped(to)?);
            let bytes = document.bytes_mut();
            let place =
                bytes.windows(from.len()).position(|window| window == from).ok_or("it is not there")?;
            bytes.splice(place..place + from.len(), to);
        }
    }
    Ok(())
}

fn two(text: &str) -> Result<(&str, &str), String> {
    text.split_once(' ').ok_or_else(|| "a word is missing".to_owned())
}

fn unescaped(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match (byte, if byte == b'\\' { rest.next() } else { None }) {
            (b'\\', Some(b's')) => b' ',
            (b'\\', Some(b't')) => b'\t',
            (b'\\', Some(b'r')) => b'\r',
            (b'\\', Some(b'n')) => b'\n',
            (b'\\', Some(b'\\')) => b'\\',
            (b'\\', Some(b'x')) => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = String::from_utf8_lossy(&digits).into_owned();
                u8::from_str_radix(&digits, 16).map_err(|_| format!("{digits} is no byte"))?
            }
            (b'\\', other) => return Err(format!("\\{} is unknown", other.map_or(' ', char::from))),
            (byte, _) => byte,
        });
    }
    Ok(bytes)
}
