//! Any people and places.

use proptest::option::of;
use proptest::prelude::*;
use script::{Gender, Parties, Patient, PersonName, Pharmacy, Phones, PostalAddress, Prescriber, Text};

use super::{code, date, text, unknown};

pub fn name() -> BoxedStrategy<PersonName> {
    (text(), of(text()), of(text()), of(text()), of(text()))
        .prop_map(|(last, first, middle, suffix, prefix)| PersonName { last, first, middle, suffix, prefix })
        .boxed()
}

fn address() -> BoxedStrategy<PostalAddress> {
    (of(text()), of(text()), of(text()), of(text()), of(text()), of(text()))
        .prop_map(|(line1, line2, city, state, postal_code, country)| PostalAddress {
            line1,
            line2,
            city,
            state,
            postal_code,
            country,
        })
        .boxed()
}

fn phones() -> impl Strategy<Value = Phones> {
    (of(text()), of(text())).prop_map(|(primary, fax)| Phones { primary, fax })
}

pub fn patient() -> BoxedStrategy<Patient> {
    (name(), of(code()), of(date()), address(), phones(), unknown())
        .prop_map(|(name, gender, date_of_birth, address, phones, other)| Patient {
            name,
            gender: gender.map(Gender::from),
            date_of_birth,
            address,
            phones,
            other,
        })
        .boxed()
}

pub fn pharmacy() -> BoxedStrategy<Pharmacy> {
    (text(), of(text()), of(text()), address(), phones(), unknown())
        .prop_map(|(ncpdp_id, npi, business_name, address, phones, other)| Pharmacy {
            ncpdp_id: Some(ncpdp_id),
            npi,
            business_name,
            address,
            phones,
            other,
        })
        .boxed()
}

pub fn prescriber() -> BoxedStrategy<Prescriber> {
    type Texts = (Option<Text>, Option<Text>, Option<Text>, Option<Text>);
    let ids = || -> BoxedStrategy<Texts> { (of(text()), of(text()), of(text()), of(text())).boxed() };
    (ids(), ids(), name(), of(name()), (address(), phones()), unknown())
        .prop_map(|(ids, office, name, agent, (address, phones), other)| {
            let (state_license, dea, npi, data2000_waiver) = ids;
            let (specialty, practice, place_of_service, _) = office;
            Prescriber {
                state_license,
                dea,
                npi,
                data2000_waiver,
                specialty,
                practice,
                name,
                address,
                agent,
                phones,
                place_of_service,
                other,
            }
        })
        .boxed()
}

pub fn parties() -> BoxedStrategy<Parties> {
    (patient(), of(pharmacy()), prescriber(), of(prescriber()), of(prescriber()))
        .prop_map(|(patient, pharmacy, prescriber, supervisor, follow_up)| Parties {
            patient,
            pharmacy,
            prescriber,
            supervisor,
            follow_up,
        })
        .boxed()
}
