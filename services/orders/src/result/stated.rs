//! What a report states, in our terms: times as moments, one code a test, documents decoded.

use super::ReportStatus;
use super::observation::{Choice, ObservationStatus, Reading};
use super::severity::{self, Severity};
use crate::laboratory::Zone;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use hl7::{Code, Coded, Hl7Error, Place, Status, Value};
use sha2::{Digest as _, Sha256};

/// A document of a report is at most this large.
const DOCUMENT_LIMIT: usize = 5 << 20;

/// A test or an observation by its code.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub system: String,
    pub name: String,
}

#[derive(Clone, PartialEq)]
pub struct Stated {
    pub filler_number: String,
    /// The order numbers the report names.
    pub placer_number: Option<String>,
    pub test: Named,
    pub status: Option<ReportStatus>,
    pub observed_at: DateTime<Utc>,
    pub stated_at: DateTime<Utc>,
    pub specimen: Option<String>,
    pub notes: Vec<String>,
    pub values: Vec<StatedValue>,
}

/// One value of a report.
#[derive(Clone, PartialEq)]
pub struct StatedValue {
    pub what: Named,
    pub sub_id: String,
    pub content: Content,
    pub unit: Option<String>,
    pub range: Option<String>,
    pub flags: Vec<String>,
    pub status: ObservationStatus,
    /// What is preliminary already is final, and is not said again (`U`).
    pub keeps_value: bool,
    pub observed_at: DateTime<Utc>,
    pub performer: Option<String>,
    pub notes: Vec<String>,
}

/// A value, or a document that is still to be stored.
#[derive(Clone, PartialEq)]
pub enum Content {
    Reading(Reading),
    Document { media_type: &'static str, bytes: Vec<u8>, digest: String },
}

model::redacted!(Stated, StatedValue);

impl Stated {
    /// `sent_at` is the time of the message, for a report that does not say when it was made.
    ///
    /// # Errors
    /// A document that is none, or too large.
    pub fn of(report: &hl7::Report, zone: Zone, sent_at: DateTime<Utc>) -> Result<Self, Hl7Error> {
        let request = &report.request;
        let stated_at = request.reported_at.map_or(sent_at, |when| zone.moment(&when));
        let observed_at = request.observed_at.map_or(stated_at, |when| zone.moment(&when));
        let mut values: Vec<StatedValue> = Vec::new();
        for observation in &report.observations {
            take(&mut values, StatedValue::of(observation, zone, observed_at)?);
        }
        Ok(Self {
            filler_number: request.filler.number.clone(),
            placer_number: request.placer.as_ref().map(|placer| placer.number.clone()),
            test: Named::of(&request.service),
            status: ReportStatus::of_code(&request.status),
            observed_at,
            stated_at,
            specimen: report.specimen.as_ref().map(|s| s.kind.words().to_owned()).filter(|s| !s.is_empty()),
            notes: report.notes.iter().filter(|note| !note.is_empty()).cloned().collect(),
            values,
        })
    }

    pub fn severity(&self) -> Severity {
        let worst = self.values.iter().map(StatedValue::severity).min();
        worst.unwrap_or(Severity::Normal)
    }
}

/// Lines of a text come as observations of one code; of other values the second of a code is told apart by its number.
fn take(values: &mut Vec<StatedValue>, mut value: StatedValue) {
    let same = |other: &StatedValue| other.what.is(&value.what) && other.sub_id == value.sub_id;
    let Some(before) = values.iter().rposition(same) else { return values.push(value) };
    let texts = (&mut values[before].content, &value.content);
    if let (Content::Reading(Reading::Text { text }), Content::Reading(Reading::Text { text: line })) = texts
    {
        text.push('\n');
        text.push_str(line);
        values[before].notes.append(&mut value.notes);
        values[before].flags.append(&mut value.flags);
        return;
    }
    let number = values.iter().filter(|other| other.what.is(&value.what)).count() + 1;
    value.sub_id = format!("{}#{number}", value.sub_id);
    values.push(value);
}

impl Named {
    fn of(coded: &Coded) -> Self {
        let own = [
            (&coded.identifier, &coded.system),
            (&coded.alternate_identifier, &coded.alternate_system),
            (&coded.text, &coded.system),
        ];
        let own = own.into_iter().find(|(code, _)| !code.is_empty());
        let (code, system) = match (coded.in_system("LN"), own) {
            (Some(loinc), _) => (loinc, "LN"),
            (None, Some((code, system))) => (code.as_str(), system.as_str()),
            (None, None) => ("", ""),
        };
        Self { code: code.to_owned(), system: system.to_owned(), name: coded.words().to_owned() }
    }

    pub fn is(&self, other: &Self) -> bool {
        self.code == other.code && self.system == other.system
    }
}

impl StatedValue {
    fn of(observation: &hl7::Observation, zone: Zone, observed_at: DateTime<Utc>) -> Result<Self, Hl7Error> {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let unit = &observation.unit;
        let unit = if unit.identifier.is_empty() { &unit.text } else { &unit.identifier };
        let status = status(observation.status);
        let content = match status {
            // What was taken back is not to be read by mistake; it stays in the history.
            ObservationStatus::Withdrawn => Content::Reading(Reading::None),
            _ => content(observation)?,
        };
        Ok(Self {
            what: Named::of(&observation.code),
            sub_id: observation.sub_id.clone(),
            keeps_value: observation.status == Status::FinalAsSent && content.is_empty(),
            content,
            unit: given(unit),
            range: given(&observation.range),
            flags: observation.flags.clone(),
            status,
            observed_at: observation.observed_at.map_or(observed_at, |when| zone.moment(&when)),
            performer: given(&observation.performer),
            notes: observation.notes.iter().filter(|note| !note.is_empty()).cloned().collect(),
        })
    }

    pub fn severity(&self) -> Severity {
        match &self.content {
            Content::Reading(reading) => {
                severity::of(reading, &self.flags, self.range.as_deref(), self.status)
            }
            Content::Document { .. } => severity::of(&Reading::None, &self.flags, None, self.status),
        }
    }
}

impl Content {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Reading(Reading::None))
    }
}

fn status(status: Status) -> ObservationStatus {
    match status {
        Status::Pending => ObservationStatus::Pending,
        Status::Preliminary => ObservationStatus::Preliminary,
        Status::Final | Status::FinalAsSent => ObservationStatus::Final,
        Status::Corrected => ObservationStatus::Corrected,
        Status::NotObtained => ObservationStatus::NotObtained,
        Status::Withdrawn => ObservationStatus::Withdrawn,
    }
}

fn content(observation: &hl7::Observation) -> Result<Content, Hl7Error> {
    let choice = |coded: &Coded| Choice {
        code: coded.identifier.clone(),
        text: coded.words().to_owned(),
        system: coded.system.clone(),
    };
    Ok(Content::Reading(match &observation.value {
        Value::Absent => Reading::None,
        Value::Number(number) => Reading::Number { value: number.as_str().to_owned() },
        Value::Structured(said) => {
            let (separator, second) = said.second.clone().unzip();
            Reading::Comparison {
                comparator: said.comparator.clone(),
                value: said.first.as_str().to_owned(),
                separator,
                second: second.map(|second| second.as_str().to_owned()),
            }
        }
        Value::Text(text) | Value::Other { text, .. } => Reading::Text { text: text.clone() },
        Value::Coded(codes) => Reading::Coded { choices: codes.iter().map(choice).collect() },
        Value::When(when) => Reading::Time { at: written(when) },
        Value::Document(document) => return decoded(document, observation.place),
    }))
}

/// As exact as the laboratory wrote it.
fn written(when: &hl7::When) -> String {
    use hl7::Precision::{Day, Hour, Minute, Month, Second, Year};
    let shape = match when.precision {
        Year => "%Y",
        Month => "%Y-%m",
        Day => "%Y-%m-%d",
        Hour | Minute => "%Y-%m-%dT%H:%M",
        Second => "%Y-%m-%dT%H:%M:%S",
    };
    let offset = when.offset.map(|offset| offset.to_string()).unwrap_or_default();
    format!("{}{offset}", when.local.format(shape))
}

fn decoded(document: &hl7::Document, place: Place) -> Result<Content, Hl7Error> {
    let fault = |code, hint: &'static str| Err(Hl7Error::new(code, Place { field: 5, ..place }, hint));
    let packed: String = document.data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if packed.len() > DOCUMENT_LIMIT / 3 * 4 + 4 {
        return fault(Code::ValueTooLong, "the document is larger than 5 MB");
    }
    let bytes = match document.encoding.to_ascii_lowercase().as_str() {
        "base64" => BASE64.decode(packed).ok(),
        "a" | "" => Some(document.data.clone().into_bytes()),
        _ => None,
    };
    match bytes {
        Some(bytes) => {
            let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(Content::Document { media_type: media_type(document), bytes, digest })
        }
        None => fault(Code::DataType, "the document is not encoded as it says: send Base64"),
    }
}

fn media_type(document: &hl7::Document) -> &'static str {
    match document.subtype.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "jpeg" | "jpg" => "image/jpeg",
        "png" => "image/png",
        "tiff" | "tif" => "image/tiff",
        "rtf" => "application/rtf",
        _ if document.encoding.eq_ignore_ascii_case("a") => "text/plain",
        _ => "application/octet-stream",
    }
}
