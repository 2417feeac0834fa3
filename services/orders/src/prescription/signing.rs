//! Signing: the last moment at which a prescription can be refused.

use super::progress::Progress;
use super::{Prescription, Refusal, Signature, State};
use crate::medication::Schedule;
use crate::pharmacy::{Pharmacy, ServiceLevel};
use crate::safety::{Report, Verdict};
use model::StateCode;
use model::event::{LocationSnapshot, PatientSnapshot, PractitionerSnapshot};

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
        let home = self.patient.demographics.address.as_ref().map(|address| &address.state);
        let place = self.location.as_ref().map(|location| &location.address.state);
        let licensed = |state: Option<&StateCode>| state.is_some_and(|state| states.contains(state));
        states.is_empty() || licensed(home) || licensed(place)
    }
}

impl Prescription {
    /// `last` are the checks that were answered, `now` the same checks on the chart of this moment.
    pub fn sign(
        self,
        signature: Signature,
        cast: &Cast,
        last: Option<&Report>,
        now: &[Verdict],
    ) -> Result<Self, Refusal> {
        if !matches!(self.state, State::AtDesk(_)) {
            return Err(Refusal::WrongStatus(self.state.status(), "signed"));
        }
        let schedule = self.content.medication.schedule;
        if schedule != Schedule::None {
            return Err(Refusal::Controlled(schedule));
        }
        answered(last, now)?;
        if !cast.may_prescribe() {
            return Err(Refusal::NotLicensed);
        }
        if cast.pharmacy.way().is_none() || !cast.pharmacy.takes(ServiceLevel::NewRx) {
            return Err(Refusal::NotConnected);
        }
        let location_id = cast.location.as_ref().map(|location| location.location_id);
        let signed = Self { signature: Some(signature), location_id, ..self };
        Ok(signed.with_state(State::OnItsWay(Progress::Signed)))
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
