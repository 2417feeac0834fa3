//! Any claim survives writing and reading.

mod parts;

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::examples::{child, day, submission, subscriber};
use super::*;
use crate::date::DatePeriod;
use crate::name::{Contact, Party};
use parts::*;

prop_compose! {
    fn line()(
        procedure in code(),
        charge in amount(),
        units in quantity(),
        equipment in (boxed(equipment()), boxed((code(), quantity()))),
        transport in boxed(transport()),
        certifications in vec(certification(), 0..4),
        counts in (of(quantity()), of(quantity()), of(amount())),
        test_results in vec(test_result(), 0..3),
        contract in boxed(contract()),
        pricing in boxed(pricing()),
        texts in (references(), vec(text().prop_map(FixedFormat), 0..3), notes(), of(text())),
        purchase in boxed((text(), amount())),
        people in (boxed(provider("DN")), boxed(provider("P3")), boxed(location("PW")), boxed(location("45"))),
        forms in vec(form(), 0..3),
    ) -> ServiceLine {
        let line = ServiceLine::new(
            Procedure::hcpcs(procedure, &["59"]), charge, units, vec![1], DatePeriod::Day(day(2026, 2, 27)),
        );
        let (stage, purchased) = (equipment.1, purchase);
        ServiceLine {
            equipment: equipment.0,
            equipment_certification: stage.map(|stage| Box::new(EquipmentCertification {
                stage: CertificationStage::from_code(&stage.0), months: stage.1,
            })),
            transport, certifications,
            ambulance_patients: counts.0, obstetric_anesthesia_units: counts.1, postage: counts.2,
            test_results, contract, pricing,
            references: texts.0, fixed_format: texts.1, notes: texts.2, control_number: texts.3,
            purchased_service: purchased.map(|one| Box::new(PurchasedService { provider_id: one.0, charge: one.1 })),
            referring: people.0, primary_care: people.1, pick_up: people.2, drop_off: people.3,
            forms,
            ..line
        }
    }
}

prop_compose! {
    fn claim()(
        number in "[A-Z0-9]{1,20}",
        contract in boxed(contract()),
        transport in boxed(transport()),
        manipulation in boxed((code(), of(text()), of(text()))),
        certifications in vec(certification(), 0..9),
        codes in (vec(code(), 0..3), vec(code(), 0..25)),
        pricing in boxed(pricing()),
        texts in (references(), vec(text().prop_map(FixedFormat), 0..3)),
        people in (boxed(provider("DN")), boxed(provider("P3")), boxed(location("PW")), boxed(location("45"))),
        lines in vec(line().boxed(), 0..4),
    ) -> Claim {
        let diagnoses = vec![Diagnosis::icd10("M54.50")];
        let claim = Claim { diagnoses, ..Claim::original(number, "41").with_lines(lines) };
        Claim {
            contract, transport, certifications, pricing,
            spinal_manipulation: manipulation.map(|one| Box::new(SpinalManipulation {
                condition: SpinalCondition::from_code(&one.0), description: one.1, more: one.2,
            })),
            codes: HealthCodes { anesthesia_procedures: codes.0, conditions: codes.1 },
            references: texts.0, fixed_format: texts.1,
            referring: people.0, primary_care: people.1, pick_up: people.2, drop_off: people.3,
            ..claim
        }
    }
}

prop_compose! {
    fn claims()(
        own in vec(claim().boxed(), 1..3),
        of_child in claim().boxed(),
        contacts in vec((text(), vec((code(), text()), 0..4)), 0..2),
        currency in of(code()),
        pay_to in boxed(location("87")),
        plan in boxed((text(), address(), references())),
    ) -> ProfessionalClaims {
        let contacts: Vec<_> = contacts.into_iter().map(|(name, numbers)| Contact { name, numbers }).collect();
        let mut own = subscriber(own, vec![]);
        own.contacts.clone_from(&contacts);
        let child = Patient { contacts, ..child(of_child) };
        let mut claims = submission(vec![own, subscriber(vec![], vec![child])]);
        let provider = &mut claims.billing_providers[0];
        (provider.currency, provider.pay_to) = (currency, pay_to);
        provider.pay_to_plan = plan.map(|plan| {
            let (party, address, references) = (Party::organization("PE", &plan.0, "PI", "PLAN1"), plan.1, plan.2);
            Box::new(PayToPlan { party, address, references })
        });
        claims
    }
}

proptest! {
    #[test]
    fn any_claim_survives_writing_and_reading(claims in claims()) {
        let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, claims.write("0001").expect("it can be written"));
        let mut read = Vec::new();
        each_transaction(&text, |set| read.push(ProfessionalClaims::read(set).expect("it can be read")));
        prop_assert_eq!(read, vec![claims]);
    }
}
