//! What any claim is made of.

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::amount::Percent;
use crate::claim::tests::examples::day;
use crate::claim::*;
use crate::name::{Address, Party, Reference};
use crate::{Amount, Quantity, Text};

pub(super) fn code() -> BoxedStrategy<Text> {
    "[A-Z0-9]{1,7}".prop_map(Text::from).boxed()
}

/// Some are longer than what is kept in place.
pub(super) fn text() -> BoxedStrategy<Text> {
    "[A-Z0-9]([A-Z0-9 .,-]{0,40}[A-Z0-9])?".prop_map(Text::from).boxed()
}

pub(super) fn date() -> BoxedStrategy<NaiveDate> {
    (0u64..40_000).prop_map(|days| day(1930, 1, 1) + Days::new(days)).boxed()
}

pub(super) fn amount() -> BoxedStrategy<Amount> {
    (-9_999_999i64..=99_999_999).prop_map(Amount::from_cents).boxed()
}

pub(super) fn quantity() -> BoxedStrategy<Quantity> {
    (0i64..100_000_000).prop_map(Quantity::from_thousandths).boxed()
}

pub(super) fn percent() -> BoxedStrategy<Percent> {
    "0?\\.[0-9]{1,5}".prop_map(|text| text.parse().expect("a share")).boxed()
}

pub(super) fn boxed<T: std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Option<Box<T>>> {
    of(value.prop_map(Box::new)).boxed()
}

pub(super) fn address() -> BoxedStrategy<Address> {
    (text(), of(text()), text(), of(code()), of((code(), of(code()))))
        .prop_map(|(line1, line2, city, state, country)| {
            let (country, subdivision) = country.unwrap_or_default();
            Address {
                line1,
                line2: line2.unwrap_or_default(),
                city,
                state: state.unwrap_or_default(),
                country,
                subdivision: subdivision.unwrap_or_default(),
                ..Address::default()
            }
        })
        .boxed()
}

pub(super) fn references() -> BoxedStrategy<References> {
    let reference = (code(), text(), vec((code(), text()), 0..4)).prop_filter_map(
        "a line keeps its control number elsewhere",
        |(qualifier, value, identifiers)| {
            let one = Reference { identifiers, ..Reference::new(&qualifier, &value) };
            (qualifier != "6R").then_some(one)
        },
    );
    vec(reference, 0..3).prop_map(References).boxed()
}

pub(super) fn provider(entity: &'static str) -> impl Strategy<Value = Provider> {
    (text(), text(), references()).prop_map(move |(last, first, references)| Provider {
        references,
        ..Provider::new(Party::person(entity, &last, &first, "XX", "1245319599"))
    })
}

pub(super) fn location(entity: &'static str) -> impl Strategy<Value = Location> {
    (of(text()), address())
        .prop_map(move |(name, address)| Location::new(entity, &name.unwrap_or_default(), address))
}

prop_compose! {
    pub(super) fn transport()(
        weight_pounds in of(quantity()),
        reason in code(),
        miles in quantity(),
        round_trip in of(text()),
        stretcher in of(text()),
    ) -> AmbulanceTransport {
        let reason = TransportReason::from_code(&reason);
        AmbulanceTransport { weight_pounds, reason, miles, round_trip, stretcher }
    }
}

pub(super) fn certification() -> BoxedStrategy<Certification> {
    (code(), any::<bool>(), vec(code(), 0..6))
        .prop_map(|(kind, applies, conditions)| Certification {
            kind: CertificationKind::from_code(&kind),
            applies,
            conditions: conditions.iter().map(|code| CertifiedCondition::from_code(code)).collect(),
        })
        .boxed()
}

prop_compose! {
    pub(super) fn contract()(
        kind in code(),
        amount in of(amount()),
        percentage in of(percent()),
        code in of(text()),
        discount in of(percent()),
        version in of(text()),
    ) -> Contract {
        Contract { kind: ContractKind::from_code(&kind), amount, percentage, code, discount, version }
    }
}

prop_compose! {
    pub(super) fn pricing()(
        method in code(),
        amounts in (of(amount()), of(amount()), of(amount())),
        texts in (of(text()), of(code()), of(text()), of(code())),
        procedure in of((code(), code())),
        quantity in of((code(), quantity())),
        codes in (of(code()), of(code()), of(code())),
    ) -> Pricing {
        Pricing {
            method: PricingMethod::from_code(&method),
            allowed: amounts.0, saved: amounts.1, group_amount: amounts.2,
            organization: texts.0, rate: texts.1, group: texts.2, revenue_code: texts.3,
            procedure: procedure.map(|(list, code)| (ProcedureCodeList::from_code(&list), code)),
            quantity: quantity.map(|(unit, quantity)| (Unit::from_code(&unit), quantity)),
            rejection: codes.0.map(|code| PricingRejection::from_code(&code)),
            compliance: codes.1.map(|code| PolicyCompliance::from_code(&code)),
            exception: codes.2.map(|code| PricingException::from_code(&code)),
        }
    }
}

prop_compose! {
    pub(super) fn equipment()(
        procedure in code(),
        days in quantity(),
        prices in (of(amount()), of(amount())),
        period in of(code()),
    ) -> EquipmentService {
        EquipmentService {
            procedure: Procedure::hcpcs(procedure, &[]),
            days,
            rental: prices.0,
            purchase: prices.1,
            rental_period: period.map(|code| RentalPeriod::from_code(&code)),
        }
    }
}

pub(super) fn test_result() -> BoxedStrategy<TestResult> {
    (code(), code(), quantity())
        .prop_map(|(kind, measure, value)| TestResult {
            kind: ResultKind::from_code(&kind),
            measure: Measure::from_code(&measure),
            value,
        })
        .boxed()
}

pub(super) fn form() -> BoxedStrategy<SupportingForm> {
    let answer = (code(), of(code()), of(text()), of(date()), of(percent())).prop_map(
        |(question, response, text, date, percent)| FormAnswer {
            question,
            response: response.map(|code| FormResponse::from_code(&code)),
            text,
            date,
            percent,
        },
    );
    (code(), text(), vec(answer, 0..4))
        .prop_map(|(list, id, answers)| SupportingForm { list: FormList::from_code(&list), id, answers })
        .boxed()
}

pub(super) fn notes() -> BoxedStrategy<Vec<Note>> {
    vec((code(), text()).prop_map(|(kind, text)| Note { kind: NoteKind::from_code(&kind), text }), 0..3)
        .boxed()
}
