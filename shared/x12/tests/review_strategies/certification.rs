//! Any CRC, CL1, CR1, CR2, CR5 and CR6.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use x12::services_review::*;

use super::element::*;

pub fn certifications() -> BoxedStrategy<Certifications> {
    let conditions = (code(2), of(answer()), vec(code(2), 0..=5))
        .prop_map(|(category, applies, codes)| Condition { category, applies, codes });
    let admission = (text(), maybe(), maybe(), maybe())
        .prop_map(|(kind, source, status, residence)| Admission { kind, source, status, residence });
    (vec(conditions, 0..2), of(admission), of(transport()), of(spinal()), of(oxygen()), of(home_health()))
        .prop_map(|(conditions, admission, transport, spinal, oxygen, home_health)| Certifications {
            conditions,
            admission,
            transport,
            spinal,
            oxygen,
            home_health,
        })
        .boxed()
}

fn transport() -> BoxedStrategy<Transport> {
    (maybe(), of(quantity()), text(), maybe(), (maybe(), of(quantity())), maybe(), maybe())
        .prop_map(|(weight_unit, weight, kind, reason, (distance_unit, distance), round_trip, stretcher)| {
            Transport { weight_unit, weight, kind, reason, distance_unit, distance, round_trip, stretcher }
        })
        .boxed()
}

fn spinal() -> BoxedStrategy<SpinalManipulation> {
    let levels = (maybe(), of(quantity()), maybe(), maybe());
    (levels, text(), of(answer()), (maybe(), maybe()), of(answer()))
        .prop_map(
            |(
                (number, treatments, first_level, last_level),
                condition,
                complications,
                (one, two),
                xrays_available,
            )| {
                SpinalManipulation {
                    number,
                    treatments,
                    first_level,
                    last_level,
                    condition,
                    complications,
                    description: [one, two],
                    xrays_available,
                }
            },
        )
        .boxed()
}

fn oxygen() -> BoxedStrategy<HomeOxygen> {
    let flow = (of(quantity()), of(quantity()), of(quantity()), of(quantity()));
    let words = (maybe(), maybe(), maybe(), text());
    ((text(), maybe(), maybe()), flow, words, of(quantity()), of(quantity()), (maybe(), maybe(), maybe()))
        .prop_map(
            |(
                equipment,
                (flow_rate, daily_uses, hours, blood_gas),
                words,
                saturation,
                portable,
                findings,
            )| {
                let (reason, order, test_condition, delivery) = words;
                let (equipment, findings) = (equipment.into(), findings.into());
                HomeOxygen {
                    equipment,
                    reason,
                    flow_rate,
                    daily_uses,
                    hours,
                    order,
                    blood_gas,
                    saturation,
                    test_condition,
                    findings,
                    portable_flow_rate: portable,
                    delivery,
                }
            },
        )
        .boxed()
}

fn home_health() -> BoxedStrategy<HomeHealth> {
    let surgery = (date(), maybe(), maybe()).prop_map(|(date, code_list, code)| Surgery {
        date: Some(date),
        code_list,
        code,
    });
    let dates = (of(date()), of(date()), of(date()), of(date()));
    let periods = (of(period()), of(period()));
    (code(1), dates, periods, maybe(), of(code(1)), of(surgery), maybe())
        .prop_map(
            |(
                prognosis,
                (start, ordered, last_visit, last_contact),
                periods,
                medicare,
                certification,
                surgery,
                place,
            )| {
                HomeHealth {
                    prognosis: Some(Prognosis::from_code(&prognosis)),
                    start,
                    period: periods.0,
                    medicare,
                    certification: certification.map(|code| CertificationType::from_code(&code)),
                    surgery,
                    ordered,
                    last_visit,
                    last_contact,
                    last_stay: periods.1,
                    last_place: place,
                }
            },
        )
        .boxed()
}
