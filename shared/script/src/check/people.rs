//! Patient, pharmacy and prescriber.

use super::{Findings, Rule, identifiers, letters};
use crate::{
    DeaSchedule, Measurement, NewRx, Parties, Patient, PersonName, Pharmacy, PostalAddress, Prescriber, Text,
};

pub(super) fn check(parties: &Parties, findings: &mut Findings) {
    patient(&parties.patient, findings);
    match &parties.pharmacy {
        Some(place) => pharmacy(place, findings),
        None => findings.refuse("Pharmacy", Rule::Missing),
    }
    prescriber(&parties.prescriber, findings);
    for clinician in parties.supervisor.iter().chain(&parties.follow_up) {
        name(&clinician.name, "Supervisor/NonVeterinarian/Name", findings);
        letters::npi(clinician.npi.as_ref(), "Supervisor/NonVeterinarian/Identification/NPI", findings);
    }
}

fn patient(patient: &Patient, findings: &mut Findings) {
    name(&patient.name, "Patient/HumanPatient/Name", findings);
    findings.refuse_if(patient.gender.is_none(), "Patient/HumanPatient/Gender", Rule::Missing);
    findings.refuse_if(patient.date_of_birth.is_none(), "Patient/HumanPatient/DateOfBirth", Rule::Missing);
    address(&patient.address, "Patient/HumanPatient/Address", findings);
    let phone = "Patient/HumanPatient/CommunicationNumbers";
    letters::digits(patient.phones.primary.as_ref(), 10, phone, findings);
}

fn pharmacy(pharmacy: &Pharmacy, findings: &mut Findings) {
    let id = "Pharmacy/Identification/NCPDPID";
    findings.refuse_if(pharmacy.ncpdp_id.is_none(), id, Rule::Missing);
    letters::digits(pharmacy.ncpdp_id.as_ref(), 7, id, findings);
    let npi = pharmacy.npi.as_ref().filter(|npi| npi.as_str() != "NONE");
    letters::npi(npi, "Pharmacy/Identification/NPI", findings);
    letters::usual(pharmacy.business_name.as_ref(), 70, "Pharmacy/BusinessName", findings);
    let phone = "Pharmacy/CommunicationNumbers";
    letters::digits(pharmacy.phones.primary.as_ref(), 10, phone, findings);
}

fn prescriber(prescriber: &Prescriber, findings: &mut Findings) {
    let npi = "Prescriber/NonVeterinarian/Identification/NPI";
    findings.refuse_if(prescriber.npi.is_none(), npi, Rule::Missing);
    letters::npi(prescriber.npi.as_ref(), npi, findings);
    let dea = prescriber.dea.as_ref().map(|dea| identifiers::is_dea(dea.as_str()));
    let registration = "Prescriber/NonVeterinarian/Identification/DEANumber";
    findings.refuse_if(dea == Some(false), registration, Rule::CheckDigit);
    name(&prescriber.name, "Prescriber/NonVeterinarian/Name", findings);
    if let Some(agent) = &prescriber.agent {
        name(agent, "Prescriber/NonVeterinarian/PrescriberAgent", findings);
    }
    address(&prescriber.address, "Prescriber/NonVeterinarian/Address", findings);
    let phone = "Prescriber/NonVeterinarian/CommunicationNumbers";
    findings.refuse_if(prescriber.phones.primary.is_none(), phone, Rule::Missing);
    letters::digits(prescriber.phones.primary.as_ref(), 10, phone, findings);
}

fn name(name: &PersonName, element: &'static str, findings: &mut Findings) {
    findings.refuse_if(name.first.is_none(), element, Rule::Missing);
    let parts = [&name.first, &name.middle, &name.suffix, &name.prefix].into_iter().flatten();
    for part in std::iter::once(&name.last).chain(parts) {
        letters::name(Some(part), element, findings);
    }
}

fn address(address: &PostalAddress, element: &'static str, findings: &mut Findings) {
    let needed = [&address.line1, &address.city, &address.state, &address.postal_code];
    findings.refuse_if(needed.iter().any(|part| part.is_none()), element, Rule::Missing);
    let american = address.country.as_ref().is_none_or(|country| country.as_str() == "US");
    let broken = |part: &Option<Text>, right: fn(&str) -> bool| {
        american && part.as_ref().is_some_and(|part| !right(part.as_str()))
    };
    findings.refuse_if(broken(&address.state, is_state), element, Rule::State);
    findings.refuse_if(broken(&address.postal_code, is_postal_code), element, Rule::PostalCode);
    for (part, limit) in [(&address.line1, 40), (&address.line2, 40), (&address.city, 35)] {
        letters::usual(part.as_ref(), limit, element, findings);
    }
}

fn is_state(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_postal_code(text: &str) -> bool {
    matches!(text.len(), 5 | 9) && text.bytes().all(|b| b.is_ascii_digit())
}

/// A scheduled drug names the prescriber's DEA number (21 CFR 1306.05).
pub(super) fn check_registration(prescription: &NewRx, findings: &mut Findings) {
    use DeaSchedule::{II, III, IV, V};
    let scheduled = matches!(prescription.medication.drug.schedule, Some(II | III | IV | V));
    let element = "Prescriber/NonVeterinarian/Identification/DEANumber";
    findings.refuse_if(scheduled && prescription.parties.prescriber.dea.is_none(), element, Rule::Missing);
}

/// Height and weight of a patient who was under 19 when the prescription was written.
pub(super) fn check_growth(prescription: &NewRx, findings: &mut Findings) {
    let birth = prescription.parties.patient.date_of_birth;
    let (Some(birth), Some(written)) = (birth, prescription.medication.written) else { return };
    if written.day().years_since(birth).is_none_or(|age| age >= 19) {
        return;
    }
    let measured = &prescription.measurements;
    if !measured.iter().any(Measurement::is_height) {
        findings.warn("Observation", Rule::Height);
    }
    if !measured.iter().any(Measurement::is_weight) {
        findings.warn("Observation", Rule::Weight);
    }
}
