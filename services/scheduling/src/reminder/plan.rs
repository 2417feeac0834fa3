//! Which reminders an appointment is to have, given the rules, and what becomes of those it had.

use super::quiet::{QuietHours, as_news, before_start};
use super::{Dropping, Reminder, ReminderState, Standing};
use crate::appointment::{Appointment, Status};
use crate::reminder_rule::{Occasion, ReminderRule};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use model::{LocationId, ReminderId};

/// What a plan is made from.
pub struct Grounds<'g> {
    pub appointment: &'g Appointment,
    /// What the last plan was made for; none when there was no plan, or nothing left to plan for.
    pub planned_for: Option<Place>,
    /// When it was last changed.
    pub changed: DateTime<Utc>,
    /// Those in force.
    pub rules: &'g [ReminderRule],
    pub quiet: Option<QuietHours>,
    /// The patient's.
    pub zone: Tz,
}

/// When and where a patient is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub start: DateTime<Utc>,
    pub location: LocationId,
}

impl Place {
    /// None when nobody is to come.
    pub fn of(appointment: &Appointment) -> Option<Self> {
        let (start, location) = (appointment.start, appointment.location_id);
        Some(Self { start, location }).filter(|_| appointment.state.status() != Status::Cancelled)
    }
}

/// What is to be kept.
#[derive(Debug, Default, PartialEq)]
pub struct Plan {
    pub new: Vec<Reminder>,
    /// Those that had their turn taken away.
    pub ended: Vec<(ReminderId, ReminderState)>,
    /// Those that go at another time now.
    pub moved: Vec<(ReminderId, DateTime<Utc>)>,
}

impl Grounds<'_> {
    /// `coming` are the reminders that are planned and not handed to the sender yet. Ids are given to the new ones by
    /// `mint`; the database keeps those that are there already from being there twice.
    pub fn plan(&self, coming: &[Reminder], now: DateTime<Utc>, mint: impl Fn() -> ReminderId) -> Plan {
        let mut plan = Plan::default();
        for reminder in coming {
            match self.fate(reminder) {
                Fate::Ends(state) => plan.ended.push((reminder.id, state)),
                Fate::Goes(due) if due != reminder.due => plan.moved.push((reminder.id, due)),
                Fate::Goes(_) => (),
            }
        }
        let news = self.news(coming);
        for rule in self.rules.iter().filter(|rule| rule.is_for(self.appointment.visit_type_id)) {
            let told_version = match rule.occasion {
                Occasion::Before { .. } if self.appointment.state.status() == Status::Booked => 0,
                occasion if Some(occasion) == news => self.appointment.version,
                _ => continue,
            };
            let due = self.due(rule.occasion);
            let reminder = self.reminder(rule, told_version, due, mint());
            plan.new.push(Reminder { state: self.state(rule, &reminder, now), ..reminder });
        }
        plan
    }

    fn reminder(
        &self,
        rule: &ReminderRule,
        told_version: i64,
        due: DateTime<Utc>,
        id: ReminderId,
    ) -> Reminder {
        Reminder {
            id,
            appointment_id: self.appointment.id,
            rule_id: rule.id,
            occasion: rule.occasion,
            channel: rule.channel,
            start: self.appointment.start,
            told_version,
            due,
            resend_of: None,
            message: None,
            state: ReminderState::Planned,
        }
    }

    /// What was due before the appointment was changed or the rule made is skipped; what was due since and is stale was missed.
    fn state(&self, rule: &ReminderRule, reminder: &Reminder, now: DateTime<Utc>) -> ReminderState {
        if reminder.due < self.changed.max(rule.since) || reminder.start <= self.changed {
            ReminderState::Skipped
        } else if reminder.is_stale(now) {
            ReminderState::Missed { at: now }
        } else {
            ReminderState::Planned
        }
    }

    /// What happened since the last plan that a patient is told of; who was not told of the booking is told of that.
    fn news(&self, coming: &[Reminder]) -> Option<Occasion> {
        let moved = self.planned_for != Place::of(self.appointment);
        match (self.appointment.state.status(), self.planned_for) {
            (Status::Booked, None) => Some(Occasion::Booked),
            (Status::Booked, Some(_)) if moved => {
                let untold = || coming.iter().filter(|reminder| reminder.told_version > 0);
                // What is still to be told says where the patient is to come when it is sent.
                if untold().any(|reminder| reminder.standing(self.appointment) == Standing::True) {
                    return None;
                }
                let of_booking = untold().any(|reminder| reminder.occasion == Occasion::Booked);
                Some(if of_booking { Occasion::Booked } else { Occasion::Rescheduled })
            }
            (Status::Cancelled, Some(_)) => Some(Occasion::Cancelled),
            _ => None,
        }
    }

    fn due(&self, occasion: Occasion) -> DateTime<Utc> {
        let start = self.appointment.start;
        match occasion {
            Occasion::Before { minutes_before } => {
                before_start(start - minutes_before.duration(), start, self.quiet, self.zone)
            }
            _ => as_news(self.changed, start, self.quiet, self.zone),
        }
    }

    fn fate(&self, reminder: &Reminder) -> Fate {
        if let Standing::Over(state) = reminder.standing(self.appointment) {
            return Fate::Ends(state);
        }
        if !self.rules.iter().any(|rule| rule.id == reminder.rule_id) {
            return Fate::Ends(ReminderState::Dropped { reason: Dropping::RuleDisabled });
        }
        match reminder.occasion {
            Occasion::Before { .. } => Fate::Goes(self.due(reminder.occasion)),
            _ => Fate::Goes(reminder.due),
        }
    }
}

enum Fate {
    Goes(DateTime<Utc>),
    Ends(ReminderState),
}
