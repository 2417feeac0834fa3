//! What a reminder says: the practice, the day and time on the wall of the location, where, and a link. Never what for.

use super::Reminder;
use crate::location::Location;
use crate::reminder_rule::{Occasion, ReminderRule};
use crate::reminder_settings::ReminderSettings;
use model::Name;

/// Everything a text can be made of; what is not here cannot be said.
pub struct Words<'w> {
    pub practice: &'w Name,
    pub location: &'w Location,
    /// Whether there is a link to put in.
    pub linked: bool,
}

impl<'w> Words<'w> {
    pub fn new(settings: &'w ReminderSettings, location: &'w Location) -> Self {
        Self {
            practice: settings.practice_name.as_ref().unwrap_or(&location.name),
            location,
            linked: settings.link_base_url.is_some(),
        }
    }

    /// The text, `{link}` still standing for the link: the link opens something, so it is kept nowhere.
    ///
    /// None when the practice's own text has a link and there is none.
    pub fn text(&self, reminder: &Reminder, rule: &ReminderRule) -> Option<String> {
        let linked = self.linked && reminder.occasion != Occasion::Cancelled;
        let text = match &rule.template {
            Some(own) if own.has_link() && !linked => return None,
            Some(own) => own.as_str().to_owned(),
            None => usual(reminder.occasion, linked),
        };
        let local = reminder.start.with_timezone(&self.location.time_zone.0);
        Some(
            text.replace("{date}", &local.format("%A, %B %-d, %Y").to_string())
                .replace("{time}", &local.format("%-I:%M %p %Z").to_string())
                .replace("{location}", self.location.name.as_str())
                .replace("{practice}", self.practice.as_str()),
        )
    }

    /// A subject line says only that there is something to read.
    pub fn subject(&self, occasion: Occasion) -> String {
        let what = match occasion {
            Occasion::Before { .. } => "A reminder",
            Occasion::Booked => "Your appointment",
            Occasion::Rescheduled => "Your appointment has moved",
            Occasion::Cancelled => "Your appointment is cancelled",
        };
        format!("{what}: {}", self.practice)
    }
}

fn usual(occasion: Occasion, linked: bool) -> String {
    let said = match occasion {
        Occasion::Before { .. } => "{practice}: you have an appointment on {date} at {time}, {location}.",
        Occasion::Booked => "{practice}: your appointment is on {date} at {time}, {location}.",
        Occasion::Rescheduled => "{practice}: your appointment has moved to {date} at {time}, {location}.",
        Occasion::Cancelled => "{practice}: your appointment on {date} at {time}, {location}, is cancelled.",
    };
    if linked { format!("{said} Confirm or cancel: {{link}}") } else { said.to_owned() }
}

/// The text with its link.
pub fn with_link(text: &str, link: Option<&str>) -> String {
    text.replace("{link}", link.unwrap_or_default())
}
