//! Turns a deserialiser's complaint into a problem that names the field and never repeats a value.

use crate::problem::Problem;
use serde_path_to_error::{Error, Path, Segment};
use std::borrow::Cow;

pub fn body_refusal(error: &Error<serde_json::Error>) -> Problem {
    let inner = error.inner();
    if inner.is_syntax() || inner.is_eof() {
        let place = format!("the body is not JSON at line {}, column {}", inner.line(), inner.column());
        return Problem::invalid("", place);
    }
    part_refusal("", error)
}

/// `place` is the JSON Pointer of what was read.
pub fn part_refusal(place: &str, error: &Error<serde_json::Error>) -> Problem {
    let (place, message) = (format!("{place}{}", pointer(error.path())), error.inner().to_string());
    match missing(&message) {
        Some(field) => Problem::invalid(format!("{place}/{field}"), "is missing"),
        None => Problem::invalid(place, advice(&message)),
    }
}

pub fn query_refusal(error: &Error<serde::de::value::Error>) -> Problem {
    let message = error.inner().to_string();
    if let Some(field) = missing(&message) {
        return Problem::invalid(format!("?{field}"), "is missing");
    }
    let name = error.path().iter().next().map(ToString::to_string).unwrap_or_default();
    Problem::invalid(format!("?{name}"), advice(&message))
}

/// The field serde misses: it stands in the message, not in the path.
fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |mut text, segment| {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("/{index}")),
            Segment::Map { key } => text.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { variant } => text.push_str(&format!("/{variant}")),
            Segment::Unknown => (),
        }
        text
    })
}

/// serde's words without the value they may carry.
fn advice(message: &str) -> Cow<'_, str> {
    let message = message.rsplit_once(" at line ").map_or(message, |(text, _)| text);
    let starts = |prefix: &str| message.starts_with(prefix);
    let expected = || message.rsplit_once(", expected ").map(|(_, what)| what);
    if starts("invalid type") || starts("invalid value") || starts("invalid length") {
        return expected().map_or("has the wrong type".into(), |what| format!("must be {what}").into());
    }
    if starts("unknown variant") {
        return expected()
            .map_or("is not one of the allowed words".into(), |what| format!("must be {what}").into());
    }
    if starts("invalid digit")
        || starts("input contains")
        || starts("premature end")
        || starts("trailing input")
        || starts("UUID")
    {
        return "is not of the form this takes: see the API document".into();
    }
    message.to_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by serde only")]
    struct Visit {
        npi: model::Npi,
        minutes: u32,
    }

    fn refusal(json: &str) -> (String, String) {
        let mut reader = serde_json::Deserializer::from_str(json);
        let error = serde_path_to_error::deserialize::<_, Visit>(&mut reader).expect_err("refused");
        let problem = body_refusal(&error);
        (problem.errors[0].pointer.clone(), problem.errors[0].detail.clone())
    }

    #[test]
    fn names_the_field_and_never_repeats_the_value() {
        let (pointer, detail) = refusal(r#"{"npi":"1234567890","minutes":1}"#);
        assert_eq!(pointer, "/npi");
        assert!(detail.contains("check digit"), "{detail}");

        let (pointer, detail) = refusal(r#"{"npi":"1234567893","minutes":"Ada Testpatient"}"#);
        assert_eq!((pointer.as_str(), detail.as_str()), ("/minutes", "must be u32"));

        assert_eq!(refusal(r#"{"npi":"1234567893"}"#), ("/minutes".to_owned(), "is missing".to_owned()));

        let (_, detail) = refusal(r#"{"npi":"1234567893","minutes":1,"colour":2}"#);
        assert!(detail.starts_with("unknown field `colour`"), "{detail}");

        assert!(refusal(r#"{"npi""#).1.contains("not JSON"));
    }
}
