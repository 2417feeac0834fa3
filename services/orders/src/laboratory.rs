//! Who performs tests and takes images, and how orders get there.

pub mod routes;
pub mod store;

use crate::exchange::tls;
use crate::pharmacy::Endpoint;
use crate::schema::laboratories;
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Jsonb, Text};
use hl7::When;
use model::{Invalid, LaboratoryId, Name};
use platform::client::is_public;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;

/// How HL7 messages get there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = LaboratoryConnection)]
pub enum Connection {
    /// The message is the body of a POST (`application/hl7-v2`), and the acknowledgment that of its reply.
    Http { endpoint: Endpoint },
    /// MLLP over TCP. Without `tls` it goes in the clear, and into private networks alone: by a VPN or a tunnel.
    Mllp {
        host: Host,
        port: u16,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tls: Option<Tls>,
    },
}
model::jsonb!(Connection);

impl Connection {
    /// An address in numbers is judged when it is entered, a name when it is called.
    pub fn admit(&self) -> Result<(), Refusal> {
        let Self::Mllp { host, tls: None, .. } = self else { return Ok(()) };
        let number: Option<IpAddr> = host.as_str().parse().ok();
        if number.is_some_and(is_public) { Err(Refusal::InTheClear) } else { Ok(()) }
    }
}

/// TLS 1.2 or 1.3; the certificate of the laboratory's server must name its host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LaboratoryTls)]
pub struct Tls {
    /// Who vouches for its server besides those the world trusts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authority: Option<Authority>,
}

impl Tls {
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_ref().map(|Authority(pem)| pem.as_str())
    }
}

/// Certificates of an authority, in at most 20,000 characters of PEM (RFC 7468).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, max_length = 20000)]
pub struct Authority(String);

impl TryFrom<String> for Authority {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        if text.len() <= 20_000 && tls::is_authority(&text) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be certificates in PEM, of at most 20,000 characters"))
        }
    }
}

impl From<Authority> for String {
    fn from(authority: Authority) -> Self {
        authority.0
    }
}

/// A host name or an address: 1 to 253 letters, digits, dots, hyphens or colons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "lab.example.org")]
pub struct Host(String);

impl Host {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Host {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
        if plain && (1..=253).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be a host name or an address, without a scheme and without a port"))
        }
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0
    }
}

/// A time zone by its IANA name, such as `America/Chicago`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "America/Chicago")]
pub struct Zone(Tz);

impl Zone {
    /// The moment of a time a laboratory wrote: by its offset, else on the laboratory's wall. An hour that comes twice
    /// is its first time; one that is skipped is an hour later.
    pub fn moment(self, when: &When) -> DateTime<Utc> {
        when.instant().unwrap_or_else(|| self.on_the_wall(when.local))
    }

    fn on_the_wall(self, local: NaiveDateTime) -> DateTime<Utc> {
        let earliest = |local| self.0.from_local_datetime(&local).earliest();
        let found = earliest(local).or_else(|| earliest(local + TimeDelta::hours(1)));
        found.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
    }
}

impl TryFrom<String> for Zone {
    type Error = Invalid;

    fn try_from(name: String) -> Result<Self, Invalid> {
        name.parse().map(Self).or(Err(Invalid("must be an IANA time zone, such as America/Chicago")))
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0.name().to_owned()
    }
}

impl ToSql<Text, Pg> for Zone {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.0.name(), out)
    }
}

impl FromSql<Text, Pg> for Zone {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::try_from(<String as FromSql<Text, Pg>>::from_sql(value)?)?)
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = laboratories, treat_none_as_null = true)]
pub struct Laboratory {
    pub id: LaboratoryId,
    pub version: i64,
    pub name: Name,
    /// The practice's number with it (IN1 and bills go by it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_number: Option<Name>,
    /// Where its times are on the wall, when a message gives no offset.
    pub time_zone: Zone,
    /// MSH-3 of what it sends: with MSH-4 it says who sent a message.
    pub their_application: Name,
    /// MSH-4 of what it sends.
    pub their_facility: Name,
    /// MSH-3 of what we send.
    pub our_application: Name,
    /// MSH-4 of what we send.
    pub our_facility: Name,
    /// Without one, orders go on paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Another laboratory of this practice sends under this application and facility.")]
    Known,
    #[error("must be set: this address lies in the public internet, where nothing goes in the clear")]
    InTheClear,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_without_an_offset_are_the_laboratorys() {
        let zone = Zone::try_from("America/Chicago".to_owned()).expect("a zone");
        for (written, moment) in [
            ("20260115120000", "2026-01-15T18:00:00+00:00"),
            ("20260715120000", "2026-07-15T17:00:00+00:00"),
            ("20260115120000-0500", "2026-01-15T17:00:00+00:00"),
            ("20260308023000", "2026-03-08T08:30:00+00:00"),
            ("20261101013000", "2026-11-01T06:30:00+00:00"),
        ] {
            let when = When::parse(written).expect("a time");
            assert_eq!(zone.moment(&when).to_rfc3339(), moment, "{written}");
        }
        assert!(Zone::try_from("Central".to_owned()).is_err());
    }

    #[test]
    fn nothing_goes_in_the_clear_to_a_public_number() {
        for (connection, good) in [
            (json!({"kind": "mllp", "host": "10.0.0.7", "port": 2575}), true),
            (json!({"kind": "mllp", "host": "8.8.8.8", "port": 2575}), false),
            (json!({"kind": "mllp", "host": "8.8.8.8", "port": 2575, "tls": {}}), true),
            (json!({"kind": "mllp", "host": "2606:4700::1111", "port": 2575}), false),
            (json!({"kind": "mllp", "host": "lab.example.org", "port": 2575}), true),
        ] {
            let read: Connection = serde_json::from_value(connection.clone()).expect("a connection");
            assert_eq!(read.admit().is_ok(), good, "{connection}");
        }
    }

    #[test]
    fn an_authority_is_a_certificate() {
        for text in ["", "lab.example.org", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert!(Authority::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address() {
        for (text, good) in [
            ("lab.example.org", true),
            ("10.0.0.7", true),
            ("fd00::7", true),
            ("http://lab", false),
            ("lab/x", false),
            ("", false),
        ] {
            assert_eq!(Host::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
    }
}
