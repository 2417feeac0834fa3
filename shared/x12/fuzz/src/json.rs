//! Files as JSON and back, and JSON from elsewhere.

use std::io::Read;

use x12::json::{Form, JsonError, from_json, to_json};

use super::{Reached, is_chosen};

/// Takes any bytes: the JSON of a file is that file again, byte for byte.
pub fn check_file(input: &[u8]) -> Reached {
    let form = if is_chosen(input, 4) { Form::Names } else { Form::Arrays };
    match document(input, form) {
        Ok(json) => {
            comes_back(&json, input);
            Reached::Whole
        }
        Err(error) => refused(&error, input),
    }
}

/// Takes any bytes: the file made of them, if any, has a JSON of its own.
pub fn check_document(input: &[u8]) -> Reached {
    let read = file(input);
    if is_chosen(input, 8) {
        let (first, rest) = input.split_at(input.len() / 2);
        let mut in_two = Vec::new();
        let again = from_json(first.chain(rest), &mut in_two).map(|()| in_two);
        assert_eq!(again.map_err(|error| error.to_string()), file(input).map_err(|error| error.to_string()));
    }
    match read {
        Ok(file) => match document(&file, Form::Arrays) {
            Ok(json) => {
                comes_back(&json, &file);
                Reached::Whole
            }
            Err(_) => Reached::Read,
        },
        Err(error) => refused(&error, input),
    }
}

fn refused(error: &JsonError, input: &[u8]) -> Reached {
    assert!(!is_chosen(input, 4) || !error.to_string().is_empty());
    Reached::Refused
}

fn comes_back(json: &[u8], expected: &[u8]) {
    match file(json) {
        Ok(again) => assert!(again == expected, "another file:\n{}", String::from_utf8_lossy(json)),
        Err(error) => panic!("{error}:\n{}", String::from_utf8_lossy(json)),
    }
}

fn document(file: &[u8], form: Form) -> Result<Vec<u8>, JsonError> {
    let mut json = Vec::new();
    to_json(file, &mut json, form).map(|()| json)
}

fn file(json: &[u8]) -> Result<Vec<u8>, JsonError> {
    let mut file = Vec::new();
    from_json(json, &mut file).map(|()| file)
}
