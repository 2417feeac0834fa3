//! Lists the site loads.

use super::super::{CodeList, ListError, Lists, NextStep, Wording};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[test]
fn the_official_wording_goes_before_ours() -> Outcome {
    let mut lists = Lists::new();
    let csv = "Code,Description,Start,Stop\r\n1,\"Words, \"\"quoted\"\"\nover lines\",1/1/1995,\r\n42,Old,,2007-06-01\n";
    assert_eq!(lists.load(CodeList::Carc, csv.as_bytes())?, 2);
    let first = lists.explain(CodeList::Carc, "1").ok_or("1 is loaded")?;
    assert_eq!(first.meaning, "Words, \"quoted\" over lines");
    assert_eq!((first.next, first.wording), (NextStep::BillPatient, Wording::Official));
    assert!(!first.deactivated);
    let old = lists.explain(CodeList::Carc, "42").ok_or("42 is loaded")?;
    let day = |year| chrono::NaiveDate::from_ymd_opt(year, 6, 1).ok_or("a day");
    assert!(old.deactivated && old.is_active_on(day(2006)?) && !old.is_active_on(day(2007)?));
    let own = lists.explain(CodeList::Carc, "29").ok_or("29 is ours")?;
    assert_eq!(own.wording, Wording::Own);
    assert!(lists.find("quoted words").iter().any(|one| one.code == "1"));
    assert!(lists.find("timely filing").iter().any(|one| one.code == "29"));
    Ok(())
}

#[test]
fn tabs_and_no_header_do_as_well() -> Outcome {
    let mut lists = Lists::new();
    let tsv = "\u{feff}N99\tSome words\nN9998\tA code that came later\n\n";
    assert_eq!(lists.load(CodeList::Rarc, tsv.as_bytes())?, 2);
    for code in ["N99", "N9998"] {
        let found = lists.explain(CodeList::Rarc, code).ok_or("loaded")?;
        assert_eq!((found.next, found.wording), (NextStep::Review, Wording::Official));
    }
    Ok(())
}

#[test]
fn what_is_wrong_is_named_by_its_line() -> Outcome {
    let mut lists = Lists::new();
    lists.load(CodeList::Carc, "1,Words".as_bytes())?;
    for (csv, line) in [
        ("1,a\n2\n", 2),
        ("1,a\n\n1,b\n", 3),
        ("code,text\n1,a,\n2,\"b\n", 3),
        ("code,text,start\n1,a,soon\n", 2),
        ("1,a\n1 or 2,b\n", 2),
        ("\"1\n\",a\nTOOLONGACODE,b", 3),
    ] {
        let found = lists.load(CodeList::Carc, csv.as_bytes());
        assert!(matches!(found, Err(ListError::Line { line: at, .. }) if at == line), "{csv:?}: {found:?}");
    }
    assert!(matches!(lists.load(CodeList::Carc, "code,text\n".as_bytes()), Err(ListError::Empty)));
    assert!(matches!(lists.load(CodeList::Carc, &[0xff, 0xfe][..]), Err(ListError::Encoding)));
    assert!(matches!(lists.load(CodeList::Carc, std::io::repeat(b'x')), Err(ListError::TooLarge)));
    let many: String = (0..=20_000).map(|number| format!("{number},a\n")).collect();
    assert!(matches!(lists.load(CodeList::Carc, many.as_bytes()), Err(ListError::TooLarge)));
    let kept = lists.explain(CodeList::Carc, "1").ok_or("loaded before")?;
    assert_eq!(kept.meaning, "Words");
    Ok(())
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "[\\PC\t\n\r\",]{0,200}") {
        let mut lists = Lists::new();
        if let Ok(count) = lists.load(CodeList::Carc, text.as_bytes()) {
            proptest::prop_assert!(count <= text.lines().count());
        }
    }

    #[test]
    fn quoted_text_comes_back(words in "[a-z\",;.]{1,60}") {
        let mut lists = Lists::new();
        let csv = format!("X1,\"{}\"\n", words.replace('"', "\"\""));
        proptest::prop_assert_eq!(lists.load(CodeList::Carc, csv.as_bytes()).ok(), Some(1));
        let found = lists.explain(CodeList::Carc, "X1").map(|one| one.meaning.to_owned());
        proptest::prop_assert_eq!(found, Some(words));
    }
}
