//! What is announced of one patient, read from the event feed as it comes.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::api::{Api, Request, Role};

/// An event of the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Happened {
    pub id: String,
    pub kind: String,
    /// As `scheduling`.
    pub source: String,
    /// As `appointment/0190…`.
    pub subject: String,
    pub sequence: i64,
    pub time: String,
    /// The kind of the event that made it happen; none when a person or a partner did.
    pub because: Option<String>,
    /// The kind of the event before it in its stream.
    pub follows: Option<String>,
}

/// Reads the feed from the patient's first event on.
pub struct Chronicle {
    patient: String,
    /// The last event read; none until the patient's first one is heard of.
    after: Option<String>,
    kinds: HashMap<String, String>,
    pub events: Vec<Happened>,
}

impl Chronicle {
    pub fn of(patient: &str) -> Chronicle {
        Chronicle { patient: patient.to_owned(), after: None, kinds: HashMap::new(), events: Vec::new() }
    }

    pub fn has(&self, kind: &str) -> bool {
        self.events.iter().any(|event| event.kind == kind)
    }

    /// Reads what is new; silence of the gateway is no news. Answers the new events.
    pub async fn look(&mut self, api: &Api) -> anyhow::Result<&[Happened]> {
        let known = self.events.len();
        if self.after.is_none() {
            self.begin(api).await;
        }
        while let Some(after) = self.after.clone() {
            let path = format!("/v1/events?after={after}&limit=100");
            let Ok(page) = api.send_once(&Request::get(Role::Admin, path)).await else { break };
            let items = page.body["items"].as_array().cloned().unwrap_or_default();
            items.iter().for_each(|envelope| self.take(envelope));
            if page.body["next"].is_null() {
                break;
            }
        }
        Ok(&self.events[known..])
    }

    /// The timeline names the patient's first event, which is where the feed becomes interesting.
    async fn begin(&mut self, api: &Api) {
        let path = format!("/v1/patients/{}/timeline", self.patient);
        let Ok(page) = api.send_once(&Request::get(Role::Admin, path)).await else { return };
        let first = page.body["items"]
            .as_array()
            .and_then(|items| items.iter().find(|it| it["kind"] == "patient.registered"));
        if let Some(first) = first {
            let word = |field: &str| first[field].as_str().unwrap_or_default().to_owned();
            let (id, kind, source) = (word("event_id"), word("kind"), word("source"));
            self.kinds.insert(id.clone(), kind.clone());
            self.after = Some(id.clone());
            let (subject, time) = (word("subject"), word("time"));
            self.events.push(Happened {
                id,
                kind,
                source,
                subject,
                sequence: 1,
                time,
                because: None,
                follows: None,
            });
        }
    }

    fn take(&mut self, envelope: &Value) {
        let word = |field: &str| envelope[field].as_str().unwrap_or_default().to_owned();
        let (id, kind) = (word("id"), word("type"));
        self.after = Some(id.clone());
        self.kinds.insert(id.clone(), kind.clone());
        if envelope["data"]["patient_id"].as_str() != Some(&self.patient) {
            return;
        }
        let subject = word("subject");
        let before = self.events.iter().rev().find(|event| event.subject == subject);
        self.events.push(Happened {
            follows: before.map(|event| event.kind.clone()),
            because: envelope["cause"].as_str().map(|id| self.kinds.get(id).cloned().unwrap_or_default()),
            id,
            kind,
            source: word("source").trim_start_matches('/').to_owned(),
            subject,
            sequence: envelope["sequence"].as_i64().unwrap_or_default(),
            time: word("time"),
        });
    }
}
