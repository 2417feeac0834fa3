use super::*;
use crate::coverage::{Coordination, Holder, RecordCoverage};
use model::{Demographics, Relationship};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn person(birth: &str) -> Demographics {
    let json = json!({"given_name": "Nora", "family_name": "Rivers", "birth_date": birth, "sex": "female"});
    serde_json::from_value(json).expect("a person")
}

/// A coverage of this number, rank and kind since 2020.
fn coverage(n: u128, rank: &str, kind: Value, coordination: Value) -> Coverage {
    let asked = json!({"patient_id": Uuid::nil(), "payer_id": Uuid::nil(), "member_id": "1EG4TE5MK73", "rank": rank,
        "relationship": "self", "effective": "2020-01-01", "plan_kind": kind, "coordination": coordination});
    let asked: RecordCoverage = serde_json::from_value(asked).expect("a coverage");
    Coverage::record(CoverageId(Uuid::from_u128(n)), asked).expect("a coverage")
}

fn through(relationship: Relationship, birth: &str, coverage: Coverage) -> Coverage {
    Coverage { holder: Holder::new(relationship, Some(person(birth))).expect("a holder"), ..coverage }
}

fn group(n: u128, coordination: Value) -> Coverage {
    coverage(n, "primary", json!("commercial_group"), coordination)
}

fn parents(n: u128, birth: &str, coordination: Value) -> Coverage {
    through(Relationship::Child, birth, group(n, coordination))
}

fn kind(n: u128, kind: &str) -> Coverage {
    coverage(n, "secondary", json!(kind), json!({}))
}

fn medicare(coordination: Value) -> Coverage {
    coverage(2, "secondary", json!("medicare"), coordination)
}

/// The first one's number, the rule, and what is missing; the same whichever stands first.
fn decided(a: &Coverage, b: &Coverage, patient: &Demographics) -> (u128, Rule, Vec<Missing>) {
    let case = Case { patient, day: day("2026-06-15"), medicare: None };
    let first = |verdict: &Verdict, a: &Coverage, b: &Coverage| match verdict.first {
        Side::A => a.id.0.as_u128(),
        Side::B => b.id.0.as_u128(),
    };
    let (one, other) = (decide(a, b, &case), decide(b, a, &case));
    assert_eq!((first(&one, a, b), one.rule), (first(&other, b, a), other.rule), "as seen from either side");
    (first(&one, a, b), one.rule, one.missing.iter().map(|(_, what)| *what).collect())
}

#[test]
fn kinds_of_plans_have_their_place() {
    let adult = person("1984-02-29");
    let plain = group(1, json!({}));
    for (a, b, first, rule, missing) in [
        (kind(1, "medicaid"), plain_as(2), 2, Rule::MedicaidLast, vec![]),
        (kind(1, "medicaid"), kind(2, "tricare"), 2, Rule::MedicaidLast, vec![]),
        (kind(1, "medicaid"), kind(2, "medicare"), 2, Rule::MedicaidLast, vec![]),
        (kind(1, "tricare"), kind(2, "medicare"), 2, Rule::TricareAfterOthers, vec![]),
        (kind(1, "tricare"), plain_as(2), 2, Rule::TricareAfterOthers, vec![]),
        (kind(1, "workers_compensation"), plain_as(2), 1, Rule::LiabilityFirst, vec![Missing::Accident]),
        (kind(1, "auto"), kind(2, "medicare"), 1, Rule::LiabilityFirst, vec![Missing::Accident]),
        (kind(1, "liability"), kind(2, "medicaid"), 1, Rule::LiabilityFirst, vec![Missing::Accident]),
        (kind(1, "va"), kind(2, "medicare"), 1, Rule::VaAuthorized, vec![Missing::VaAuthorization]),
        (kind(1, "medicare_advantage"), kind(2, "medicare"), 1, Rule::MedicareAdvantageInstead, vec![]),
        (kind(1, "individual"), kind(2, "medicare"), 2, Rule::MedicareFirst, vec![]),
    ] {
        assert_eq!(decided(&a, &b, &adult), (first, rule, missing), "{:?} {:?}", a.plan_kind, b.plan_kind);
    }
    assert_eq!(plain.plan_kind, Some(PlanKind::CommercialGroup));
}

fn plain_as(n: u128) -> Coverage {
    group(n, json!({"employment": "active"}))
}

#[test]
fn medicare_pays_second_by_the_secondary_payer_rules_alone() {
    let (aged, younger) = (person("1950-03-01"), person("1984-02-29"));
    let active = |size: &str| json!({"employment": "active", "employer_size": size});
    let esrd = |since: &str| json!({"medicare_reason": "esrd", "esrd_since": since});
    for (patient, of_plan, of_medicare, first, rule, missing) in [
        (&aged, active("20_to_99"), json!({}), 1, Rule::WorkingAged, vec![]),
        (&aged, active("under_20"), json!({}), 2, Rule::MedicareFirst, vec![]),
        (
            &aged,
            json!({"employment": "retired", "employer_size": "100_or_more"}),
            json!({}),
            2,
            Rule::MedicareFirst,
            vec![],
        ),
        (&aged, json!({"employment": "cobra"}), json!({}), 2, Rule::MedicareFirst, vec![]),
        (
            &aged,
            json!({"employment": "active"}),
            json!({}),
            1,
            Rule::WorkingAged,
            vec![Missing::EmployerSize],
        ),
        (
            &aged,
            json!({}),
            json!({"medicare_reason": "age"}),
            2,
            Rule::MedicareFirst,
            vec![Missing::Employment],
        ),
        (
            &younger,
            active("100_or_more"),
            json!({"medicare_reason": "disability"}),
            1,
            Rule::WorkingDisabled,
            vec![],
        ),
        (
            &younger,
            active("20_to_99"),
            json!({"medicare_reason": "disability"}),
            2,
            Rule::MedicareFirst,
            vec![],
        ),
        (&younger, active("100_or_more"), json!({}), 1, Rule::WorkingDisabled, vec![Missing::MedicareReason]),
        // Eligible from March 2024: to the end of August 2026 it is the thirtieth month.
        (&younger, json!({"employment": "retired"}), esrd("2024-03-20"), 1, Rule::EsrdCoordination, vec![]),
        (&younger, active("under_20"), esrd("2024-01-31"), 1, Rule::EsrdCoordination, vec![]),
        (&younger, active("100_or_more"), esrd("2023-12-01"), 2, Rule::MedicareFirst, vec![]),
        (
            &younger,
            json!({}),
            json!({"medicare_reason": "esrd"}),
            1,
            Rule::EsrdCoordination,
            vec![Missing::EsrdSince],
        ),
    ] {
        let (plan, medicare) = (group(1, of_plan.clone()), medicare(of_medicare.clone()));
        assert_eq!(decided(&plan, &medicare, patient), (first, rule, missing), "{of_plan} {of_medicare}");
    }
    // Aged from the first of the month of the day before the birthday (42 CFR 411.170(c)): born on the first of July 1961,
    // one attains 65 on the 30th of June 2026.
    let plan = group(1, active("20_to_99"));
    assert_eq!(decided(&plan, &medicare(json!({})), &person("1961-07-01")).1, Rule::WorkingAged);
    assert_eq!(decided(&plan, &medicare(json!({})), &person("1961-07-02")).1, Rule::MedicareFirst);
}

#[test]
fn a_childs_plans_go_by_decree_custody_and_birthday() {
    let child = person("2015-07-01");
    let custody = |word: &str| json!({"custody": word});
    for (of_a, of_b, first, rule, missing) in [
        // The year does not count: March is before November.
        (("1990-03-09", json!({})), ("1980-11-02", json!({})), 1, Rule::Birthday, vec![]),
        (("1990-12-31", json!({})), ("1999-01-01", json!({})), 2, Rule::Birthday, vec![]),
        (
            ("1990-03-09", json!({})),
            ("1980-03-09", json!({"held_since": "2010-01-01"})),
            2,
            Rule::BirthdayLonger,
            vec![],
        ),
        (("1990-03-09", json!({})), ("1980-03-09", json!({})), 1, Rule::RecordedRank, vec![]),
        (
            ("1990-03-09", json!({})),
            ("1980-11-02", json!({"court_ordered": true})),
            2,
            Rule::CourtOrder,
            vec![],
        ),
        (
            ("1990-03-09", json!({"court_ordered": true})),
            ("1980-11-02", json!({"court_ordered": true})),
            1,
            Rule::Birthday,
            vec![],
        ),
        (
            ("1990-03-09", custody("other_parent")),
            ("1980-11-02", custody("custodial_parent")),
            2,
            Rule::Custody,
            vec![],
        ),
        (
            ("1990-03-09", custody("other_parent")),
            ("1980-11-02", custody("spouse_of_custodial_parent")),
            2,
            Rule::Custody,
            vec![],
        ),
        (
            ("1990-03-09", custody("spouse_of_other_parent")),
            ("1980-11-02", custody("other_parent")),
            2,
            Rule::Custody,
            vec![],
        ),
        (
            ("1990-03-09", custody("other_parent")),
            ("1980-11-02", json!({})),
            1,
            Rule::Birthday,
            vec![Missing::Custody],
        ),
    ] {
        let (a, b) = (parents(1, of_a.0, of_a.1.clone()), parents(2, of_b.0, of_b.1.clone()));
        assert_eq!(decided(&a, &b, &child), (first, rule, missing), "{of_a:?} {of_b:?}");
    }
}

#[test]
fn an_adults_plans_go_by_membership_employment_and_time() {
    let adult = person("1984-02-29");
    let spouses = |n, coordination| through(Relationship::Spouse, "1980-01-01", group(n, coordination));
    let employed = |word: &str| json!({"employment": word});
    for (a, b, first, rule, missing) in [
        (group(1, json!({})), spouses(2, json!({})), 1, Rule::OwnBeforeDependent, vec![]),
        (group(1, employed("retired")), spouses(2, employed("active")), 1, Rule::OwnBeforeDependent, vec![]),
        (group(1, employed("retired")), group(2, employed("active")), 2, Rule::ActiveBeforeRetired, vec![]),
        (group(1, employed("cobra")), group(2, employed("active")), 2, Rule::CobraLast, vec![]),
        (group(1, employed("cobra")), group(2, employed("retired")), 2, Rule::CobraLast, vec![]),
        (
            group(1, json!({"employment": "active", "held_since": "2019-12-31"})),
            group(2, employed("active")),
            1,
            Rule::LongerFirst,
            vec![],
        ),
        (
            group(1, json!({})),
            group(2, json!({"held_since": "2001-01-01"})),
            2,
            Rule::LongerFirst,
            vec![Missing::Employment, Missing::Employment],
        ),
        (
            parents(1, "1960-01-01", json!({})),
            spouses(2, json!({"held_since": "2012-01-01"})),
            2,
            Rule::LongerFirst,
            vec![],
        ),
    ] {
        assert_eq!(decided(&a, &b, &adult), (first, rule, missing), "{rule}");
    }
    let (unknown, known) = (coverage(1, "primary", Value::Null, json!({})), spouses(2, json!({})));
    assert_eq!(decided(&unknown, &known, &adult), (1, Rule::OwnBeforeDependent, vec![Missing::PlanKind]));
}

#[test]
fn medicare_turns_the_retired_members_order_round() {
    // A retired member's own plan, the plan of the spouse who works, and Medicare by age.
    let retired = coverage(1, "primary", json!("commercial_group"), json!({"employment": "retired"}));
    let working = coverage(
        3,
        "tertiary",
        json!("commercial_group"),
        json!({"employment": "active", "employer_size": "20_to_99"}),
    );
    let working = through(Relationship::Spouse, "1961-01-01", working);
    let all = [retired, medicare(json!({"medicare_reason": "age"})), working];
    let proposal = propose(&all, &person("1950-03-01"), day("2026-06-15"));
    let order: Vec<u128> = proposal.coverages.iter().map(|place| place.coverage_id.0.as_u128()).collect();
    assert_eq!(order, [3, 2, 1]);
    let rules: Vec<Rule> = proposal.pairs.iter().map(|pair| pair.rule).collect();
    assert_eq!(rules, [Rule::MedicareFirst, Rule::DependentBeforeOwn, Rule::WorkingAged]);
    assert!(!proposal.agrees);
    let agreeing: Vec<bool> = proposal.coverages.iter().map(|place| place.agrees).collect();
    assert_eq!(agreeing, [false, true, false]);
    assert!(proposal.pairs.iter().all(|pair| !pair.because.is_empty()));
}

#[test]
fn what_is_not_active_on_the_day_has_no_place() {
    let over = Coverage { terminates: Some(day("2026-06-14")), ..group(1, json!({})) };
    let proposal = propose(&[over, kind(2, "medicaid")], &person("1984-02-29"), day("2026-06-15"));
    assert_eq!(proposal.coverages.len(), 1);
    // It is recorded as secondary, and nothing stands before it.
    assert_eq!((proposal.coverages[0].proposed, proposal.agrees), (Some(Rank::Primary), false));
}

fn any_coverage(n: u128) -> impl Strategy<Value = Coverage> {
    let kind = prop::option::of(prop::sample::select(PlanKind::ALL));
    let holder = (0..3_usize, 0..3_u32);
    let facts = (
        prop::option::of(prop::sample::select(super::super::Employment::ALL)),
        prop::option::of(prop::sample::select(super::super::EmployerSize::ALL)),
        prop::option::of(prop::sample::select(super::super::MedicareReason::ALL)),
        prop::option::of(prop::sample::select(super::super::Custody::ALL)),
        any::<Option<bool>>(),
        prop::option::of(
            (2000..2025_i32).prop_map(|year| NaiveDate::from_ymd_opt(year, 5, 1).expect("a day")),
        ),
    );
    (kind, holder, facts).prop_map(move |(kind, (holder, birth), facts)| {
        let plain = coverage(n, "primary", Value::Null, json!({}));
        let birth = format!("198{birth}-0{}-11", birth + 1);
        let held = match holder {
            0 => plain,
            1 => through(Relationship::Spouse, &birth, plain),
            _ => through(Relationship::Child, &birth, plain),
        };
        let coordination = Coordination {
            employment: facts.0,
            employer_size: facts.1,
            medicare_reason: facts.2,
            esrd_since: facts.5,
            held_since: facts.5,
            court_ordered: facts.4,
            custody: facts.3,
        };
        Coverage { plan_kind: kind, coordination, ..held }
    })
}

proptest! {
    /// Which one is named first never matters, and nothing gets lost.
    #[test]
    fn the_order_does_not_depend_on_how_it_is_asked(a in any_coverage(1), b in any_coverage(2), c in any_coverage(3)) {
        let patient = person("1958-04-01");
        let order = |all: &[Coverage]| {
            let proposal = propose(all, &patient, day("2026-06-15"));
            prop_assert_eq!(proposal.pairs.len(), 3);
            Ok(proposal.coverages.into_iter().map(|place| place.coverage_id).collect::<Vec<_>>())
        };
        let one = order(&[a.clone(), b.clone(), c.clone()])?;
        // Which Medicare stands between two plans is one question only where there is one.
        let medicares = [&a, &b, &c].iter().filter(|coverage| is_medicare(coverage)).count();
        if medicares < 2 {
            prop_assert_eq!(&one, &order(&[c, b, a])?);
        }
        prop_assert_eq!(one.len(), 3);
    }
}
