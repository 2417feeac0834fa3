//! The daily analysis of the audit: what happened on a calendar day, and what of it is an incident (1311.150(b)).

pub mod job;
pub mod routes;
pub mod store;

use super::audit::AuditEntry;
use crate::prescription::signature::Seal;
use crate::signing_key::ActiveKey;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Something a person must look into; a security incident is reported to the DEA within one business day (1311.150(c)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// The entry of the audit, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    pub what: String,
}

/// What one day's analysis came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Analysis {
    /// A calendar day, UTC.
    pub day: NaiveDate,
    /// How many entries of each kind.
    pub events: BTreeMap<String, u64>,
    pub incidents: Vec<Incident>,
    /// The last entry up to the end of the day.
    pub last_seq: i64,
    /// Its hash: with this report signed, nothing before it can be rewritten unnoticed.
    pub last_hash: Option<String>,
    pub made_at: DateTime<Utc>,
}

/// The analysis, signed with the practice's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct AuditReport {
    #[serde(flatten)]
    pub analysis: Analysis,
    pub seal: Seal,
}
model::jsonb!(AuditReport);

/// What is known of a day when it is analysed.
pub struct Evidence {
    pub entries: Vec<AuditEntry>,
    /// Entries of the day that do not follow from the one before.
    pub torn: Vec<i64>,
    /// The last entry there is by now.
    pub last: i64,
    /// What the report before has seen.
    pub before: Option<Analysis>,
}

impl Analysis {
    pub fn of(day: NaiveDate, seen: Evidence, made_at: DateTime<Utc>) -> Self {
        let Evidence { entries, torn, last, before } = seen;
        let mut events = BTreeMap::new();
        for entry in &entries {
            *events.entry(entry.kind.to_string()).or_insert(0) += 1;
        }
        let (mut last_seq, mut last_hash) =
            before.map_or((0, None), |before| (before.last_seq, before.last_hash));
        let mut incidents: Vec<Incident> = entries.iter().filter_map(incident).collect();
        incidents.extend(torn.into_iter().map(|seq| Incident {
            seq: Some(seq),
            what: "the audit was altered here, or the entry before was removed".to_owned(),
        }));
        if last < last_seq {
            let what = format!("entries up to {last_seq} were there at the last report, and are gone");
            incidents.push(Incident { seq: None, what });
            (last_seq, last_hash) = (last, None);
        }
        if let Some(entry) = entries.into_iter().next_back() {
            (last_seq, last_hash) = (entry.seq, Some(entry.hash));
        }
        Self { day, events, incidents, last_seq, last_hash, made_at }
    }

    pub fn sealed(self, key: &ActiveKey) -> Result<AuditReport, serde_json::Error> {
        let record = serde_json::to_value(&self)?.to_string();
        let value = key.seed.sign(&record);
        Ok(AuditReport { analysis: self, seal: Seal { key_id: key.id, record, value } })
    }
}

fn incident(entry: &AuditEntry) -> Option<Incident> {
    let note = entry.note.as_deref().unwrap_or("no further word");
    let what = || format!("{} by {} on {}: {note}", entry.kind, entry.actor, entry.subject);
    entry.kind.is_auditable().then(|| Incident { seq: Some(entry.seq), what: what() })
}

/// From its first moment to that of the next, UTC.
pub fn span(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let begins = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    (begins(day), begins(day.checked_add_days(Days::new(1)).unwrap_or(day)))
}

#[cfg(test)]
mod tests {
    use super::super::audit::AuditKind;
    use super::*;

    fn entry(seq: i64, kind: AuditKind) -> AuditEntry {
        AuditEntry {
            seq,
            at: DateTime::UNIX_EPOCH,
            kind,
            actor: "tester".to_owned(),
            subject: "prescription/1".to_owned(),
            outcome: "refused".to_owned(),
            note: None,
            hash: format!("hash {seq}"),
        }
    }

    fn analysed(entries: Vec<AuditEntry>, torn: Vec<i64>, last: i64, before: Option<Analysis>) -> Analysis {
        let evidence = Evidence { entries, torn, last, before };
        Analysis::of(NaiveDate::default(), evidence, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn attempts_gaps_and_vanished_entries_are_incidents() {
        let quiet =
            analysed(vec![entry(1, AuditKind::Created), entry(2, AuditKind::Signed)], vec![], 2, None);
        assert!(quiet.incidents.is_empty());
        assert_eq!((quiet.last_seq, quiet.last_hash.as_deref()), (2, Some("hash 2")));
        assert_eq!(quiet.events, BTreeMap::from([("created".to_owned(), 1), ("signed".to_owned(), 1)]));
        let tried = analysed(vec![entry(3, AuditKind::UnauthorizedAccess)], vec![], 3, Some(quiet.clone()));
        assert_eq!(tried.incidents[0].seq, Some(3));
        assert_eq!(analysed(vec![], vec![2], 2, None).incidents[0].seq, Some(2));
        let gone = analysed(vec![], vec![], 1, Some(quiet.clone()));
        assert_eq!((gone.incidents.len(), gone.last_seq), (1, 1));
        assert!(analysed(vec![], vec![], 2, Some(quiet)).incidents.is_empty());
    }
}
