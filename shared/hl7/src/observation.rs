//! OBX with its notes: one observation.

use crate::datatype::Coded;
use crate::error::{Code, Hl7Error, Place};
use crate::message::Segment;
use crate::value::Value;
use crate::when::When;

/// OBX-11 (table 0085): how far the laboratory stands by a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `I`, `N`, `O`: there is no value (yet).
    Pending,
    /// `P`, `R`, `S`, `B`.
    Preliminary,
    /// `F`, `V`, `A`.
    Final,
    /// `U`: what was preliminary is final, and is not sent again.
    FinalAsSent,
    /// `C`: replaces a final value.
    Corrected,
    /// `X`: cannot be obtained.
    NotObtained,
    /// `D`, `W`: what was sent is to be taken away, or was of another patient.
    Withdrawn,
}

impl Status {
    fn read(code: &str) -> Option<Self> {
        Some(match code {
            "I" | "N" | "O" => Self::Pending,
            "P" | "R" | "S" | "B" => Self::Preliminary,
            "F" | "V" | "A" => Self::Final,
            "U" => Self::FinalAsSent,
            "C" => Self::Corrected,
            "X" => Self::NotObtained,
            "D" | "W" => Self::Withdrawn,
            _ => return None,
        })
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Observation {
    /// Its OBX.
    pub place: Place,
    /// OBX-3.
    pub code: Coded,
    /// OBX-4: tells apart observations of one code in one report.
    pub sub_id: String,
    /// OBX-2 and OBX-5.
    pub value: Value,
    /// OBX-6.
    pub unit: Coded,
    /// OBX-7.
    pub range: String,
    /// OBX-8 (table 0078), such as `H` or `LL`.
    pub flags: Vec<String>,
    /// OBX-11.
    pub status: Status,
    /// OBX-14.
    pub observed_at: Option<When>,
    /// OBX-23.
    pub performer: String,
    /// NTE-3 of the notes after it.
    pub notes: Vec<String>,
}

impl Observation {
    pub(crate) fn read(obx: &Segment<'_>) -> Result<Self, Hl7Error> {
        let code = Coded::read(obx.required(3, "names what was observed")?);
        if code.identifier.is_empty() && code.alternate_identifier.is_empty() {
            return Err(obx.fault(3, Code::RequiredFieldMissing, "names what was observed by its code"));
        }
        let status = obx.required(11, "says whether the value is preliminary, final or corrected")?;
        let status = Status::read(status.text().trim()).ok_or_else(|| {
            obx.fault(11, Code::TableValueNotFound, "is no observation result status of table 0085")
        })?;
        let time = obx.field(14).component(1);
        let observed_at = When::parse(&time.text());
        if observed_at.is_none() && !time.is_empty() {
            return Err(obx.fault(14, Code::DataType, "is no time, as 20260228235959-0600"));
        }
        let kind = obx.field(2).value().unwrap_or_default();
        let value = Value::read(&kind, obx.field(5));
        if kind.is_empty() && value != Value::Absent {
            return Err(obx.fault(2, Code::RequiredFieldMissing, "says of what type the value is"));
        }
        Ok(Self {
            place: obx.place(0),
            code,
            sub_id: obx.field(4).value().unwrap_or_default(),
            value,
            unit: Coded::read(obx.field(6)),
            range: obx.field(7).value().unwrap_or_default(),
            flags: obx.field(8).repetitions().filter_map(|flag| flag.component(1).value()).collect(),
            status,
            observed_at,
            performer: obx.field(23).component(1).value().unwrap_or_default(),
            notes: Vec::new(),
        })
    }
}

crate::redacted!(Observation);
