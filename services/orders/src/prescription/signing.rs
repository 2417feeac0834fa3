//! Signing: the last moment at which a prescription can be refused.

use super::progress::Progress;
use super::schedule::require_lawful;
use super::signature::Signature;
use super::start::Series;
use super::{Prescription, Refusal, State};
use crate::controlled::Right;
use crate::medication::Schedule;
use crate::pharmacy::{Pharmacy, ServiceLevel};
use crate::safety::{Report, Verdict};
use chrono::NaiveDate;
use model::event::{LocationSnapshot, PatientSnapshot, PractitionerSnapshot};
use model::{PractitionerId, StateCode};

/// Everyone and every place a prescription names.
#[derive(Clone)]
pub struct Cast {
    pub patient: PatientSnapshot,
    pub prescriber: PractitionerSnapshot,
    pub location: Option<LocationSnapshot>,
    pub pharmacy: Pharmacy,
}

impl Cast {
    /// One of the two states counts, because visits over the telephone are held where the patient is.
    fn may_prescribe(&self) -> bool {
        let states = &self.prescriber.license_states;
        let licensed = |state: &StateCode| states.contains(state);
        states.is_empty() || self.home().is_some_and(licensed) || self.place().is_some_and(licensed)
    }

    fn home(&self) -> Option<&StateCode> {
        self.patient.demographics.address.as_ref().map(|address| &address.state)
    }

    fn place(&self) -> Option<&StateCode> {
        self.location.as_ref().map(|location| &location.address.state)
    }

    /// The states whose law a prescription must obey: the patient's, the prescriber's and the pharmacy's.
    pub fn states(&self) -> impl Iterator<Item = &StateCode> {
        self.home().into_iter().chain(self.place()).chain([&self.pharmacy.address.state])
    }
}

/// What a prescription is judged by when it is signed.
pub struct Judgement<'a> {
    /// Whose own the client is that signs.
    pub signer: PractitionerId,
    pub right: Right,
    pub cast: &'a Cast,
    /// The checks that were answered.
    pub last: Option<&'a Report>,
    /// The same checks on the chart of this moment.
    pub now: &'a [Verdict],
    pub written_on: NaiveDate,
    /// What was signed of a Schedule II drug today.
    pub series: Series,
}

/// Nothing speaks against it any more; it lacks only the signature.
pub struct Cleared(Prescription);

impl Prescription {
    pub fn clear(self, by: &Judgement<'_>) -> Result<Cleared, Refusal> {
        if !matches!(self.state, State::AtDesk(_)) {
            return Err(Refusal::WrongStatus(self.state.status(), "signed"));
        }
        if by.signer != self.prescriber_id {
            return Err(Refusal::NotThePrescriber);
        }
        let schedule = self.content.medication.schedule;
        by.right.require(schedule, by.cast.prescriber.dea_number.as_ref())?;
        require_lawful(&self.content, by.written_on)?;
        by.series.require_room(&self.content)?;
        answered(by.last, by.now)?;
        // Changed after it was ready: the checks were of something else.
        if self.state != State::READY {
            return Err(Refusal::ChecksStale);
        }
        if !by.cast.may_prescribe() {
            return Err(Refusal::NotLicensed);
        }
        if by.cast.pharmacy.way().is_none() || !by.cast.pharmacy.takes(ServiceLevel::NewRx) {
            return Err(Refusal::NotConnected);
        }
        if schedule != Schedule::None && !by.cast.pharmacy.takes(ServiceLevel::ControlledSubstance) {
            return Err(Refusal::NoControlledService);
        }
        let location_id = by.cast.location.as_ref().map(|location| location.location_id);
        Ok(Cleared(Self { location_id, ..self }))
    }
}

impl Cleared {
    pub fn prescription(&self) -> &Prescription {
        &self.0
    }

    pub fn sign(self, signature: Signature) -> Prescription {
        let signed = Prescription { signature: Some(signature), ..self.0 };
        signed.with_state(State::OnItsWay(Progress::Signed))
    }
}

fn answered(last: Option<&Report>, now: &[Verdict]) -> Result<(), Refusal> {
    let report = last.ok_or(Refusal::NotChecked)?;
    if !report.says(now) {
        return Err(Refusal::ChecksStale);
    }
    match report.open_alerts() {
        0 => Ok(()),
        open => Err(Refusal::AlertsOpen(open)),
    }
}
