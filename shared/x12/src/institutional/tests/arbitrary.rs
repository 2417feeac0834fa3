//! Any claim survives writing and reading.

use chrono::{Days, NaiveDate, NaiveTime};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::{read, text};
use crate::claim::tests::examples::{day, submission, subscriber};
use crate::claim::{Diagnosis, Procedure, Unit};
use crate::date::DatePeriod;
use crate::institutional::{
    Admission, AdmissionType, Claim, CodedDiagnosis, CodedProcedure, Coding, Occurrence, OccurrenceSpan,
    PresentOnAdmission, ProcedureCode, ServiceLine, StatementPeriod, Stay, ValueCode,
};
use crate::{Amount, Quantity, Text};

fn code() -> impl Strategy<Value = Text> {
    "[A-Z0-9]{2,7}".prop_map(Text::from)
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0u64..40_000).prop_map(|days| day(1930, 1, 1) + Days::new(days))
}

fn amount() -> impl Strategy<Value = Amount> {
    (-9_999_999i64..=99_999_999).prop_map(Amount::from_cents)
}

fn diagnosis() -> impl Strategy<Value = Diagnosis> {
    (any::<bool>(), code())
        .prop_map(|(old, code)| if old { Diagnosis::Icd9(code) } else { Diagnosis::Icd10(code) })
}

fn coded_diagnosis() -> impl Strategy<Value = CodedDiagnosis> {
    let present = "[YNUW1]".prop_map(|code| PresentOnAdmission::from_code(&code));
    (diagnosis(), of(present))
        .prop_map(|(diagnosis, present_on_admission)| CodedDiagnosis { diagnosis, present_on_admission })
}

fn procedure() -> impl Strategy<Value = CodedProcedure> {
    let code = (any::<bool>(), code())
        .prop_map(|(old, code)| if old { ProcedureCode::Icd9(code) } else { ProcedureCode::Icd10(code) });
    (code, of(date())).prop_map(|(code, day)| CodedProcedure { code, day })
}

fn span() -> impl Strategy<Value = OccurrenceSpan> {
    (code(), date(), 0u64..90).prop_map(|(code, from, days)| OccurrenceSpan {
        code,
        from,
        to: from + Days::new(days),
    })
}

prop_compose! {
    fn coding()(
        principal_diagnosis in of(coded_diagnosis()),
        admitting_diagnosis in of(diagnosis()),
        reasons_for_visit in vec(diagnosis(), 0..4),
        external_causes in vec(coded_diagnosis(), 0..13),
        drg in of(code()),
        other_diagnoses in vec(coded_diagnosis(), 0..25),
        procedures in (of(procedure()), vec(procedure(), 0..25)),
        occurrence_spans in vec(span(), 0..25),
        occurrences in vec((code(), date()).prop_map(|(code, day)| Occurrence { code, day }), 0..25),
        values in vec((code(), amount()).prop_map(|(code, amount)| ValueCode { code, amount }), 0..25),
        codes in (vec(code(), 0..25), vec(code(), 0..25)),
    ) -> Coding {
        let (principal_procedure, other_procedures) = procedures;
        let (conditions, treatments) = codes;
        Coding {
            principal_diagnosis, admitting_diagnosis, reasons_for_visit, external_causes, drg, other_diagnoses,
            principal_procedure, other_procedures, occurrence_spans, occurrences, values, conditions, treatments,
        }
    }
}

fn period() -> impl Strategy<Value = DatePeriod> {
    (date(), of(0u64..90)).prop_map(|(from, days)| match days {
        Some(days) => DatePeriod::Range(from, from + Days::new(days)),
        None => DatePeriod::Day(from),
    })
}

prop_compose! {
    fn line()(
        revenue_code in "[0-9]{4}",
        procedure in of("[A-Z0-9]{5}"),
        charge in amount(),
        unit in prop_oneof![Just(Unit::Units), Just(Unit::Days)],
        thousandths in 0i64..1_000_000,
        non_covered in of(amount()),
        service_date in of(period()),
        control_number in of(code()),
        taxes in (of(amount()), of(amount())),
    ) -> ServiceLine {
        ServiceLine {
            procedure: procedure.map(|code| Procedure::hcpcs(code, &["59"])),
            unit, non_covered, service_date, control_number,
            service_tax: taxes.0,
            facility_tax: taxes.1,
            ..ServiceLine::new(revenue_code, charge, Quantity::from_thousandths(thousandths))
        }
    }
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0u32..24, 0u32..60).prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time"))
}

prop_compose! {
    fn claim()(
        number in "[A-Z0-9]{1,20}",
        facility in "[0-9]{2}",
        statement in span(),
        admission in of((date(), of(time())).prop_map(|(day, time)| Admission { day, time })),
        discharge_time in of(time()),
        stay in (of("[1-9]".prop_map(|code| AdmissionType::from_code(&code))), of(code()), of(code())),
        coding in coding(),
        lines in vec(line(), 0..4),
    ) -> Claim {
        let statement = StatementPeriod { from: statement.from, to: statement.to };
        let (admission_type, source, patient_status) = stay;
        let mut claim = Claim::original(number, facility, statement).with_lines(lines);
        claim.stay = Stay { admission_type, source, patient_status };
        Claim { admission, discharge_time, coding, ..claim }
    }
}

proptest! {
    #[test]
    fn any_claim_survives_writing_and_reading(claims in vec(claim(), 1..3)) {
        let claims = submission(vec![subscriber(claims, vec![])]);
        prop_assert_eq!(read(&text(&claims)), claims);
    }
}
