//! When a patient is covered: a table of what payers say.

use super::tests::{NORA, TRACE, answer, finding, read_as};
use crate::check::finding::{BasisCode, ReasonCode};
use crate::check::samples::question;
use model::event::EligibilityOutcome;

/// What is expected, in the words of the table.
type Outcome = Result<(EligibilityOutcome, BasisCode), ReasonCode>;

const ACTIVE: EligibilityOutcome = EligibilityOutcome::Active;
const INACTIVE: EligibilityOutcome = EligibilityOutcome::Inactive;

/// Of a patient whose own dates are these, asked on 2026-06-20 about these services on the day after.
fn decided(asked: &str, dates: &[&str], benefits: &[&str]) -> Outcome {
    let mut question = question();
    question.check.service_types =
        serde_json::from_value(asked.split(' ').collect::<Vec<_>>().into()).expect("codes");
    let person = [NORA, dates].concat();
    let text = answer(TRACE, &person, benefits).replace("OTHER*20260621", "OTHER*20260620");
    let found = finding(read_as(&text, &question));
    match (found.reason, found.basis) {
        (None, Some(basis)) => Ok((found.outcome, basis.code)),
        (Some(reason), None) if found.outcome == EligibilityOutcome::Undetermined => Err(reason.code),
        other => panic!("either a reason or a basis: {other:?}"),
    }
}

#[test]
fn what_was_asked_about_decides() {
    use BasisCode::{AskedService, MedicalCare, NotCovered, Plan};
    use ReasonCode::{CannotProcess, Contradictory, NothingStated, OtherServicesOnly};
    for (asked, benefits, expected) in [
        ("30", &["EB*1**30"][..], Ok((ACTIVE, Plan))),
        ("30", &["EB*5"], Ok((ACTIVE, Plan))),
        ("30", &["EB*6**30"], Ok((INACTIVE, Plan))),
        ("30", &["EB*8**30"], Ok((INACTIVE, Plan))),
        ("30", &["EB*6**35", "EB*1**30"], Ok((ACTIVE, Plan))),
        ("30", &["EB*6**30", "EB*1**35"], Ok((INACTIVE, Plan))),
        ("30", &["EB*1**98"], Ok((ACTIVE, MedicalCare))),
        ("98", &["EB*1**1^33^47"], Ok((ACTIVE, MedicalCare))),
        ("AE", &["EB*1**1^33^47"], Err(OtherServicesOnly)),
        ("30", &["EB*1**35"], Err(OtherServicesOnly)),
        ("98", &["EB*1**35*PR*DENTAL CHOICE"], Err(OtherServicesOnly)),
        ("98", &["EB*1**98", "EB*6**30"], Ok((ACTIVE, AskedService))),
        ("MH", &["EB*1**30", "EB*6**MH"], Ok((INACTIVE, AskedService))),
        ("98 MH", &["EB*1**30", "EB*6**MH"], Ok((ACTIVE, Plan))),
        ("30 MH", &["EB*1**30", "EB*6**MH"], Ok((INACTIVE, AskedService))),
        ("AE", &["EB*1**30", "EB*I**AE"], Ok((INACTIVE, NotCovered))),
        ("98", &["EB*1**30", "EB*I**AE"], Ok((ACTIVE, Plan))),
        ("98", &["EB*1**98*********Y", "EB*I**98*********N"], Ok((ACTIVE, AskedService))),
        ("30", &["EB*I**30"], Ok((INACTIVE, NotCovered))),
        ("30", &["EB*V**30"], Err(CannotProcess)),
        ("AE", &["EB*1**30", "EB*V**AE"], Err(CannotProcess)),
        ("98", &["EB*1**98", "EB*V**30"], Ok((ACTIVE, AskedService))),
        ("30", &["EB*1**30**GOLD", "EB*6**30**GOLD"], Err(Contradictory)),
        ("30", &["EB*1**30**GOLD", "EB*6**30**SILVER"], Ok((ACTIVE, Plan))),
        ("30", &["EB*1**30*MA", "EB*6**30*MB"], Ok((INACTIVE, Plan))),
        ("98", &["EB*6**30*MA", "EB*1**30*MB"], Ok((ACTIVE, Plan))),
        ("30", &["EB*1**30*MA"], Ok((ACTIVE, Plan))),
        ("98", &["EB*1**30*MA"], Err(OtherServicesOnly)),
        ("48", &["EB*1**30*MA", "EB*6**30*MB"], Ok((ACTIVE, Plan))),
        ("30", &["EB*B**98***27*20"], Err(NothingStated)),
        ("30", &[], Err(NothingStated)),
    ] {
        assert_eq!(decided(asked, &[], benefits), expected, "{asked} {benefits:?}");
    }
}

#[test]
fn the_day_of_service_must_lie_within_the_dates() {
    use BasisCode::{Ended, NotBegun, Plan};
    use ReasonCode::{Contradictory, OtherDay};
    const OLD: &str = "DTP*291*RD8*20250101-20251231";
    const NEW: &str = "DTP*291*RD8*20260101-20261231";
    for (dates, benefits, expected) in [
        (&["DTP*346*D8*20060101"][..], &["EB*1**30"][..], Ok((ACTIVE, Plan))),
        (&["DTP*347*D8*20260620"], &["EB*1**30"], Ok((INACTIVE, Ended))),
        (&["DTP*347*D8*20260621"], &["EB*1**30"], Ok((ACTIVE, Plan))),
        (&["DTP*356*D8*20260701"], &["EB*1**30"], Ok((INACTIVE, NotBegun))),
        (&["DTP*291*D8*20260621"], &["EB*1**30"], Ok((ACTIVE, Plan))),
        (&["DTP*291*D8*20260622"], &["EB*1**30"], Err(OtherDay)),
        (&[], &["EB*1**30", OLD], Ok((INACTIVE, Ended))),
        (&[], &["EB*1**30", OLD, "EB*1**30", NEW], Ok((ACTIVE, Plan))),
        (&[], &["EB*6**30", OLD, "EB*1**30", NEW], Ok((ACTIVE, Plan))),
        (&[OLD], &["EB*1**30", NEW], Ok((ACTIVE, Plan))),
        (&["DTP*307*RD8*20260501-20260531"], &["EB*1**30"], Ok((INACTIVE, Ended))),
        (&["DTP*307*RD8*20260601-20260620"], &["EB*1**30"], Err(OtherDay)),
        (&["DTP*307*RD8*20260601-20260620"], &["EB*6**30"], Ok((INACTIVE, Plan))),
        (&["DTP*357*D8*20260331"], &["EB*6**30"], Ok((INACTIVE, Ended))),
        (&["DTP*357*D8*20260731"], &["EB*6**30"], Err(Contradictory)),
        (&[NEW], &["EB*6**30"], Ok((INACTIVE, Plan))),
        (&["DTP*346*D8*20060101"], &["EB*6**30"], Ok((INACTIVE, Plan))),
        (&["DTP*442*D8*20200101", "DTP*636*D8*20270101"], &["EB*1**30"], Ok((ACTIVE, Plan))),
    ] {
        assert_eq!(decided("30", dates, benefits), expected, "{dates:?} {benefits:?}");
    }
}
