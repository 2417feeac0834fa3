//! Snapshots of an invented practice: nobody in them exists.

use chrono::{Duration, NaiveDate, Utc};
use model::event::*;
use model::*;
use uuid::Uuid;

fn parse<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a valid sample")
}

pub fn address() -> Address {
    Address {
        line1: parse("15197 Broadway Avenue"),
        line2: Some(parse("Apt 215")),
        city: parse("Kansas City"),
        state: parse("MO"),
        postal_code: parse("64108"),
    }
}

pub fn demographics() -> Demographics {
    Demographics {
        given_name: parse("John"),
        middle_name: None,
        family_name: parse("Smith"),
        suffix: None,
        birth_date: NaiveDate::from_ymd_opt(1963, 5, 19).expect("a date"),
        sex: Sex::Male,
        address: Some(address()),
        phone: Some(parse("8165550100")),
    }
}

pub fn patient() -> PatientSnapshot {
    PatientSnapshot {
        patient_id: PatientId(Uuid::now_v7()),
        demographics: demographics(),
        mrn: Some(parse("000001")),
    }
}

pub fn practitioner() -> PractitionerSnapshot {
    PractitionerSnapshot {
        practitioner_id: PractitionerId(Uuid::now_v7()),
        given_name: parse("Marcus"),
        family_name: parse("Jones"),
        npi: parse("1993999998"),
        taxonomy: parse("207Q00000X"),
        license_states: vec![parse("MO"), parse("KS")],
        dea_number: None,
    }
}

pub fn location() -> LocationSnapshot {
    LocationSnapshot {
        location_id: LocationId(Uuid::now_v7()),
        name: parse("Bone and Joint Clinic"),
        time_zone: "America/Chicago".to_owned(),
        address: Address {
            line1: parse("101 Main Street"),
            line2: None,
            postal_code: parse("64108-1234"),
            ..address()
        },
        npi: parse("1234567893"),
        tax_id: parse("123456789"),
        phone: parse("8165550111"),
        place_of_service: parse("11"),
    }
}

/// Of a patient with a practitioner at a location, in three days.
pub fn appointment(
    patient: PatientId,
    practitioner: PractitionerId,
    location: LocationId,
) -> AppointmentSnapshot {
    let start = Utc::now() + Duration::days(3);
    AppointmentSnapshot {
        appointment_id: AppointmentId(Uuid::now_v7()),
        patient_id: patient,
        practitioner_id: practitioner,
        location_id: location,
        visit_type_id: VisitTypeId(Uuid::now_v7()),
        start,
        end: start + Duration::minutes(30),
        service_date: start.date_naive(),
    }
}

/// The patient's own primary coverage since the beginning of 2006.
pub fn coverage(patient: PatientId) -> CoverageSnapshot {
    CoverageSnapshot {
        coverage_id: CoverageId(Uuid::now_v7()),
        patient_id: patient,
        payer_id: PayerId(Uuid::now_v7()),
        payer_name: parse("ABC Company"),
        payer_code: parse("842610001"),
        member_id: parse("123456789"),
        group_number: None,
        rank: Rank::Primary,
        relationship: Relationship::Own,
        subscriber: None,
        effective: NaiveDate::from_ymd_opt(2006, 1, 1).expect("a date"),
        terminates: None,
    }
}
