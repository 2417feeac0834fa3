//! Directions in codes beside the words: exactly, or not at all, because the words rule and a wrong code is a wrong dose.
//!
//! The codes stand in public lists: NCI Thesaurus subset C121847 (NCPDP DoseUnitOfMeasure), HL7 FHIR R4 value sets
//! route-codes and administration-method-codes (SNOMED CT); those of time are SNOMED CT's units and times of the day.

use super::{Dose, DoseUnit, Frequency, Moment, Moments, Route, Span, SpanUnit, Structured};
use script::{Amount, CodedSig, Decimal, Instruction, SigCode, Text, Timing};

/// The releases public SCRIPT messages name beside these codes.
const SNOMED_VERSION: &str = "20170131";
const FMT_VERSION: &str = "16.03d";

/// Code systems as SCRIPT names them in a Qualifier.
const SNOMED: &str = "SNOMED";
const DOSE_UNIT: &str = "DoseUnitOfMeasure";

/// The words of a code, and the code.
type Term = (&'static str, &'static str);

/// SNOMED CT units of time.
const HOUR: Term = ("hour", "258702006");
const DAY: Term = ("day", "258703001");
const WEEK: Term = ("week", "258705008");
const MONTH: Term = ("month", "258706009");

impl Structured {
    /// All of it in codes; nothing when a part has no certain code, as ranges, meals, reasons and limits have none.
    pub fn coded(&self) -> Option<CodedSig> {
        let more = self.as_needed.is_some() || self.at_most.is_some() || self.indication.is_some();
        let (method, route) = self.route.terms().filter(|_| !more)?;
        let mut timings = self.moments.coded()?;
        timings.push(self.frequency.coded()?);
        if let Some(span) = self.duration {
            timings.push(span.coded()?);
        }
        Some(CodedSig {
            snomed_version: Some(text(SNOMED_VERSION)?),
            fmt_version: Some(text(FMT_VERSION)?),
            instructions: vec![Instruction {
                method: Some(code(method, SNOMED)?),
                dose: Some(self.dose.coded()?),
                route: Some(code(route, SNOMED)?),
                site: None,
                timings,
                indication: None,
            }],
        })
    }
}

fn text(text: &str) -> Option<Text> {
    Text::new(text).ok()
}

fn code((words, code): Term, system: &str) -> Option<SigCode> {
    Some(SigCode { text: text(words)?, qualifier: Some(text(system)?), code: Some(text(code)?) })
}

fn amount(value: impl Into<Decimal>, unit: Term) -> Option<Amount> {
    Some(Amount { value: value.into(), unit: code(unit, SNOMED)? })
}

impl Dose {
    fn coded(&self) -> Option<Amount> {
        let one = self.least() == self.most();
        let unit = self.unit().term().filter(|_| one)?;
        Some(Amount { value: self.most().decimal(), unit: code(unit, DOSE_UNIT)? })
    }
}

impl DoseUnit {
    /// Its drop is the metric drop, and its unit may be any unit: neither is
    /// certain to be ours.
    fn term(self) -> Option<Term> {
        Some(match self {
            Self::Tablet => ("tablet", "C48542"),
            Self::Capsule => ("capsule", "C48480"),
            Self::Milliliter => ("mL", "C28254"),
            Self::Milligram => ("mg", "C28253"),
            Self::Microgram => ("mcg", "C48152"),
            Self::Gram => ("g", "C48155"),
            Self::Milliequivalent => ("mEq", "C48512"),
            Self::Puff => ("puff", "C65060"),
            Self::Spray => ("spray", "C48537"),
            Self::Patch => ("patch", "C48524"),
            Self::Application => ("application", "C25397"),
            Self::Suppository => ("suppository", "C48539"),
            Self::Lozenge => ("lozenge", "C48506"),
            Self::Packet => ("packet", "C48521"),
            Self::Vial => ("vial", "C48551"),
            Self::Units | Self::Drop => return None,
        })
    }
}

impl Route {
    /// SNOMED CT: the verb of the directions, and where it goes. Eyes, ears, nostrils and affected areas need a site.
    fn terms(self) -> Option<(Term, Term)> {
        const TAKE: Term = ("Take", "419652001");
        const INJECT: Term = ("Inject", "422145002");
        const INSERT: Term = ("Insert", "421257003");
        const APPLY: Term = ("Apply", "417924000");
        Some(match self {
            Self::Oral => (TAKE, ("oral route", "26643006")),
            Self::Subcutaneous => (INJECT, ("subcutaneous route", "34206005")),
            Self::Intramuscular => (INJECT, ("intramuscular route", "78421000")),
            Self::Intravenous => (INJECT, ("intravenous route", "47625008")),
            Self::Rectal => (INSERT, ("rectal route", "37161004")),
            Self::Vaginal => (INSERT, ("vaginal route", "16857009")),
            Self::Transdermal => (APPLY, ("transdermal route", "45890007")),
            _ => return None,
        })
    }
}

impl Moments {
    /// At most one: how several go together has no code here.
    fn coded(&self) -> Option<Vec<Timing>> {
        let event = match self.all() {
            [] => return Some(Vec::new()),
            [Moment::Morning] => ("morning", "73775008"),
            [Moment::Bedtime] => ("bedtime", "21029003"),
            _ => return None,
        };
        Some(vec![Timing::Event { modifier: None, event: code(event, SNOMED)? }])
    }
}

impl Frequency {
    fn coded(&self) -> Option<Timing> {
        match self {
            Self::Daily { times } => amount(u32::from(times.count()), DAY).map(Timing::Frequency),
            Self::Weekly { times } => amount(u32::from(times.count()), WEEK).map(Timing::Frequency),
            Self::Monthly => amount(1, MONTH).map(Timing::Frequency),
            Self::EveryDays { days } => amount(u32::from(days.count()), DAY).map(Timing::Interval),
            Self::Hourly(hours) if hours.to().is_none() => {
                amount(u32::from(hours.every()), HOUR).map(Timing::Interval)
            }
            Self::Hourly(_) | Self::Once | Self::OnDays { .. } => None,
        }
    }
}

impl Span {
    fn coded(self) -> Option<Timing> {
        let unit = match self.unit() {
            SpanUnit::Day => DAY,
            SpanUnit::Week => WEEK,
            SpanUnit::Month => MONTH,
        };
        amount(u32::from(self.value()), unit).map(Timing::Duration)
    }
}

#[cfg(test)]
mod tests;
