//! `x12 to-json` and `x12 from-json`.

use crate::files::remittance;
use crate::run::x12;

#[test]
fn a_file_goes_through_both_and_comes_back() {
    let latin1: Vec<u8> = remittance().replace("DOE", "D\u{d6}E").chars().map(|one| one as u8).collect();
    for file in [remittance().into_bytes(), remittance()[..333].into(), latin1] {
        for form in [&["to-json"][..], &["to-json", "--names", "-"]] {
            let json = x12(form, &file);
            assert_eq!((json.code, json.err.as_str()), (0, ""));
            let again = x12(&["from-json", "-"], &json.out);
            assert_eq!((again.code, again.err.as_str()), (0, ""));
            assert!(again.out == file, "{}", again.text());
        }
    }
}

#[test]
fn what_is_no_x12_or_no_json_is_refused() {
    for (arguments, input, expected) in [
        (&["to-json"][..], "hello", "-: segment 1 (ISA), byte 0: this is not an X12 interchange"),
        (&["to-json"], "", "the file is empty"),
        (
            &["from-json"],
            "{\"x12\":1,\"content\":[[\"CLP\"]]}",
            "line 1, /content/0: a segment stands before",
        ),
        (&["from-json", "no/such/file"], "", "no/such/file: "),
    ] {
        let ran = x12(arguments, input.as_bytes());
        assert_eq!((ran.code, ran.out.is_empty()), (2, true), "{ran:?}");
        assert!(ran.err.contains(expected), "{} has no {expected}", ran.err);
    }
}
