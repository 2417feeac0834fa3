//! A front desk that reminds its patients.

use crate::office::{Office, open};
use crate::servers::{Mail, MailServer, WebServer};
use chrono::{DateTime, Duration, Offset, Utc};
use kit::{House, eventually};
use platform::settings::Secret;
use platform::{Stop, outbound};
use scheduling::reminder::planner::{Planner, Turn};
use scheduling::reminder::send::{Lines, kind, send_reminder};
use scheduling::reminder_rule::Channel;
use scheduling::settings::Notices;
use serde_json::{Value, json};

pub const LINKS: &str = "https://lakeside.example/a/";

pub struct Desk {
    pub office: Office,
    pub mail: MailServer,
    pub web: WebServer,
    /// Tries three times, without a pause.
    pub lines: Lines,
}

pub fn notices(mail: &str, web: &str) -> Notices {
    Notices {
        smtp_url: Secret::from(mail),
        from: "Front desk <desk@lakeside.example>".to_owned(),
        sms_url: web.to_owned(),
        sms_token: Secret::from("sms-token"),
        retry_seconds: vec![0, 0],
        local_webhooks: true,
    }
}

/// `whsec_` and 24 bytes.
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

impl Desk {
    /// The patient has an email address and a telephone number; no quiet hours.
    pub async fn open(mail: &[Mail], web: &[u16]) -> Self {
        let (office, mail, web) = (open().await, MailServer::that(mail).await, WebServer::that(web));
        let lines = Lines::open(&notices(&mail.url, &web.url)).expect("lines");
        let desk = Self { office, mail, web, lines };
        let settings = json!({"practice_name": "Lakeside", "link_base_url": LINKS,
            "webhook": {"url": desk.web.url, "secret": SECRET}});
        desk.house().if_match(0).put("/v1/reminder-settings", settings).await.expect(200);
        desk.patient(json!({"email": "john.smith@example.org"})).await;
        desk
    }

    pub fn house(&self) -> &House {
        &self.office.house
    }

    pub async fn patient(&self, changes: Value) {
        let path = format!("/v1/patients/{}", self.office.patient);
        let version = self.house().get(&path).await.version();
        self.house().if_match(version).patch(&path, changes).await.expect(200);
    }

    pub async fn prefer(&self, said: Value) {
        let path = format!("/v1/patients/{}/reminder-preferences", self.office.patient);
        let version = self.house().get(&path).await.expect(200).version();
        self.house().if_match(version).put(&path, said).await.expect(200);
    }

    pub async fn quiet(&self, from: &str, to: &str) {
        let version = self.house().get("/v1/reminder-settings").await.expect(200).version();
        let said = json!({"practice_name": "Lakeside", "quiet_hours": {"from": from, "to": to}});
        self.house().if_match(version).put("/v1/reminder-settings", said).await.expect(200);
    }

    pub async fn rule(&self, said: Value) -> String {
        self.house().post("/v1/reminder-rules", said).await.expect(201).id()
    }

    /// So many hours before, by a channel.
    pub async fn before(&self, hours: i32, channel: &str) -> String {
        self.rule(json!({"occasion": "before", "minutes_before": hours * 60, "channel": channel})).await
    }

    pub async fn on(&self, occasion: &str, channel: &str) -> String {
        self.rule(json!({"occasion": occasion, "channel": channel})).await
    }

    /// The first start of the fifth day from now, and of days after: nine in the morning. Days after a change of the
    /// clocks are left out, so that hours are hours.
    pub async fn starts(&self) -> Vec<DateTime<Utc>> {
        let from = (platform::now() + Duration::days(5)).format("%Y-%m-%dT12:00:00Z");
        let to = (platform::now() + Duration::days(11)).format("%Y-%m-%dT12:00:00Z");
        let path =
            format!("/v1/slots?visit_type_id={}&from={from}&to={to}&limit=100", self.office.visit_type);
        let slots = self.house().get(&path).await.expect(200);
        let items = slots.body["items"].as_array().expect("slots").clone();
        let all = items.iter().map(|slot| time(&slot["start"]));
        let mut days: Vec<DateTime<Utc>> = Vec::new();
        for start in all {
            let offset = |at: DateTime<Utc>| at.with_timezone(&chrono_tz::America::Chicago).offset().fix();
            let steady = offset(start) == offset(start - Duration::hours(36));
            if steady && days.last().is_none_or(|last| start - *last >= Duration::hours(20)) {
                days.push(start);
            }
        }
        days
    }

    pub async fn book(&self, start: DateTime<Utc>) -> String {
        let mut wish = self.office.wish(&self.office.patient, &start.to_rfc3339());
        wish["reason"] = json!("chest pain");
        self.house().post("/v1/appointments", wish).await.expect(201).id()
    }

    /// Looks around until there is nothing more to do.
    pub async fn turn(&self, now: DateTime<Utc>) -> Turn {
        let mut planner = Planner::default();
        let turn = planner.turn(self.house().db(), now).await.expect("a turn");
        assert!(!turn.more);
        turn
    }

    /// Plans as of now, so that what follows at another time finds its plan.
    pub async fn plan(&self) {
        assert_eq!(self.turn(platform::now()).await.failed, 0);
    }

    /// Plans, hands over what is due at a time, and sends it by all channels until nothing is under way.
    pub async fn pass(&self, now: DateTime<Utc>) {
        self.plan().await;
        self.turn(now).await;
        self.send(now).await;
    }

    pub async fn send(&self, now: DateTime<Utc>) {
        let stop = Stop::default();
        for channel in [Channel::Email, Channel::Sms, Channel::Webhook] {
            let lines = self.lines.clone();
            let send = async move |db: &platform::Db, intent| send_reminder(db, &lines, intent, now).await;
            actix_web::rt::spawn(outbound::run(self.house().db().clone(), kind(channel), stop.clone(), send));
        }
        eventually(async || self.reminders("status=sending").await.is_empty().then_some(())).await;
        stop.ask();
    }

    pub async fn reminders(&self, filter: &str) -> Vec<Value> {
        let page = self.house().get(&format!("/v1/reminders?limit=100&{filter}")).await.expect(200);
        page.body["items"].as_array().expect("a page").clone()
    }

    /// Of one appointment: the occasion, or the minutes before, and the status.
    pub async fn outcomes(&self, appointment: &str) -> Vec<(String, String)> {
        let all = self.reminders(&format!("appointment_id={appointment}")).await;
        let mut all: Vec<(String, String)> =
            all.iter().map(|one| (occasion(one), text(&one["status"]))).collect();
        all.sort();
        all
    }

    pub async fn only(&self, filter: &str) -> Value {
        let mut all = self.reminders(filter).await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

fn occasion(reminder: &Value) -> String {
    match reminder["minutes_before"].as_i64() {
        Some(minutes) => format!("{} h before", minutes / 60),
        None => text(&reminder["occasion"]),
    }
}

pub fn outcome(occasion: &str, status: &str) -> (String, String) {
    (occasion.to_owned(), status.to_owned())
}

pub fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a time").parse().expect("a time")
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
