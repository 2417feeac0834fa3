use super::message::Words;
use super::plan::{Grounds, Place, Plan};
use super::quiet::QuietHours;
use super::*;
use crate::appointment::{CancelReason, Move, Wish};
use crate::location::Location;
use crate::reminder_rule::{CreateReminderRule, ReminderRule};
use crate::reminder_settings::ReminderSettings;
use crate::visit_type::VisitType;
use chrono_tz::America::Chicago;
use model::{LocationId, PatientId, PractitionerId, VisitTypeId};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// At nine in the morning in Chicago.
const START: &str = "2026-12-01T15:00:00Z";
const BOOKED: &str = "2026-11-22T18:00:00Z";

fn to(start: DateTime<Utc>) -> Move {
    Move {
        practitioner: PractitionerId(Uuid::from_u128(3)),
        location: LocationId(Uuid::from_u128(4)),
        start,
        service_date: start.date_naive(),
        room: None,
        device: None,
    }
}

fn booked() -> Appointment {
    let wish = Wish {
        id: AppointmentId(Uuid::from_u128(1)),
        patient: PatientId(Uuid::from_u128(2)),
        reason: Some("chest pain".parse().expect("a note")),
        series: None,
        overbook_reason: None,
    };
    Appointment::book(wish, &to(at(START)), &VisitType::sample(), at(BOOKED)).expect("booked")
}

fn rule(n: u128, said: Value) -> ReminderRule {
    let said: CreateReminderRule = serde_json::from_value(said).expect("a rule");
    ReminderRule::create(ReminderRuleId(Uuid::from_u128(n)), said, at("2026-01-01T00:00:00Z"))
        .expect("a rule")
}

fn before(n: u128, minutes: i32) -> ReminderRule {
    rule(n, json!({"occasion": "before", "minutes_before": minutes, "channel": "email"}))
}

fn rules() -> Vec<ReminderRule> {
    let news = |n, occasion: &str| rule(n, json!({"occasion": occasion, "channel": "sms"}));
    let mut all = vec![before(1, 72 * 60), before(2, 24 * 60), before(3, 2 * 60)];
    all.extend([news(4, "booked"), news(5, "rescheduled"), news(6, "cancelled")]);
    all
}

/// A practice that keeps its plans, as the database does.
struct Desk {
    appointment: Appointment,
    changed: DateTime<Utc>,
    planned_for: Option<Place>,
    rules: Vec<ReminderRule>,
    quiet: Option<QuietHours>,
    kept: Vec<Reminder>,
}

impl Desk {
    fn open() -> Self {
        let (appointment, changed) = (booked(), at(BOOKED));
        Self { appointment, changed, planned_for: None, rules: rules(), quiet: None, kept: Vec::new() }
    }

    fn plan(&mut self, now: DateTime<Utc>) -> Plan {
        let grounds = Grounds {
            appointment: &self.appointment,
            planned_for: self.planned_for,
            changed: self.changed,
            rules: &self.rules,
            quiet: self.quiet,
            zone: Chicago,
        };
        let planned = |one: &&Reminder| one.state == ReminderState::Planned;
        let coming: Vec<Reminder> = self.kept.iter().filter(planned).cloned().collect();
        let plan = grounds.plan(&coming, now, || ReminderId(Uuid::nil()));
        for (id, state) in &plan.ended {
            self.kept.iter_mut().filter(|one| one.id == *id).for_each(|one| one.state = state.clone());
        }
        for (id, due) in &plan.moved {
            self.kept.iter_mut().filter(|one| one.id == *id).for_each(|one| one.due = *due);
        }
        for new in &plan.new {
            if !self.kept.iter().any(|old| same(old, new)) {
                let id = ReminderId(Uuid::from_u128(self.kept.len() as u128 + 100));
                self.kept.push(Reminder { id, ..new.clone() });
            }
        }
        self.planned_for = Place::of(&self.appointment);
        plan
    }

    fn change(&mut self, now: DateTime<Utc>, change: impl FnOnce(Appointment) -> Appointment) {
        self.appointment = change(self.appointment.clone());
        self.changed = now;
    }

    fn go_to(&mut self, start: DateTime<Utc>, now: DateTime<Utc>) {
        self.change(now, |one| one.reschedule(&to(start), now).expect("moved"));
    }

    /// The rule, due time and status of each.
    fn all(&self) -> Vec<(u128, String, &'static str)> {
        let shown = |one: &Reminder| {
            (one.rule_id.0.as_u128(), one.due.format("%d %H:%M").to_string(), one.state.status().as_str())
        };
        self.kept.iter().map(shown).collect()
    }

    fn of(&self, status: ReminderStatus) -> Vec<u128> {
        let all = self.kept.iter().filter(|one| one.state.status() == status);
        all.map(|one| one.rule_id.0.as_u128()).collect()
    }
}

/// What the unique index says.
fn same(old: &Reminder, new: &Reminder) -> bool {
    let key = |one: &Reminder| (one.rule_id, one.start, one.told_version);
    let ended = matches!(old.state, ReminderState::Superseded | ReminderState::Dropped { .. });
    key(old) == key(new) && !ended
}

#[test]
fn a_booking_gets_its_reminders_and_is_told() {
    let mut desk = Desk::open();
    desk.plan(at(BOOKED));
    let planned = |rule: u128, due: &str| (rule, due.to_owned(), "planned");
    let expected =
        [planned(1, "28 15:00"), planned(2, "30 15:00"), planned(3, "01 13:00"), planned(4, "22 18:00")];
    assert_eq!(desk.all(), expected);
    assert!(desk.plan(at(BOOKED)).new.iter().all(|new| desk.kept.iter().any(|old| same(old, new))));
    assert_eq!(desk.all(), expected, "planning again plans nothing twice");
}

#[test]
fn what_was_due_before_the_booking_is_skipped_and_not_sent_late() {
    let mut desk = Desk::open();
    desk.changed = at("2026-11-30T20:00:00Z");
    desk.plan(desk.changed);
    assert_eq!(desk.of(ReminderStatus::Skipped), [1, 2], "booked 19 hours before");
    assert_eq!(desk.of(ReminderStatus::Planned), [3, 4]);
}

#[test]
fn what_an_outage_kept_is_sent_within_its_grace_and_missed_after_it() {
    // The reminder of two hours before has an hour, that of a day before has two.
    let after = |now: &str| {
        let mut desk = Desk::open();
        desk.plan(at(now));
        (desk.of(ReminderStatus::Missed), desk.of(ReminderStatus::Planned))
    };
    assert_eq!(after("2026-11-30T17:00:00Z"), (vec![1, 4], vec![2, 3]));
    assert_eq!(after("2026-11-30T17:00:01Z"), (vec![1, 2, 4], vec![3]));
    assert_eq!(after("2026-12-01T14:00:00Z"), (vec![1, 2, 4], vec![3]));
    assert_eq!(after("2026-12-01T14:00:01Z"), (vec![1, 2, 3, 4], vec![]));
}

#[test]
fn a_move_supersedes_and_plans_anew_and_back_again_plans_what_was_not_sent() {
    let mut desk = Desk::open();
    desk.plan(at(BOOKED));
    for one in &mut desk.kept {
        if [1, 4].contains(&one.rule_id.0.as_u128()) {
            one.state = ReminderState::Sent { at: one.due, provider_id: None };
        }
    }
    let (now, later) = (at("2026-11-28T18:00:00Z"), at("2026-12-08T15:00:00Z"));
    desk.go_to(later, now);
    desk.plan(now);
    assert_eq!(desk.of(ReminderStatus::Superseded), [2, 3]);
    assert_eq!(desk.of(ReminderStatus::Planned), [1, 2, 3, 5], "for the new start, and the news of it");
    desk.go_to(at(START), now + Duration::minutes(5));
    desk.plan(now + Duration::minutes(5));
    assert_eq!(desk.of(ReminderStatus::Planned), [2, 3, 5], "three days before was said already");
    assert_eq!(desk.of(ReminderStatus::Sent), [1, 4]);
}

#[test]
fn another_place_at_the_same_time_is_news_to_whoever_was_told_the_old_one() {
    for (told, expected) in [(false, vec![1, 2, 3, 4]), (true, vec![1, 2, 3, 5])] {
        let mut desk = Desk::open();
        desk.plan(at(BOOKED));
        if told {
            desk.kept[3].state = ReminderState::Sent { at: at(BOOKED), provider_id: None };
        }
        let now = at("2026-11-25T18:00:00Z");
        let elsewhere = Move { location: LocationId(Uuid::from_u128(44)), ..to(at(START)) };
        desk.change(now, |one| one.reschedule(&elsewhere, now).expect("moved"));
        desk.plan(now);
        // Those that are planned say where when they are sent.
        assert_eq!(desk.of(ReminderStatus::Planned), expected);
    }
}

#[test]
fn a_cancellation_drops_what_was_planned_and_is_told_once() {
    let mut desk = Desk::open();
    desk.plan(at(BOOKED));
    let now = at("2026-11-25T18:00:00Z");
    desk.change(now, |one| {
        one.cancel(CancelReason::PatientIll, None, &VisitType::sample(), now).expect("cancelled")
    });
    desk.plan(now);
    assert_eq!(
        (desk.of(ReminderStatus::Dropped), desk.of(ReminderStatus::Planned)),
        (vec![1, 2, 3, 4], vec![6])
    );
    assert!(desk.plan(now).new.is_empty(), "told once");
}

#[test]
fn who_was_not_told_of_the_booking_yet_is_told_of_the_booking_at_its_new_start() {
    let mut desk = Desk::open();
    desk.quiet = Some(QuietHours::usual());
    let night = at("2026-11-23T05:00:00Z");
    desk.changed = night;
    desk.plan(night);
    desk.go_to(at("2026-12-02T15:00:00Z"), night + Duration::minutes(5));
    desk.plan(night + Duration::minutes(5));
    let news: Vec<_> = desk.all().into_iter().filter(|(rule, ..)| (4..=6).contains(rule)).collect();
    assert_eq!(news, [(4, "23 14:00".to_owned(), "superseded"), (4, "23 14:00".to_owned(), "planned")]);
}

#[test]
fn a_rule_holds_for_its_visit_types_and_from_when_it_was_made() {
    let mut desk = Desk::open();
    desk.plan(at(BOOKED));
    let other = VisitTypeId(Uuid::from_u128(77));
    desk.rules[0].visit_type_ids = vec![other];
    desk.rules.remove(1);
    desk.rules.push(ReminderRule { since: at("2026-12-01T00:00:00Z"), ..before(7, 24 * 60) });
    desk.rules.push(ReminderRule { visit_type_ids: vec![VisitType::sample().id], ..before(8, 60) });
    desk.plan(at("2026-12-01T00:00:00Z"));
    assert_eq!(desk.of(ReminderStatus::Dropped), [2], "its rule is gone");
    assert_eq!(desk.of(ReminderStatus::Skipped), [7], "due before the rule was made");
    assert!(desk.of(ReminderStatus::Planned).contains(&8));
}

#[test]
fn other_quiet_hours_move_what_is_planned() {
    let mut desk = Desk::open();
    desk.plan(at(BOOKED));
    desk.quiet =
        Some(serde_json::from_value(json!({"from": "20:00:00", "to": "10:00:00"})).expect("quiet hours"));
    let plan = desk.plan(at(BOOKED));
    assert_eq!(plan.moved.len(), 3);
    let due: Vec<String> = desk.all().into_iter().map(|(_, due, _)| due).collect();
    assert_eq!(
        due,
        ["28 16:00", "30 16:00", "01 01:45", "22 18:00"],
        "the last before the start: the evening before"
    );
}

#[test]
fn says_when_and_where_and_never_what_for() {
    let place = Location::sample(Chicago);
    let mut settings =
        ReminderSettings { practice_name: Some("Lakeside".parse().expect("a name")), ..Default::default() };
    let mut desk = Desk::open();
    desk.plan(at(BOOKED));
    let said = |settings: &ReminderSettings, n: usize| {
        Words::new(settings, &place).text(&desk.kept[n], &desk.rules[n])
    };
    let plain = "Lakeside: you have an appointment on Tuesday, December 1, 2026 at 9:00 AM CST, Clinic.";
    assert_eq!(said(&settings, 0).as_deref(), Some(plain));
    settings.link_base_url = Some("https://a.example/a/".to_owned().try_into().expect("an address"));
    let linked = said(&settings, 1).expect("a text");
    assert_eq!(linked, format!("{plain} Confirm or cancel: {{link}}"));
    let own = json!({"occasion": "booked", "channel": "sms", "template": "{date} {time} {location} {practice} {link}"});
    let own = rule(4, own);
    let words = Words::new(&settings, &place);
    let text = words.text(&desk.kept[3], &own).expect("a text");
    assert_eq!(text, "Tuesday, December 1, 2026 9:00 AM CST Clinic Lakeside {link}");
    settings.link_base_url = None;
    assert_eq!(Words::new(&settings, &place).text(&desk.kept[3], &own), None, "there is no link to put in");
}

#[test]
fn a_rule_says_what_it_means() {
    let refused = |said: Value| {
        let said = serde_json::from_value::<CreateReminderRule>(said).ok()?;
        ReminderRule::create(ReminderRuleId(Uuid::nil()), said, at(BOOKED)).err()
    };
    use crate::reminder_rule::Refusal;
    for minutes in [json!(null), json!(14), json!(20161), json!(-60)] {
        let said = json!({"occasion": "before", "minutes_before": minutes, "channel": "sms"});
        assert_eq!(refused(said), Some(Refusal::MinutesBefore));
    }
    let odd = json!({"occasion": "booked", "minutes_before": 60, "channel": "sms"});
    assert_eq!(refused(odd), Some(Refusal::MinutesBefore));
    let link = json!({"occasion": "cancelled", "channel": "sms", "template": "{link}"});
    assert_eq!(refused(link), Some(Refusal::LinkToNothing));
    for template in ["", " ", "{reason}", "{", "tab\there", &"x".repeat(481)] {
        let said = json!({"occasion": "booked", "channel": "sms", "template": template});
        assert!(serde_json::from_value::<CreateReminderRule>(said).is_err(), "{template}");
    }
}

proptest! {
    /// However often it is moved, cancelled, planned late or not at all in between: no start is reminded of twice by one
    /// rule, nothing is planned for another start than that of now, and nothing for what is called off.
    #[test]
    fn one_rule_reminds_once_of_one_start(steps in proptest::collection::vec((0..4_u8, 0..6_i64, 1..600_i64), 1..25)) {
        let mut desk = Desk::open();
        let mut now = at(BOOKED);
        for (step, day, minutes) in steps {
            now += Duration::minutes(minutes);
            let open = desk.appointment.state == crate::appointment::State::Booked;
            let start = at(START) + Duration::days(day);
            match step {
                0 if open && start > now => desk.go_to(start, now),
                1 if open && day == 0 => {
                    let visit = VisitType::sample();
                    desk.change(now, |one| one.cancel(CancelReason::Other, None, &visit, now).expect("cancelled"));
                }
                2 => {
                    let due = |one: &&mut Reminder| one.state == ReminderState::Planned && one.due <= now;
                    desk.kept.iter_mut().filter(due).for_each(|one| one.state = ReminderState::Sent { at: now, provider_id: None });
                    continue;
                }
                _ => (),
            }
            desk.plan(now);
            let live = |one: &&Reminder| !matches!(one.state, ReminderState::Superseded | ReminderState::Dropped { .. });
            for one in desk.kept.iter().filter(live) {
                let twins = desk.kept.iter().filter(live).filter(|other| same(other, one)).count();
                prop_assert_eq!(twins, 1);
            }
            for one in desk.kept.iter().filter(|one| one.state == ReminderState::Planned) {
                prop_assert_eq!(one.standing(&desk.appointment), Standing::True);
            }
        }
    }
}
