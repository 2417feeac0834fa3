use super::*;
use model::{LocationId, PatientId, PractitionerId, VisitTypeId};
use proptest::prelude::*;
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u8) -> T {
    T::from(Uuid::from_u128(n.into()))
}

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, n).expect("a day of March")
}

/// Three visits, the whole of March, whatever the visit.
fn candidate(n: u8) -> Candidate {
    Candidate {
        id: id(n),
        coverage_id: id(1),
        kind: AuthorizationKind::Authorization,
        approved: true,
        effective: day(1),
        expires: day(31),
        covered: Span { first: day(1), last: None },
        scope: AuthorizationScope::default(),
        for_visits: Some(3),
        units_per_visit: 1,
    }
}

fn visit(n: u8, on: u32, stage: Stage) -> Visit {
    Visit {
        id: id(n),
        patient_id: PatientId(Uuid::nil()),
        practitioner_id: id(1),
        location_id: id(1),
        visit_type_id: id(1),
        service_date: day(on),
        stage,
    }
}

fn chosen(candidates: &[Candidate], visit: Visit) -> Option<AuthorizationId> {
    let bookings = settle(candidates, &[visit], &[]);
    bookings.first().map(|booking| booking.authorization_id)
}

#[test]
fn what_does_not_fit_is_not_chosen() {
    type Unfit = fn(&mut Candidate);
    let cases: [(&str, bool, Unfit); 15] = [
        ("as it is", true, |_| ()),
        ("not approved", false, |one| one.approved = false),
        ("from the day on", true, |one| one.effective = day(10)),
        ("begins later", false, |one| one.effective = day(11)),
        ("its last day", true, |one| one.expires = day(10)),
        ("over", false, |one| one.expires = day(9)),
        ("covered later", false, |one| one.covered.first = day(11)),
        ("covered until then", true, |one| one.covered.last = Some(day(10))),
        ("no longer covered", false, |one| one.covered.last = Some(day(9))),
        ("this practitioner", true, |one| one.scope.practitioner_id = Some(id(1))),
        ("another practitioner", false, |one| one.scope.practitioner_id = Some(PractitionerId(Uuid::max()))),
        ("elsewhere", false, |one| one.scope.location_id = Some(LocationId(Uuid::max()))),
        ("other visits", false, |one| one.scope.visit_type_ids = vec![VisitTypeId(Uuid::max())]),
        ("nothing left", false, |one| one.for_visits = Some(0)),
        ("fewer left than a visit takes", false, |one| one.units_per_visit = 4),
    ];
    for (what, fits, change) in cases {
        let mut one = candidate(1);
        change(&mut one);
        let chosen = chosen(&[one], visit(9, 10, Stage::Completed));
        assert_eq!(chosen.is_some(), fits, "{what}");
    }
}

#[test]
fn the_one_that_expires_first_is_used_first_and_the_next_when_it_is_used_up() {
    let late = candidate(1);
    let soon = Candidate { expires: day(20), for_visits: Some(1), ..candidate(2) };
    let endless = Candidate { for_visits: None, ..candidate(3) };
    let candidates = [late, soon, endless];
    let visits =
        [visit(7, 12, Stage::Expected), visit(8, 10, Stage::Expected), visit(9, 25, Stage::Expected)];
    let bookings = settle(&candidates, &visits, &[]);
    let of = |n| bookings.iter().find(|one| one.appointment_id == id(n)).map(|one| one.authorization_id);
    assert_eq!(of(8), Some(id(2)), "the earliest visit has the one that expires first");
    assert_eq!(of(7), Some(id(1)), "then it is used up");
    assert_eq!(of(9), Some(id(1)), "it would be over");
}

#[test]
fn a_visit_uses_one_of_each_coverage_and_kind() {
    let referral = Candidate { kind: AuthorizationKind::Referral, ..candidate(2) };
    let secondary = Candidate { coverage_id: id(2), ..candidate(3) };
    let candidates = [candidate(1), referral, secondary, candidate(4)];
    let bookings = settle(&candidates, &[visit(9, 10, Stage::Completed)], &[]);
    let mut ids: Vec<_> = bookings.iter().map(|one| one.authorization_id).collect();
    ids.sort();
    assert_eq!(ids, [id(1), id(2), id(3)]);
}

#[test]
fn what_was_used_stays_even_if_it_would_be_chosen_otherwise_now() {
    let used = settle(&[candidate(1)], &[visit(9, 10, Stage::Completed)], &[]);
    let void = Candidate { approved: false, ..candidate(1) };
    let better = Candidate { expires: day(11), ..candidate(2) };
    let visits = [visit(9, 10, Stage::Completed)];
    assert_eq!(settle(&[void, better.clone()], &visits, &used), used);
    let back = settle(&[candidate(1), better], &[visit(9, 10, Stage::Off)], &used);
    assert_eq!(back, [], "a visit that was not gives back");
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (0u8..2, any::<bool>(), 1u32..20, 0u32..12, proptest::option::of(0i32..5), 1i32..4);
    prop::collection::vec(one, 1..6).prop_map(|all| {
        let build =
            |(n, (coverage, referral, first, days, most, per_visit)): (usize, (u8, bool, u32, u32, _, _))| {
                Candidate {
                    id: id(u8::try_from(n).expect("few")),
                    coverage_id: id(coverage),
                    kind: if referral {
                        AuthorizationKind::Referral
                    } else {
                        AuthorizationKind::Authorization
                    },
                    effective: day(first),
                    expires: day(first + days),
                    for_visits: most,
                    units_per_visit: per_visit,
                    ..candidate(1)
                }
            };
        all.into_iter().enumerate().map(build).collect()
    })
}

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let stage = prop::sample::select(Stage::ALL);
    prop::collection::vec((1u32..31, stage), 0..12).prop_map(|all| {
        let build = |(n, (on, stage)): (usize, (u32, Stage))| visit(u8::try_from(n).expect("few"), on, stage);
        all.into_iter().enumerate().map(build).collect()
    })
}

proptest! {
    /// From anything to anything: nothing is overdrawn, no visit uses two of a kind, and settling again changes nothing.
    #[test]
    fn whatever_happens_nothing_is_overdrawn(candidates in candidates(), first in visits(), then in visits()) {
        let before = settle(&candidates, &first, &[]);
        let after = settle(&candidates, &then, &before);
        let mut kinds = BTreeSet::new();
        for booking in &after {
            prop_assert!(kinds.insert((booking.appointment_id, booking.coverage_id, booking.kind)));
            let visit = then.iter().find(|one| one.id == booking.appointment_id).expect("a visit");
            prop_assert_eq!(booking.used, visit.stage == Stage::Completed);
            prop_assert!(visit.stage != Stage::Off);
        }
        for one in &candidates {
            let taken: i32 = after.iter().filter(|b| b.authorization_id == one.id).map(|b| b.units).sum();
            prop_assert!(one.for_visits.is_none_or(|most| taken <= most));
        }
        let again = settle(&candidates, &then, &after);
        prop_assert_eq!(sorted(again), sorted(after));
    }

    /// In which order news comes makes no difference.
    #[test]
    fn the_order_of_visits_does_not_matter(candidates in candidates(), visits in visits()) {
        let mut turned = visits.clone();
        turned.reverse();
        prop_assert_eq!(settle(&candidates, &visits, &[]), settle(&candidates, &turned, &[]));
    }
}

fn sorted(mut bookings: Vec<Booking>) -> Vec<Booking> {
    bookings.sort_by_key(|one| (one.authorization_id, one.appointment_id));
    bookings
}
