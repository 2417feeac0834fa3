//! Messages of several parts (RFC 2046, 5.1).

/// More parts than any reply has.
const MOST: usize = 50;

pub struct Part<'a> {
    pub head: &'a str,
    pub text: &'a str,
}

pub fn boundary(content_type: &str) -> Option<&str> {
    let multipart = content_type.trim_start().get(..10)?.eq_ignore_ascii_case("multipart/");
    let (_, after) = content_type.split_once("boundary=").filter(|_| multipart)?;
    let value = match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => after.split([';', ' ']).next()?,
    };
    (1..=70).contains(&value.len()).then_some(value)
}

/// None when the last boundary is missing: then it may have been cut.
pub fn parts<'a>(boundary: &str, body: &'a str) -> Option<Vec<Part<'a>>> {
    let delimiter = format!("--{boundary}");
    // What stands before the first delimiter is no part (RFC 2046, 5.1.1).
    let (_, rest) = body.split_once(&delimiter)?;
    let mut parts = Vec::new();
    for part in rest.split(&delimiter).take(MOST) {
        if part.starts_with("--") {
            return Some(parts);
        }
        parts.push(read(part)?);
    }
    None
}

/// Some end their lines with LF alone.
fn read(part: &str) -> Option<Part<'_>> {
    let blank_lines = ["\r\n\r\n", "\n\n"].into_iter().filter_map(|line| Some((part.find(line)?, line)));
    let (at, line) = blank_lines.min()?;
    let text = &part[at + line.len()..];
    let text = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(text);
    Some(Part { head: &part[..at], text })
}
