//! The walker by itself: loops as they begin and end.

use x12::guide::{Guide, Walker};
use x12::reader::Segments;

use super::base::{BENEFITS, CLAIM, REMITTANCE, benefits, claims, remittance};

/// Loop and name of every segment from ST to SE, with `<` for each loop that ended and `>` for each that begins.
fn walked(st01: &str, version: &str, text: &str) -> String {
    let mut walker = Walker::new(Guide::of(st01, version).expect("known"));
    let segments = Segments::new(text).map(|segment| segment.expect("sound"));
    let set = segments.filter(|segment| !matches!(segment.id(), "ISA" | "GS" | "GE" | "IEA"));
    let one = |segment: x12::Segment<'_>| {
        let place = walker.place(&segment);
        let (closed, opened) = ("<".repeat(place.closed), ">".repeat(place.opened));
        assert!(place.rule.is_some_and(|rule| rule.id == segment.id()));
        assert_eq!(walker.path().last().map(|(rule, _)| rule.id), Some(place.loop_rule.id));
        format!("{closed}{opened}{}/{} ", place.loop_rule.id, segment.id())
    };
    set.map(one).collect()
}

#[test]
fn loops_begin_and_end() {
    assert_eq!(
        walked("835", "005010X221A1", &remittance(REMITTANCE)),
        "ST/ST ST/BPR ST/TRN ST/DTM >1000A/N1 1000A/N3 1000A/N4 1000A/PER <>1000B/N1 <>2000/LX >2100/CLP 2100/NM1 \
         2100/DTM >2110/SVC 2110/DTM 2110/CAS 2110/REF 2110/AMT 2110/LQ <<<ST/SE "
    );
    assert_eq!(
        walked("837", "005010X222A1", &claims(CLAIM)),
        "ST/ST ST/BHT >1000A/NM1 1000A/PER <>1000B/NM1 <>2000A/HL >2010AA/NM1 2010AA/N3 2010AA/N4 2010AA/REF \
         <>2000B/HL 2000B/SBR >2010BA/NM1 2010BA/N3 2010BA/N4 2010BA/DMG <>2010BB/NM1 <>2300/CLM 2300/HI >2310B/NM1 \
         <>2400/LX 2400/SV1 2400/DTP 2400/REF <<<<ST/SE "
    );
    assert_eq!(
        walked("271", "005010X279A1", &benefits(BENEFITS)),
        "ST/ST ST/BHT >2000A/HL >2100A/NM1 <>2000B/HL >2100B/NM1 <>2000C/HL 2000C/TRN >2100C/NM1 2100C/DMG 2100C/DTP \
         >2110C/EB <>2110C/EB >LS/LS >2120C/NM1 <LS/LE <<<<<<ST/SE "
    );
}

#[test]
fn a_walker_begins_anew() {
    let text = remittance(REMITTANCE);
    let mut walker = Walker::new(Guide::of("835", "005010X221A1").expect("known"));
    for _ in 0..2 {
        walker.restart();
        for segment in Segments::new(&text).skip(2).take(12).map(|segment| segment.expect("sound")) {
            walker.place(&segment);
        }
        let path: Vec<_> = walker.path().map(|(rule, occurrence)| (rule.id, occurrence)).collect();
        assert_eq!(path, [("ST", 1), ("2000", 1), ("2100", 1)]);
    }
}

#[test]
fn every_guide_can_be_walked_by_its_own_rules() {
    for guide in Guide::all() {
        assert_eq!(guide.root().id, "ST", "{}", guide.id);
        assert_eq!(guide.segments().next_back().map(|rule| rule.id), Some("SE"), "{}", guide.id);
        for rule in guide.loops().iter().skip(1) {
            let parent = guide.parent(rule).expect("only the root has none");
            assert_eq!(rule.depth, parent.depth + 1, "{} {}", guide.id, rule.id);
            assert_eq!(
                guide.loop_of(guide.first_segment(rule)).number,
                rule.number,
                "{} {}",
                guide.id,
                rule.id
            );
        }
    }
}
