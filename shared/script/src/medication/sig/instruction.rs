//! CodeSystem and Instruction: directions in SNOMED CT and NCI Thesaurus codes.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Decimal, Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedSig {
    /// The release of SNOMED CT the codes are taken from.
    pub snomed_version: Option<Text>,
    /// The release of the Federal Medication Terminologies, `16.03d` for example.
    pub fmt_version: Option<Text>,
    pub instructions: Vec<Instruction>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instruction {
    /// DoseDeliveryMethod: take, apply.
    pub method: Option<SigCode>,
    /// Dosage.
    pub dose: Option<Amount>,
    /// RouteOfAdministration.
    pub route: Option<SigCode>,
    /// SiteOfAdministration.
    pub site: Option<SigCode>,
    pub timings: Vec<Timing>,
    /// IndicationForUse.
    pub indication: Option<Indication>,
}

/// Text, Qualifier (the code system) and Code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigCode {
    pub text: Text,
    pub qualifier: Option<Text>,
    pub code: Option<Text>,
}

/// A number of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub value: Decimal,
    pub unit: SigCode,
}

/// One TimingAndDuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timing {
    /// AdministrationTiming: before (modifier) bedtime (event).
    Event { modifier: Option<SigCode>, event: SigCode },
    /// So many times in the unit: 3 per day.
    Frequency(Amount),
    /// Once in so many units: every 6 hours.
    Interval(Amount),
    /// For so many units: 10 days.
    Duration(Amount),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indication {
    /// IndicationPrecursor: as needed for.
    pub precursor: Option<SigCode>,
    /// IndicationValue: headache.
    pub value: SigCode,
}

const NUMBER: &str = "a decimal number without a sign";

impl CodedSig {
    /// All that stands beside the text, if all of it is understood; then nothing of it is left.
    pub(super) fn of_all(fields: &mut Fields) -> Option<Self> {
        let mut copy = fields.clone();
        let coded = Self::read(&mut copy).ok().filter(|coded| !coded.instructions.is_empty())?;
        copy.is_empty().then(|| {
            *fields = copy;
            coded
        })
    }
}

impl Part for CodedSig {
    fn read(fields: &mut Fields) -> Result<Self> {
        let versions = |system: &mut Fields| Ok((system.text("SNOMEDVersion")?, system.text("FMTVersion")?));
        let (snomed_version, fmt_version) = fields.inside("CodeSystem", versions)?.unwrap_or_default();
        Ok(Self { snomed_version, fmt_version, instructions: fields.whole_parts("Instruction")? })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("CodeSystem", |system| {
            system.put("SNOMEDVersion", &self.snomed_version);
            system.put("FMTVersion", &self.fmt_version);
        });
        into.parts("Instruction", &self.instructions);
    }
}

impl Part for Instruction {
    fn read(fields: &mut Fields) -> Result<Self> {
        let administration = |dose: &mut Fields| {
            Ok(Self {
                method: dose.whole_part("DoseDeliveryMethod")?,
                dose: dose.inside("Dosage", |d| Amount::read(d, "DoseQuantity", "DoseUnitOfMeasure"))?,
                route: dose.whole_part("RouteOfAdministration")?,
                site: dose.whole_part("SiteOfAdministration")?,
                ..Self::default()
            })
        };
        let administered = fields.inside("DoseAdministration", administration)?.unwrap_or_default();
        Ok(Self {
            timings: fields.whole_parts("TimingAndDuration")?,
            indication: fields.whole_part("IndicationForUse")?,
            ..administered
        })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("DoseAdministration", |dose| {
            dose.parts("DoseDeliveryMethod", &self.method);
            if let Some(amount) = &self.dose {
                dose.nest("Dosage", |d| amount.write(d, "DoseQuantity", "DoseUnitOfMeasure"));
            }
            dose.parts("RouteOfAdministration", &self.route);
            dose.parts("SiteOfAdministration", &self.site);
        });
        into.parts("TimingAndDuration", &self.timings);
        into.parts("IndicationForUse", &self.indication);
    }
}

impl Part for Timing {
    fn read(fields: &mut Fields) -> Result<Self> {
        let kind = fields.one_of(&["AdministrationTiming", "Frequency", "Interval", "Duration"])?;
        fields.required(kind, |timing| match kind {
            "AdministrationTiming" => Ok(Self::Event {
                modifier: timing.whole_part("AdministrationTimingModifier")?,
                event: timing.required_whole("AdministrationTimingEvent")?,
            }),
            "Frequency" => {
                Amount::read(timing, "FrequencyNumericValue", "FrequencyUnits").map(Self::Frequency)
            }
            "Interval" => Amount::read(timing, "IntervalNumericValue", "IntervalUnits").map(Self::Interval),
            _ => Amount::read(timing, "DurationNumericValue", "DurationText").map(Self::Duration),
        })
    }

    fn write(&self, into: &mut Draft) {
        match self {
            Self::Event { modifier, event } => into.nest("AdministrationTiming", |timing| {
                timing.parts("AdministrationTimingModifier", modifier);
                timing.part("AdministrationTimingEvent", event);
            }),
            Self::Frequency(amount) => {
                into.nest("Frequency", |t| amount.write(t, "FrequencyNumericValue", "FrequencyUnits"));
            }
            Self::Interval(amount) => {
                into.nest("Interval", |t| amount.write(t, "IntervalNumericValue", "IntervalUnits"));
            }
            Self::Duration(amount) => {
                into.nest("Duration", |t| amount.write(t, "DurationNumericValue", "DurationText"));
            }
        }
    }
}

impl Part for Indication {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            precursor: fields.whole_part("IndicationPrecursor")?,
            value: fields.required_whole("IndicationValue")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.parts("IndicationPrecursor", &self.precursor);
        into.part("IndicationValue", &self.value);
    }
}

impl Part for SigCode {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            text: fields.required_text("Text")?,
            qualifier: fields.text("Qualifier")?,
            code: fields.text("Code")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("Text", &self.text);
        into.put("Qualifier", &self.qualifier);
        into.put("Code", &self.code);
    }
}

impl Amount {
    fn read(fields: &mut Fields, value: &str, unit: &str) -> Result<Self> {
        let number = fields.value(value, NUMBER)?;
        Ok(Self { value: fields.require(value, number)?, unit: fields.required_whole(unit)? })
    }

    fn write(&self, into: &mut Draft, value: &str, unit: &str) {
        into.must(value, &self.value);
        into.part(unit, &self.unit);
    }
}
