//! Taking over what a payer's record says otherwise: into the coverage, or, of the patient, told to who keeps patients.

pub mod routes;

use crate::check::Check;
use crate::check::difference::{self, Acceptance, Proposal, Topic};
use crate::coverage::{Coverage, UpdateCoverage};
use chrono::NaiveDate;
use model::event::{DemographicCorrection, DemographicsCorrected};
use model::{Demographics, EligibilityCheckId, PatientId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such difference in this check.")]
    NoSuchDifference,
    #[error("The payer's value cannot be taken over as it is.")]
    NotUsable,
    #[error("Our record was changed after the payer answered, so the difference may not be one any more.")]
    Stale,
}

/// Our records as they are now.
#[derive(Clone, Copy)]
pub struct Records<'a> {
    pub patient: &'a Demographics,
    pub coverage: &'a Coverage,
}

/// What an acceptance changes.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// It was accepted before.
    Nothing,
    Coverage(Box<Proposal>),
    Patient(Box<DemographicsCorrected>),
}

/// The check with the difference accepted, and what that changes. Accepted once more, nothing changes.
pub fn accept(
    mut check: Check,
    topic: Topic,
    records: Records<'_>,
    acceptance: Acceptance,
) -> Result<(Check, Effect), Refusal> {
    let (id, patient_id) = (check.id, check.patient_id);
    let found = check.state.finding_mut().map(|finding| &mut finding.differences).into_iter().flatten();
    let difference =
        found.into_iter().find(|difference| difference.field == topic).ok_or(Refusal::NoSuchDifference)?;
    if difference.accepted.is_some() {
        return Ok((check, Effect::Nothing));
    }
    let now = difference::ours(topic, records.patient, records.coverage);
    if difference::canonical(&now) != difference::canonical(&difference.ours) {
        return Err(Refusal::Stale);
    }
    let today = acceptance.at.date_naive();
    let usable = difference.proposal.clone().filter(|proposal| is_usable(proposal, today));
    let proposal = usable.ok_or(Refusal::NotUsable)?;
    difference.accepted = Some(acceptance);
    let effect = match topic.is_of_patient() {
        true => Effect::Patient(Box::new(told(id, patient_id, proposal))),
        false => Effect::Coverage(Box::new(proposal)),
    };
    Ok((Check { version: check.version + 1, ..check }, effect))
}

fn told(check: EligibilityCheckId, patient: PatientId, proposal: Proposal) -> DemographicsCorrected {
    DemographicsCorrected(DemographicCorrection {
        patient_id: patient,
        eligibility_check_id: check,
        changes: proposal.person,
    })
}

/// Nobody is born tomorrow, or was 130 years ago: such a patient could not be registered.
fn is_usable(proposal: &Proposal, today: NaiveDate) -> bool {
    let oldest = today - chrono::Months::new(130 * 12);
    proposal.person.birth_date.is_none_or(|birth| (oldest..=today).contains(&birth))
}

/// The change of a coverage that an accepted proposal is.
pub fn change(coverage: &Coverage, proposal: Proposal) -> UpdateCoverage {
    let Proposal { person, member_id, group_number } = proposal;
    let subscriber = coverage.holder.subscriber().filter(|_| !person.is_empty()).cloned();
    UpdateCoverage {
        member_id,
        group_number: group_number.map(Some),
        subscriber: subscriber.map(|subscriber| person.apply(subscriber)),
        ..UpdateCoverage::default()
    }
}
