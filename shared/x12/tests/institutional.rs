//! 837I through the public interface.

use std::error::Error;

use x12::claim::{ClaimForm, Frequency, ReferenceKind, Unit};
use x12::institutional::{
    Claim, FUNCTIONAL_ID, IMPLEMENTATION, InstitutionalClaims, PresentOnAdmission, ServiceLine,
    StatementPeriod,
};
use x12::{Amount, Interchange, Quantity, write_interchange};

use crate::values::{day, header};

/// A skilled nursing stay that goes on: the first of several bills. Written by hand, with separators of its own.
const INTERIM: &str = "\
ISA|00|          |00|          |ZZ|NURSINGHOME    |ZZ|HOUSE9         |260309|1405|^|00501|000000042|1|T|>~
GS|HC|NURSINGHOME|HOUSE9|20260309|1405|7|X|005010X223A2~
ST|837|0001|005010X223A2~
BHT|0019|00|B77|20260309|1405|CH~
NM1|41|2|WILLOW NURSING|||||46|NURSINGHOME~
PER|IC|OFFICE|TE|2175550100~
NM1|40|2|HOUSE NINE|||||46|HOUSE9~
HL|1||20|1~
NM1|85|2|WILLOW NURSING|||||XX|1497758544~
N3|7 WILLOW WAY~
N4|SPRINGFIELD|IL|627010001~
REF|EI|123456789~
HL|2|1|22|0~
SBR|P|18|||||||MA~
NM1|IL|1|ASPEN|FRANCIS||||MI|1EG4TE5MK73~
N3|3 ASPEN ROAD~
N4|SPRINGFIELD|IL|627030009~
DMG|D8|19410704|M~
NM1|PR|2|MEDICARE|||||PI|00120~
CLM|SNF-1|7150.25|||21>A>2||A|Y|Y~
DTP|434|RD8|20260201-20260228~
DTP|435|DT|202602011530~
CL1|3|4|30~
REF|EA|MRN7~
HI|ABK>S72001D>>>>>>>Y~
HI|ABJ>S72001D~
HI|ABF>I10>>>>>>>Y|ABF>Z9181~
HI|BI>70>RD8>20260125-20260131~
HI|BE>80>>>28~
NM1|71|1|ROWAN|ALEXIS||||XX|1245319599~
LX|1~
SV2|0022|HP>CAXC1|0|UN|28~
LX|2~
SV2|0120||7000|DA|28~
LX|3~
SV2|0420|HC>97110>GP|150.25|UN|4~
DTP|472|D8|20260212~
SE|36|0001~
GE|1|7~
IEA|1|000000042~
";

#[test]
fn an_interim_bill_can_be_read() -> Result<(), Box<dyn Error>> {
    let interchanges = Interchange::read(INTERIM)?;
    let transaction = interchanges[0].transactions().next().ok_or("one was written")?;
    let read = InstitutionalClaims::read(transaction)?;
    assert_eq!(read.check(), []);
    let claim = read.claims().next().ok_or("one was written")?;
    assert_eq!((claim.type_of_bill().as_str(), &claim.frequency), ("212", &Frequency::InterimFirst));
    assert_eq!(claim.statement, Some(StatementPeriod { from: day(2026, 2, 1), to: day(2026, 2, 28) }));
    assert_eq!(claim.references.get(&ReferenceKind::MedicalRecord), Some("MRN7"));
    let present: Vec<_> = claim.coding.diagnoses().map(|coded| coded.present_on_admission.as_ref()).collect();
    assert_eq!(present, [Some(&PresentOnAdmission::Yes), Some(&PresentOnAdmission::Yes), None]);
    let units: Vec<_> = claim.lines.iter().map(|line| line.unit.clone()).collect();
    assert_eq!(units, [Unit::Units, Unit::Days, Unit::Units]);
    assert!(claim.unknown.0.is_empty());

    let again = write_interchange(&header(), FUNCTIONAL_ID, IMPLEMENTATION, &[read.write("0001")?])?;
    let body = |text: &str, separators: [char; 2]| -> Vec<String> {
        let plain = text.replace(separators[0], "*").replace(separators[1], ":").replace('\n', "");
        plain.split('~').filter(|segment| !segment.is_empty()).skip(2).map(str::to_owned).collect()
    };
    let (old, new) = (body(INTERIM, ['|', '>']), body(&again, ['*', ':']));
    assert_eq!(old[..36], new[..36]);
    Ok(())
}

#[test]
fn a_claim_can_be_made_of_lines() {
    let period = StatementPeriod { from: day(2026, 2, 1), to: day(2026, 2, 28) };
    let line = |charge| ServiceLine::new("0120", Amount::from_cents(charge), Quantity::from_units(1));
    let claim = Claim::original("A1", "11", period).with_lines(vec![line(10_000), line(5_050)]);
    assert_eq!(claim.charge, Amount::from_cents(15_050));
    let faults: Vec<_> = claim.check().iter().map(|finding| finding.fault.to_string()).collect();
    assert_eq!(
        faults,
        [
            "an institutional claim says how the patient left (CL103)",
            "an institutional claim names its principal diagnosis (HI*ABK)",
        ]
    );
}
