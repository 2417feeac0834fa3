//! Anyone who takes part.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use x12::Text;
use x12::eligibility::{FollowUp, Sex};
use x12::name::{Address, Contact, Party, Reference};
use x12::services_review::*;

use super::element::*;

pub fn party() -> BoxedStrategy<Party> {
    (code(3), any::<bool>(), text(), maybe(), maybe(), of((code(2), text())))
        .prop_map(|(entity, person, name, first, suffix, id)| {
            let (id_qualifier, id) = id.unwrap_or_default();
            let middle = Text::new();
            Party { entity, person, name, first, middle, suffix, id_qualifier, id }
        })
        .boxed()
}

pub fn reference() -> impl Strategy<Value = Reference> {
    let identifiers = vec((code(3), text()), 0..=3);
    (code(3), text(), maybe(), identifiers).prop_map(|(qualifier, value, description, identifiers)| {
        Reference { qualifier, value, description, identifiers }
    })
}

pub fn address() -> BoxedStrategy<Address> {
    (text(), maybe(), text(), code(2), maybe())
        .prop_map(|(line1, line2, city, state, subdivision)| Address {
            line1,
            line2,
            city,
            state,
            subdivision,
            ..Address::default()
        })
        .boxed()
}

pub fn contact() -> BoxedStrategy<Contact> {
    (text(), vec((code(2), text()), 0..=3)).prop_map(|(name, numbers)| Contact { name, numbers }).boxed()
}

pub fn rejection() -> impl Strategy<Value = Rejection> {
    (any::<bool>(), code(2), code(1)).prop_map(|(valid, code, follow_up)| Rejection {
        valid,
        code,
        follow_up: FollowUp::from_code(&follow_up),
    })
}

pub fn participant() -> BoxedStrategy<Participant> {
    let specialty = (code(3), maybe()).prop_map(|(role, taxonomy)| Specialty { role, taxonomy });
    let described = (vec(reference(), 0..3), of(address()), vec(contact(), 0..2));
    (party(), described, vec(rejection(), 0..2), of(specialty))
        .prop_map(|(party, (references, address, contacts), rejections, specialty)| Participant {
            party: if matches!(party.entity.as_str(), "00" | "CA" | "GG") {
                Party { entity: "SJ".into(), ..party }
            } else {
                party
            },
            references,
            address,
            contacts,
            rejections,
            specialty,
        })
        .boxed()
}

pub fn member() -> BoxedStrategy<Member> {
    let relation =
        (any::<bool>(), code(2), maybe(), maybe()).prop_map(|(subscriber, code, employment, birth_order)| {
            Relation { subscriber, code, employment, birth_order }
        });
    let described = (vec(reference(), 0..3), of(address()), vec(rejection(), 0..2));
    let born = (of(date()), of(code(1)), of(relation));
    (party(), described, born)
        .prop_map(|(party, (references, address, rejections), (birth, sex, relation))| {
            let sex = sex.map(|sex| Sex::from_code(&sex));
            Member { party, references, address, rejections, birth, sex, relation }
        })
        .boxed()
}

pub fn other_organization() -> BoxedStrategy<OtherOrganization> {
    (party(), prop::sample::select(vec!["00", "CA", "GG"]), vec(code(4), 0..=4), of(date()))
        .prop_map(|(party, entity, reasons, denied)| OtherOrganization {
            party: Party { entity: entity.into(), ..party },
            reasons,
            denied,
        })
        .boxed()
}
