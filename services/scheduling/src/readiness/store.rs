//! A day's appointments with all that is known of them, in one query a page.

use super::authorization::{Visit, lacking, reserved};
use super::{Eligibility, Findings, MissingForm, Readiness, Registered, missing};
use crate::appointment::Status;
use crate::location::TimeZone;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::event::{AccountSnapshot, AuthorizationSnapshot, EligibilitySnapshot};
use model::{AppointmentId, LocationId, Name, Note, PatientId, Phone, PractitionerId, VisitTypeId};
use platform::Tx;
use platform::page::Cursor;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Which appointments of a day are asked for.
#[derive(Clone)]
pub struct Filter {
    pub date: NaiveDate,
    pub location: Option<LocationId>,
    pub practitioner: Option<PractitionerId>,
    pub statuses: &'static [Status],
    pub cursor: Option<Cursor>,
    pub most: i64,
}

/// An appointment with what is known of its patient.
#[derive(QueryableByName)]
pub struct Case {
    #[diesel(sql_type = SqlUuid)]
    pub id: AppointmentId,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub status: Status,
    #[diesel(sql_type = Timestamptz)]
    pub start_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub end_at: DateTime<Utc>,
    #[diesel(sql_type = Date)]
    pub service_date: NaiveDate,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<Note>,
    #[diesel(sql_type = SqlUuid)]
    pub practitioner_id: PractitionerId,
    #[diesel(sql_type = Text)]
    pub practitioner: String,
    #[diesel(sql_type = SqlUuid)]
    pub location_id: LocationId,
    #[diesel(sql_type = Text)]
    pub location: Name,
    #[diesel(sql_type = Text)]
    pub time_zone: TimeZone,
    #[diesel(sql_type = SqlUuid)]
    visit_type_id: VisitTypeId,
    #[diesel(sql_type = Text)]
    pub visit_type: Name,
    #[diesel(sql_type = SqlUuid)]
    pub patient_id: PatientId,
    #[diesel(sql_type = Text)]
    pub patient_name: String,
    #[diesel(sql_type = Date)]
    pub birth_date: NaiveDate,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<Phone>,
    #[diesel(sql_type = Bool)]
    has_address: bool,
    #[diesel(sql_type = Bool)]
    has_email: bool,
    #[diesel(sql_type = Bool)]
    has_guarantor: bool,
    #[diesel(sql_type = Bool)]
    deceased: bool,
    #[diesel(sql_type = Bool)]
    confirmed: bool,
    #[diesel(sql_type = Nullable<Jsonb>)]
    eligibility: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    authorizations: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    accounts: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    forms: Option<Value>,
}

/// A merged record stands for its survivor, with what is known of either.
///
/// What others announced is looked up by the patient's id alone: under row-level security an index serves only comparisons
/// that cannot leak, and putting a subject's text together is none.
pub const CASES: &str = "WITH page AS ( \
       SELECT a.*, coalesce(m.merged_into, m.id) AS person FROM appointments a JOIN patients m ON m.id = a.patient_id \
       WHERE a.practice_id = practice() AND a.service_date = $1 AND a.status = ANY($2) \
         AND ($3 IS NULL OR a.location_id = $3) AND ($4 IS NULL OR a.practitioner_id = $4) \
         AND ($5 IS NULL OR (a.start_at, a.id) > (SELECT c.start_at, c.id FROM appointments c WHERE c.id = $5)) \
       ORDER BY a.start_at, a.id LIMIT $6) \
     SELECT a.id, a.version, a.status, a.start_at, a.end_at, a.service_date, a.reason, a.practitioner_id, a.location_id, \
       d.given_name || ' ' || d.family_name AS practitioner, l.name AS location, l.time_zone, \
       a.visit_type_id, v.name AS visit_type, \
       p.id AS patient_id, p.given_name || ' ' || p.family_name AS patient_name, p.birth_date, p.phone, \
       p.address IS NOT NULL AS has_address, p.email IS NOT NULL AS has_email, p.guarantor IS NOT NULL AS has_guarantor, \
       p.deceased, \
       a.confirmed_at IS NOT NULL AS confirmed, \
       e.data AS eligibility, b.data AS accounts, z.data AS authorizations, \
       (SELECT jsonb_agg(jsonb_build_object('form_id', f.id, 'name', f.name) ORDER BY f.name, f.id) FROM forms f \
        WHERE f.practice_id = practice() AND (f.visit_type_ids = '{}' OR a.visit_type_id = ANY(f.visit_type_ids)) \
          AND NOT EXISTS (SELECT FROM completed_forms c WHERE c.practice_id = practice() AND c.patient_id = ANY(k.ids) \
            AND c.form_id = f.id AND c.completed_on <= a.service_date \
            AND (f.valid_days IS NULL OR c.completed_on > a.service_date - f.valid_days))) AS forms \
     FROM page a JOIN patients p ON p.id = a.person JOIN visit_types v ON v.id = a.visit_type_id \
       JOIN practitioners d ON d.id = a.practitioner_id JOIN locations l ON l.id = a.location_id \
     CROSS JOIN LATERAL ( \
       SELECT array_agg(r.id) || a.person AS ids FROM patients r \
       WHERE r.practice_id = practice() AND r.merged_into = a.person) k \
     LEFT JOIN LATERAL ( \
       SELECT x.data FROM projection x WHERE x.practice_id = practice() AND x.patient_id = ANY(k.ids) \
         AND x.subject >= 'eligibility/' AND x.subject < 'eligibility0' \
       ORDER BY ((x.data ->> 'appointment_id') IS NOT DISTINCT FROM a.id::text) DESC, (x.data ? 'rank'), x.subject DESC LIMIT 1) e ON true \
     LEFT JOIN LATERAL ( \
       SELECT jsonb_agg(x.data) AS data FROM projection x WHERE x.practice_id = practice() AND x.patient_id = ANY(k.ids) \
         AND x.subject >= 'account/' AND x.subject < 'account0') b ON true \
     LEFT JOIN LATERAL ( \
       SELECT jsonb_agg(x.data) AS data FROM projection x WHERE x.practice_id = practice() AND x.patient_id = ANY(k.ids) \
         AND x.subject >= 'authorization/' AND x.subject < 'authorization0') z ON true \
     ORDER BY a.start_at, a.id";

/// In the order of their starts.
pub async fn cases(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Case>> {
    let statuses: Vec<&str> = filter.statuses.iter().map(|status| status.as_str()).collect();
    diesel::sql_query(CASES)
        .bind::<Date, _>(filter.date)
        .bind::<Array<Text>, _>(statuses)
        .bind::<Nullable<SqlUuid>, _>(filter.location)
        .bind::<Nullable<SqlUuid>, _>(filter.practitioner)
        .bind::<Nullable<SqlUuid>, _>(filter.cursor.map(|Cursor(after)| after))
        .bind::<BigInt, _>(filter.most)
        .load(tx)
        .await
}

impl Case {
    pub fn readiness(&self, now: DateTime<Utc>) -> QueryResult<Readiness> {
        let findings = self.findings(now)?;
        Ok(Readiness {
            appointment_id: self.id,
            version: self.version,
            status: self.status,
            start: self.start_at,
            end: self.end_at,
            practitioner_id: self.practitioner_id,
            location_id: self.location_id,
            visit_type: self.visit_type.clone(),
            patient_id: self.patient_id,
            patient_name: self.patient_name.clone(),
            birth_date: self.birth_date,
            next_action: findings.next_action(),
            findings,
        })
    }

    pub fn findings(&self, now: DateTime<Utc>) -> QueryResult<Findings> {
        let has = Registered {
            address: self.has_address,
            phone: self.phone.is_some(),
            email: self.has_email,
            guarantor: self.has_guarantor,
        };
        let accounts: Option<Vec<AccountSnapshot>> = read(&self.accounts)?;
        let forms: Option<Vec<MissingForm>> = read(&self.forms)?;
        let answer: Option<EligibilitySnapshot> = read(&self.eligibility)?;
        let known: Option<Vec<AuthorizationSnapshot>> = read(&self.authorizations)?;
        let (known, visit) = (known.unwrap_or_default(), self.visit());
        Ok(Findings {
            authorizations: reserved(&known, &visit),
            authorization_lacking: lacking(&known, &visit, answer.as_ref()),
            eligibility: Eligibility::of(answer, now),
            missing: missing(&has, self.birth_date, self.service_date),
            forms: forms.unwrap_or_default(),
            balance: accounts.map(|all| all.into_iter().map(|account| account.patient_balance).sum()),
            confirmed: self.confirmed,
            deceased: self.deceased,
            status: self.status,
            service_date: self.service_date,
        })
    }
}

impl Case {
    fn visit(&self) -> Visit {
        Visit {
            id: self.id,
            practitioner: self.practitioner_id,
            location: self.location_id,
            visit_type: self.visit_type_id,
            service_date: self.service_date,
        }
    }
}

fn read<T: DeserializeOwned>(value: &Option<Value>) -> QueryResult<Option<T>> {
    let read = value.as_ref().map(T::deserialize).transpose();
    read.map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
}
