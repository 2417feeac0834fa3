//! Any SV1, SV2 and SV3.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use x12::procedure::ProcedureCode;
use x12::services_review::*;

use super::element::*;

fn procedure() -> BoxedStrategy<Procedure> {
    (code(2), code(5), vec(code(2), 0..=4), maybe(), maybe())
        .prop_map(|(code_list, code, modifiers, description, last)| Procedure {
            first: ProcedureCode { code_list, code, modifiers },
            description,
            last,
        })
        .boxed()
}

pub fn line() -> BoxedStrategy<ServiceLine> {
    let professional =
        (procedure(), of(amount()), maybe(), of(quantity()), vec(code(1), 0..=4), of(answer()), maybe())
            .prop_map(|(procedure, amount, unit, quantity, pointers, screening, nursing_level)| {
                ServiceLine::Professional(ProfessionalService {
                    procedure,
                    amount,
                    unit,
                    quantity,
                    pointers,
                    screening,
                    nursing_level,
                })
            });
    let institutional =
        (text(), of(procedure()), of(amount()), of(quantity()), (maybe(), maybe(), maybe(), maybe()))
            .prop_map(
                |(revenue_code, procedure, amount, quantity, (unit, rate, residence, nursing_level))| {
                    ServiceLine::Institutional(InstitutionalService {
                        revenue_code,
                        procedure,
                        amount,
                        unit,
                        quantity,
                        rate,
                        residence,
                        nursing_level,
                    })
                },
            );
    let dental = (procedure(), of(amount()), vec(code(3), 0..=5), maybe(), of(quantity()), maybe()).prop_map(
        |(procedure, amount, areas, prosthesis, quantity, description)| {
            ServiceLine::Dental(DentalService { procedure, amount, areas, prosthesis, quantity, description })
        },
    );
    prop_oneof![professional, institutional, dental].boxed()
}
