//! Patient, pharmacy and prescriber.

use super::{Findings, Rule, letters};
use crate::{
    DeaSchedule, Measurement, NewRx, Parties, Patient, PersonName, Pharmacy, PostalAddress, Prescriber,
};

pub(super) fn check(parties: &Parties, findings: &mut Findings) {
    patient(&parties.patient, findings);
    match &parties.pharmacy {
        Some(place) => pharmacy(place, findings),
        None => findings.refuse("Pharmacy", Rule::Missing),
    }
    prescriber(&parties.prescriber, findings);
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
    letters::digits(npi, 10, "Pharmacy/Identification/NPI", findings);
    letters::usual(pharmacy.business_name.as_ref(), 70, "Pharmacy/BusinessName", findings);
    let phone = "Pharmacy/CommunicationNumbers";
    letters::digits(pharmacy.phones.primary.as_ref(), 10, phone, findings);
}

fn prescriber(prescriber: &Prescriber, findings: &mut Findings) {
    let npi = "Prescriber/NonVeterinarian/Identification/NPI";
    findings.refuse_if(prescriber.npi.is_none(), npi, Rule::Missing);
    letters::digits(prescriber.npi.as_ref(), 10, npi, findings);
    name(&prescriber.name, "Prescriber/NonVeterinarian/Name", findings);
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
    for (part, limit) in [(&address.line1, 40), (&address.line2, 40), (&address.city, 35)] {
        letters::usual(part.as_ref(), limit, element, findings);
    }
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
    for (sign, rule) in [(Measurement::HEIGHT, Rule::Height), (Measurement::WEIGHT, Rule::Weight)] {
        if !prescription.measurements.iter().any(|m| m.vital_sign.as_str() == sign) {
            findings.warn("Observation", rule);
        }
    }
}
