//! ORU^R01: whose results a message brings, report by report.

use crate::error::{Code, Hl7Error};
use crate::message::{Message, Segment};
use crate::observation::Observation;
use crate::order::{OrderControl, Request, Specimen};
use crate::patient::Patient;

/// What a message says of one patient; a message may say something of several.
#[derive(Clone, PartialEq, Eq)]
pub struct PatientResults {
    pub patient: Patient,
    pub reports: Vec<Report>,
}

/// One OBR and what belongs to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    pub order: Option<OrderControl>,
    pub request: Request,
    pub specimen: Option<Specimen>,
    /// NTE-3 of the notes after the OBR.
    pub notes: Vec<String>,
    pub observations: Vec<Observation>,
}

/// The results of an ORU^R01. Segments it has no place for are passed over.
///
/// # Errors
/// Names the segment and field that is missing, out of its place, or not what it must be.
pub fn results(message: &Message<'_>) -> Result<Vec<PatientResults>, Hl7Error> {
    let mut reading = Reading::default();
    for segment in message.segments() {
        reading.take(segment)?;
    }
    reading.finish(message)
}

#[derive(Default)]
struct Reading {
    patients: Vec<PatientResults>,
    /// An ORC that waits for its OBR.
    order: Option<OrderControl>,
}

impl Reading {
    fn take(&mut self, segment: &Segment<'_>) -> Result<(), Hl7Error> {
        match segment.name() {
            "PID" => {
                self.order = None;
                self.patients.push(PatientResults { patient: Patient::read(segment), reports: Vec::new() });
            }
            "ORC" => self.order = Some(OrderControl::read(segment)),
            "OBR" => {
                let order = self.order.take();
                let request = Request::read(segment, order.as_ref())?;
                let patient = self.patients.last_mut();
                let patient = patient.ok_or_else(|| misplaced(segment, "stands before any PID"))?;
                patient.reports.push(Report {
                    order,
                    request,
                    specimen: None,
                    notes: Vec::new(),
                    observations: Vec::new(),
                });
            }
            "OBX" => self.report(segment)?.observations.push(Observation::read(segment)?),
            "SPM" => self.report(segment)?.specimen = Some(Specimen::read(segment)),
            "NTE" => self.note(segment),
            "DSC" => return Err(misplaced(segment, "continued messages are not read: send it in one")),
            _ => {}
        }
        Ok(())
    }

    /// A patient begins with a PID, so what follows a second one never falls to the first.
    fn report(&mut self, segment: &Segment<'_>) -> Result<&mut Report, Hl7Error> {
        let reports = self.patients.last_mut().map(|patient| &mut patient.reports);
        reports
            .and_then(|reports| reports.last_mut())
            .ok_or_else(|| misplaced(segment, "stands before its OBR"))
    }

    /// Notes about the patient are not about a result.
    fn note(&mut self, segment: &Segment<'_>) {
        let report = self.patients.last_mut().and_then(|patient| patient.reports.last_mut());
        let lines = segment.field(3).repetitions().map(|line| line.text().into_owned()).collect::<Vec<_>>();
        if let Some(report) = report {
            let notes = match report.observations.last_mut() {
                Some(observation) => &mut observation.notes,
                None => &mut report.notes,
            };
            notes.push(lines.join("\n"));
        }
    }

    fn finish(self, message: &Message<'_>) -> Result<Vec<PatientResults>, Hl7Error> {
        let last = message.segments().last();
        let empty = self.patients.iter().all(|patient| patient.reports.is_empty());
        match last {
            Some(last) if empty => Err(misplaced(last, "the message holds no OBR: it reports nothing")),
            _ => Ok(self.patients),
        }
    }
}

fn misplaced(segment: &Segment<'_>, hint: &'static str) -> Hl7Error {
    segment.fault(0, Code::SegmentSequence, hint)
}

crate::redacted!(PatientResults, Report);
