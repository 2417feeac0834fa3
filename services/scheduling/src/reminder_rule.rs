//! A reminder rule: on which occasion patients are told of their appointments, and by which channel.

pub mod routes;
pub mod store;

use crate::schema::reminder_rules;
use chrono::{DateTime, Duration, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Text};
use model::{Invalid, ReminderRuleId, VisitTypeId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// How a message travels.
    Channel {
        Email = "email",
        Sms = "sms",
        /// To the practice's own system, which tells the patient in its own way.
        Webhook = "webhook",
    }

    /// The occasions by name, as a rule is asked for.
    OccasionWord {
        Before = "before",
        Booked = "booked",
        Rescheduled = "rescheduled",
        Cancelled = "cancelled",
    }
}

/// When a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "occasion", rename_all = "snake_case")]
pub enum Occasion {
    /// So long before the start.
    Before { minutes_before: MinutesBefore },
    /// When it was booked, by whomever: staff, a patient, another program, as part of a series.
    Booked,
    /// When it was moved to another start.
    Rescheduled,
    /// When it was called off.
    Cancelled,
}
model::jsonb!(Occasion);

/// A quarter of an hour to two weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "i32", into = "i32")]
#[schema(value_type = i32, minimum = 15, maximum = 20160)]
pub struct MinutesBefore(i32);

impl TryFrom<i32> for MinutesBefore {
    type Error = Invalid;
    fn try_from(minutes: i32) -> Result<Self, Invalid> {
        if (15..=20_160).contains(&minutes) { Ok(Self(minutes)) } else { Err(Invalid("must be 15 to 20160")) }
    }
}

impl From<MinutesBefore> for i32 {
    fn from(minutes: MinutesBefore) -> i32 {
        minutes.0
    }
}

impl MinutesBefore {
    pub fn duration(self) -> Duration {
        Duration::minutes(self.0.into())
    }
}

/// The practice's own words: up to 480 characters, with `{practice}`, `{date}`, `{time}`, `{location}` and `{link}` where
/// those stand. There is no placeholder for anything that says what the visit is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "{practice}: we see you on {date} at {time}. {link}")]
#[diesel(sql_type = Text)]
pub struct Template(String);

pub const PLACEHOLDERS: [&str; 5] = ["{practice}", "{date}", "{time}", "{location}", "{link}"];

impl Template {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn has_link(&self) -> bool {
        self.0.contains("{link}")
    }
}

impl TryFrom<String> for Template {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let left = PLACEHOLDERS.iter().fold(text.clone(), |left, placeholder| left.replace(placeholder, ""));
        if left.contains(['{', '}']) {
            return Err(Invalid(
                "may have {practice}, {date}, {time}, {location} and {link} in braces, nothing else",
            ));
        }
        let plain = |c: char| !c.is_control() || c == '\n';
        if text.trim().is_empty() || text.chars().count() > 480 || !text.chars().all(plain) {
            return Err(Invalid("must be 1 to 480 characters, no control characters but line breaks"));
        }
        Ok(Self(text))
    }
}

impl From<Template> for String {
    fn from(template: Template) -> String {
        template.0
    }
}

impl diesel::serialize::ToSql<Text, diesel::pg::Pg> for Template {
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
    ) -> diesel::serialize::Result {
        diesel::serialize::ToSql::<Text, diesel::pg::Pg>::to_sql(self.0.as_str(), out)
    }
}

impl diesel::deserialize::FromSql<Text, diesel::pg::Pg> for Template {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        let text = <String as diesel::deserialize::FromSql<Text, diesel::pg::Pg>>::from_sql(value)?;
        Ok(Self::try_from(text)?)
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = reminder_rules)]
pub struct ReminderRule {
    pub id: ReminderRuleId,
    pub version: i64,
    #[serde(flatten)]
    pub occasion: Occasion,
    pub channel: Channel,
    /// For appointments of these types; empty for all.
    pub visit_type_ids: Vec<VisitTypeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
    pub enabled: bool,
    /// When it was last enabled or disabled: what was due before is not sent.
    pub since: DateTime<Utc>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateReminderRule {
    pub occasion: OccasionWord,
    /// With `before` alone: 15 minutes to 14 days.
    #[schema(minimum = 15, maximum = 20160)]
    pub minutes_before: Option<i32>,
    pub channel: Channel,
    /// For appointments of these types; empty or absent for all.
    #[serde(default)]
    pub visit_type_ids: Vec<VisitTypeId>,
    /// In place of our own words.
    pub template: Option<Template>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateReminderRule {
    pub enabled: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must be 15 to 20160 with the occasion before, and absent with every other")]
    MinutesBefore,
    #[error("must be without {{link}} when it tells of a cancellation")]
    LinkToNothing,
    #[error("must name at most 100 visit types")]
    TooManyVisitTypes,
}

impl ReminderRule {
    pub fn create(id: ReminderRuleId, said: CreateReminderRule, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let minutes = said.minutes_before.map(MinutesBefore::try_from).transpose();
        let occasion = match (said.occasion, minutes.map_err(|_| Refusal::MinutesBefore)?) {
            (OccasionWord::Before, Some(minutes_before)) => Occasion::Before { minutes_before },
            (OccasionWord::Booked, None) => Occasion::Booked,
            (OccasionWord::Rescheduled, None) => Occasion::Rescheduled,
            (OccasionWord::Cancelled, None) => Occasion::Cancelled,
            _ => return Err(Refusal::MinutesBefore),
        };
        if occasion == Occasion::Cancelled && said.template.as_ref().is_some_and(Template::has_link) {
            return Err(Refusal::LinkToNothing);
        }
        if said.visit_type_ids.len() > 100 {
            return Err(Refusal::TooManyVisitTypes);
        }
        let CreateReminderRule { channel, visit_type_ids, template, .. } = said;
        Ok(Self { id, version: 1, occasion, channel, visit_type_ids, template, enabled: true, since: now })
    }

    pub fn update(self, said: &UpdateReminderRule, now: DateTime<Utc>) -> Self {
        let since = if said.enabled == self.enabled { self.since } else { now };
        Self { enabled: said.enabled, since, version: self.version + 1, ..self }
    }

    pub fn is_for(&self, visit_type: VisitTypeId) -> bool {
        self.enabled && (self.visit_type_ids.is_empty() || self.visit_type_ids.contains(&visit_type))
    }
}
