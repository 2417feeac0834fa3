//! Any drug, directions and alerts.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use script::{
    Amount, CoAgent, Coded, CodedSig, DeaSchedule, Diagnosis, DiagnosisCode, DrugCoded, DrugUseEvaluation,
    Indication, Instruction, Medication, OtherDate, OtherDateKind, Quantity, QuantityUnit, ServiceReason,
    Sig, SigCode, Strength, Substitution, Timing,
};

use super::{code, decimal, text, unknown, when};

fn coded() -> impl Strategy<Value = Coded> {
    (text(), of(text())).prop_map(|(code, qualifier)| Coded { code, qualifier })
}

fn drug() -> BoxedStrategy<DrugCoded> {
    let strength = (of(text()), of(text()), of(text()));
    let strength = strength.prop_map(|(value, form, unit)| Strength { value, form, unit });
    (of(coded()), strength, of(coded()), of(code()))
        .prop_map(|(product, strength, database, schedule)| DrugCoded {
            product,
            strength,
            database,
            schedule: schedule.map(DeaSchedule::from),
        })
        .boxed()
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (decimal(), of(text()), of(code())).prop_map(|(value, qualifier, unit)| Quantity {
        value,
        qualifier,
        unit: unit.map(QuantityUnit::from),
    })
}

fn diagnosis() -> BoxedStrategy<Diagnosis> {
    let coded = || {
        (text(), of(text()), of(text())).prop_map(|(code, qualifier, description)| DiagnosisCode {
            code,
            qualifier,
            description,
        })
    };
    (of(text()), coded(), of(coded()), unknown())
        .prop_map(|(source, primary, secondary, other)| Diagnosis { source, primary, secondary, other })
        .boxed()
}

fn sig_code() -> BoxedStrategy<SigCode> {
    (text(), of(text()), of(text()))
        .prop_map(|(text, qualifier, code)| SigCode { text, qualifier, code })
        .boxed()
}

fn amount() -> BoxedStrategy<Amount> {
    (decimal(), sig_code()).prop_map(|(value, unit)| Amount { value, unit }).boxed()
}

fn timing() -> BoxedStrategy<Timing> {
    prop_oneof![
        (of(sig_code()), sig_code()).prop_map(|(modifier, event)| Timing::Event { modifier, event }),
        amount().prop_map(Timing::Frequency),
        amount().prop_map(Timing::Interval),
        amount().prop_map(Timing::Duration),
    ]
    .boxed()
}

fn instruction() -> BoxedStrategy<Instruction> {
    let indication = (of(sig_code()), sig_code());
    let indication = indication.prop_map(|(precursor, value)| Indication { precursor, value });
    let codes = (of(sig_code()), of(sig_code()), of(sig_code()));
    (codes, of(amount()), vec(timing(), 0..3), of(indication))
        .prop_map(|((method, route, site), dose, timings, indication)| Instruction {
            method,
            dose,
            route,
            site,
            timings,
            indication,
        })
        .boxed()
}

/// An instruction that says nothing is no instruction.
fn coded_sig() -> BoxedStrategy<CodedSig> {
    let said = instruction().prop_filter("says nothing", |i| *i != Instruction::default());
    (of(text()), of(text()), vec(said, 1..3))
        .prop_map(|(snomed_version, fmt_version, instructions)| CodedSig {
            snomed_version,
            fmt_version,
            instructions,
        })
        .boxed()
}

fn sig() -> BoxedStrategy<Sig> {
    let raw = (text(), unknown()).prop_map(|(text, other)| Sig { other, ..Sig::of(text) });
    let coded = (text(), coded_sig()).prop_map(|(text, coded)| Sig { coded: Some(coded), ..Sig::of(text) });
    prop_oneof![raw, coded].boxed()
}

fn drug_use() -> BoxedStrategy<DrugUseEvaluation> {
    let agent = (text(), of(text()), of(text())).prop_map(|(code, qualifier, description)| CoAgent {
        code: Some(code),
        qualifier,
        description,
    });
    (code(), of(code()), of(code()), of(agent), of(code()), (of(text()), unknown()))
        .prop_map(|(reason, service, result, co_agent, significance, (acknowledgement, other))| {
            let reason = Some(ServiceReason::from(reason));
            DrugUseEvaluation { reason, service, result, co_agent, significance, acknowledgement, other }
        })
        .boxed()
}

fn other_date() -> BoxedStrategy<OtherDate> {
    let kind = prop_oneof![Just(Some(OtherDateKind::Effective)), Just(None)];
    (kind, when(), unknown()).prop_map(|(kind, date, other)| OtherDate { kind, date, other }).boxed()
}

pub fn medication() -> BoxedStrategy<Medication> {
    let counts = (of(any::<u16>()), of(any::<u16>()), of(any::<u16>()));
    let first = (text(), drug(), of(quantity()), of(when()), of(when()), of(code()));
    let rest = (counts, vec(diagnosis(), 0..3), of(text()), of(sig()), unknown());
    (first, rest, vec(drug_use(), 0..3), vec(other_date(), 0..2))
        .prop_map(|(first, rest, drug_uses, other_dates)| {
            let (description, drug, quantity, written, last_fill, substitution) = first;
            let ((days_supply, refills, requested_refills), diagnoses, note, sig, other) = rest;
            Medication {
                description,
                drug,
                quantity,
                days_supply,
                written,
                last_fill,
                substitution: substitution.map(Substitution::from),
                refills,
                diagnoses,
                note,
                drug_uses,
                sig,
                other_dates,
                requested_refills,
                other,
            }
        })
        .boxed()
}
