use super::*;
use crate::fill::{Substitution, SubstitutionKind, SubstitutionReason};
use chrono::Days;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn written() -> NaiveDate {
    day("2026-03-02")
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

fn content(quantity: &str, refills: u16) -> Content {
    let content: Value = json!({
        "medication": {"rxcui": "308191", "description": "amoxicillin 500 MG Oral Capsule", "strength": "500 mg",
            "form": "capsule", "schedule": "none"},
        "sig": {"text": "Take 1 capsule by mouth daily"}, "quantity": {"value": quantity, "unit": "C48480"},
        "days_supply": 10, "refills": refills, "substitution_allowed": false, "diagnosis_codes": []});
    serde_json::from_value(content).expect("a content")
}

fn measure(text: &str) -> Measure {
    serde_json::from_value(text.into()).expect("a measure")
}

fn wish(number: i32, kind: FillKind, quantity: &str, on: NaiveDate) -> Wish {
    let handout = json!({"days_supply": 10, "ndc": "00093310905", "dispensed_on": on, "operator": "Kim Park",
        "terminal": "counter 1"});
    let handout = serde_json::from_value(handout).expect("a handout");
    Wish { number, kind, quantity: measure(quantity), handout }
}

fn withdrawal(at: DateTime<Utc>) -> Withdrawal {
    let said = json!({"reason": "wrong_quantity", "operator": "Kim Park", "terminal": "counter 1", "at": at});
    serde_json::from_value(said).expect("a withdrawal")
}

/// The fills of a prescription as they are recorded one after the other.
struct Book {
    content: Content,
    fills: Vec<Fill>,
}

impl Book {
    fn of(quantity: &str, refills: u16) -> Self {
        Self { content: content(quantity, refills), fills: Vec::new() }
    }

    fn ledger(&self) -> Ledger<'_> {
        let prescription = PrescriptionId(Uuid::from_u128(7));
        Ledger { prescription, content: &self.content, written_on: written(), fills: &self.fills }
    }

    fn try_to(&mut self, wish: Wish, today: NaiveDate) -> Result<(), Refusal> {
        let id = FillId(Uuid::from_u128(self.fills.len() as u128 + 1));
        let fill = self.ledger().dispense(wish, id, "client", (today, noon(today)))?;
        self.fills.push(fill);
        Ok(())
    }

    fn next(&mut self, kind: FillKind, quantity: &str) -> Result<(), Refusal> {
        let number = self.ledger().next_number();
        self.try_to(wish(number, kind, quantity, written()), written())
    }

    fn withdraw(&mut self, number: i32, at: DateTime<Utc>) -> Result<(), Refusal> {
        let withdrawn = self.ledger().withdraw(number, withdrawal(at))?;
        let place = self.fills.iter().position(|fill| fill.number == number).expect("it was found");
        self.fills[place] = withdrawn;
        Ok(())
    }
}

#[test]
fn parts_and_refills_are_counted() {
    let mut book = Book::of("30", 1);
    assert_eq!((book.ledger().left(), book.ledger().refills_left()), (measure("60"), 1));
    assert_eq!(book.next(FillKind::Partial, "10"), Ok(()));
    assert_eq!((book.ledger().left_of_fill(), book.ledger().left()), (measure("20"), measure("50")));
    assert_eq!(book.next(FillKind::Complete, "20.001"), Err(Refusal::TooMuch(measure("20"))));
    assert_eq!(book.next(FillKind::Partial, "20"), Err(Refusal::PartialIsComplete));
    assert_eq!(book.next(FillKind::Complete, "20"), Ok(()));
    assert_eq!((book.ledger().refills_left(), book.ledger().left()), (1, measure("30")));
    assert_eq!(book.next(FillKind::Complete, "30.5"), Err(Refusal::TooMuch(measure("30"))));
    assert_eq!(book.next(FillKind::Complete, "30"), Ok(()));
    assert!(book.ledger().is_exhausted());
    assert_eq!(book.next(FillKind::Complete, "1"), Err(Refusal::NothingLeft));
    assert_eq!(book.ledger().dispensed(), measure("60"));
}

#[test]
fn a_fill_given_short_is_complete_and_owes_nothing() {
    let mut book = Book::of("30", 0);
    assert_eq!(book.next(FillKind::Complete, "28"), Ok(()));
    assert_eq!(
        (book.ledger().left(), book.next(FillKind::Partial, "2")),
        (Measure::NOTHING, Err(Refusal::NothingLeft))
    );
}

#[test]
fn a_number_is_given_once_and_without_a_gap() {
    let mut book = Book::of("30", 2);
    assert_eq!(book.next(FillKind::Complete, "30"), Ok(()));
    let again = book.try_to(wish(1, FillKind::Complete, "30", written()), written());
    assert_eq!(again, Err(Refusal::NumberTaken { number: 1, fill: book.fills[0].id }));
    let ahead = book.try_to(wish(3, FillKind::Complete, "30", written()), written());
    assert_eq!(ahead, Err(Refusal::NumberAhead(2)));
    assert_eq!(book.withdraw(1, noon(written())), Ok(()));
    let again = book.try_to(wish(1, FillKind::Complete, "30", written()), written());
    assert_eq!(again, Err(Refusal::NumberTaken { number: 1, fill: book.fills[0].id }));
    assert_eq!(book.next(FillKind::Complete, "30"), Ok(()));
    assert_eq!(book.fills[1].number, 2);
}

#[test]
fn only_the_last_fill_is_withdrawn_and_only_for_a_while() {
    let mut book = Book::of("30", 2);
    assert_eq!(book.withdraw(1, noon(written())), Err(Refusal::NoSuchFill));
    assert_eq!(book.next(FillKind::Complete, "30"), Ok(()));
    assert_eq!(book.next(FillKind::Partial, "10"), Ok(()));
    assert_eq!(book.withdraw(1, noon(written())), Err(Refusal::NotTheLast(2)));
    let late = noon(written()) + TimeDelta::days(WITHDRAWAL_DAYS) + TimeDelta::seconds(1);
    assert_eq!(book.withdraw(2, late), Err(Refusal::TooLate(WITHDRAWAL_DAYS)));
    assert_eq!(book.withdraw(2, late - TimeDelta::seconds(1)), Ok(()));
    assert_eq!(book.withdraw(2, noon(written())), Err(Refusal::NoSuchFill));
    assert_eq!(book.ledger().progress(), Some(Progress::Dispensed));
    assert_eq!(book.withdraw(1, noon(written())), Ok(()));
    assert_eq!((book.ledger().progress(), book.ledger().left()), (None, measure("90")));
}

#[test]
fn a_day_of_dispensing_is_possible() {
    let last = day("2027-03-02");
    for (on, today, expected) in [
        (written(), written(), Ok(())),
        (last, last, Ok(())),
        (written() - Days::new(1), written(), Err(Refusal::BeforeWritten(written()))),
        (written() + Days::new(1), written(), Err(Refusal::InTheFuture(written()))),
        (last + Days::new(1), last + Days::new(1), Err(Refusal::Expired(last))),
    ] {
        let mut book = Book::of("30", 0);
        assert_eq!(book.try_to(wish(1, FillKind::Complete, "30", on), today), expected, "{on} {today}");
    }
    let mut book = Book::of("30", 1);
    let later = written() + Days::new(9);
    assert_eq!(book.try_to(wish(1, FillKind::Complete, "30", later), later), Ok(()));
    let earlier = book.try_to(wish(2, FillKind::Complete, "30", written()), later);
    assert_eq!(earlier, Err(Refusal::BeforeLastFill(later)));
}

#[test]
fn nothing_is_dispensed_before_the_earliest_day() {
    let first = written() + Days::new(28);
    let book = || {
        let mut book = Book::of("30", 0);
        book.content.earliest_fill = Some(first);
        book
    };
    for (on, today, expected) in [
        (written(), written(), Err(Refusal::BeforeEarliestFill(first))),
        (first - Days::new(1), first - Days::new(1), Err(Refusal::BeforeEarliestFill(first))),
        (first - Days::new(1), first, Err(Refusal::BeforeEarliestFill(first))),
        (first, first - Days::new(1), Err(Refusal::InTheFuture(first - Days::new(1)))),
        (first, first, Ok(())),
    ] {
        let tried = book().try_to(wish(1, FillKind::Complete, "30", on), today);
        assert_eq!(tried, expected, "{on} {today}");
        let part = book().try_to(wish(1, FillKind::Partial, "10", on), today);
        assert_eq!(part, expected, "a part, {on} {today}");
    }
}

#[test]
fn schedules_three_and_four_expire_after_six_months() {
    for (schedule, last) in [
        (Schedule::None, "2027-03-02"),
        (Schedule::II, "2027-03-02"),
        (Schedule::III, "2026-09-02"),
        (Schedule::IV, "2026-09-02"),
        (Schedule::V, "2027-03-02"),
    ] {
        assert_eq!(expires_on(written(), schedule), day(last), "{schedule}");
    }
    assert_eq!(expires_on(day("2026-08-31"), Schedule::III), day("2027-02-28"));
}

#[test]
fn what_is_to_be_dispensed_as_written_is_not_substituted() {
    let mut book = Book::of("30", 0);
    let mut other = wish(1, FillKind::Complete, "30", written());
    other.handout.substitution =
        Some(Substitution { kind: SubstitutionKind::Generic, reason: SubstitutionReason::OutOfStock });
    assert_eq!(book.try_to(other, written()), Err(Refusal::SubstitutionForbidden));
    book.content.substitution_allowed = true;
    let mut other = wish(1, FillKind::Complete, "30", written());
    other.handout.substitution =
        Some(Substitution { kind: SubstitutionKind::Generic, reason: SubstitutionReason::OutOfStock });
    assert_eq!(book.try_to(other, written()), Ok(()));
}

#[test]
fn the_story_names_first_and_last_fill_and_what_remains() {
    let mut book = Book::of("30", 3);
    assert_eq!(book.ledger().story(), "never dispensed");
    let days = [written(), written() + Days::new(30)];
    for (number, on) in (1..).zip(days) {
        assert_eq!(book.try_to(wish(number, FillKind::Complete, "30", on), days[1]), Ok(()));
    }
    let story = "2 fills recorded, first on 2026-03-02, last on 2026-04-01; refills remaining: 2";
    assert_eq!(book.ledger().story(), story);
}

proptest! {
    /// Whatever is tried in whatever order, the fills that stand never exceed what was written, and a number is given once.
    #[test]
    fn never_more_than_allowed(
        quantity in 1_u32..100_000,
        refills in 0_u16..5,
        tries in prop::collection::vec((0_u8..3, 1_u32..120_000), 0..40),
    ) {
        let text = |thousandths: u32| format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        let mut book = Book::of(&text(quantity), refills);
        let allowed = measure(&text(quantity)).times(refills + 1);
        for (what, amount) in tries {
            let tried = match what {
                0 => book.next(FillKind::Partial, &text(amount)),
                1 => book.next(FillKind::Complete, &text(amount)),
                _ => {
                    let last = book.fills.iter().rev().find(|fill| fill.is_live()).map_or(1, |fill| fill.number);
                    book.withdraw(last, noon(written()))
                }
            };
            let ledger = book.ledger();
            prop_assert!(ledger.dispensed() <= allowed, "{tried:?}");
            prop_assert!([ledger.dispensed(), ledger.left()].into_iter().sum::<Measure>() <= allowed);
            let mut numbers: Vec<i32> = book.fills.iter().map(|fill| fill.number).collect();
            numbers.dedup();
            prop_assert_eq!(numbers.len(), book.fills.len());
        }
    }
}
