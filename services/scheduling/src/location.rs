//! A place where patients are seen; its wall clock is what availability and dates of service are read from.

pub mod routes;
pub mod store;

use crate::schema::locations;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use model::event::LocationSnapshot;
use model::{Address, Invalid, LocationId, Name, Npi, Phone, PlaceOfService, TaxId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An IANA time zone, such as `America/Chicago`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[diesel(sql_type = Text)]
#[schema(value_type = String, example = "America/Chicago")]
pub struct TimeZone(pub chrono_tz::Tz);

impl TryFrom<String> for TimeZone {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse().map(Self).map_err(|_| Invalid("must be an IANA time zone, such as America/Chicago"))
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> String {
        zone.0.name().to_owned()
    }
}

impl ToSql<Text, Pg> for TimeZone {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.0.name(), out)
    }
}

impl FromSql<Text, Pg> for TimeZone {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::try_from(<String as FromSql<Text, Pg>>::from_sql(value)?)?)
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = locations)]
pub struct Location {
    pub id: LocationId,
    pub version: i64,
    pub name: Name,
    pub time_zone: TimeZone,
    pub address: Address,
    /// The billing provider's NPI on claims from here (type 2).
    pub npi: Npi,
    pub tax_id: TaxId,
    pub phone: Phone,
    pub place_of_service: PlaceOfService,
    /// How long a practitioner needs to get in or out; going from one location to another takes both times.
    pub travel_minutes: i32,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLocation {
    pub name: Name,
    pub time_zone: TimeZone,
    pub address: Address,
    pub npi: Npi,
    pub tax_id: TaxId,
    pub phone: Phone,
    pub place_of_service: PlaceOfService,
    /// 0 to 240; 0 when absent.
    #[serde(default)]
    pub travel_minutes: TravelMinutes,
}

/// The fields to change; those absent stay. A location stays on its wall clock: rules, series and dates of service are
/// read from it.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateLocation {
    pub name: Option<Name>,
    pub address: Option<Address>,
    pub npi: Option<Npi>,
    pub tax_id: Option<TaxId>,
    pub phone: Option<Phone>,
    pub place_of_service: Option<PlaceOfService>,
    /// 0 to 240; holds for what is booked from now on.
    pub travel_minutes: Option<TravelMinutes>,
}

/// How long it takes to get in or out of a location: up to four hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(try_from = "i32")]
#[schema(value_type = i32, minimum = 0, maximum = 240)]
pub struct TravelMinutes(i32);

impl TryFrom<i32> for TravelMinutes {
    type Error = Invalid;
    fn try_from(minutes: i32) -> Result<Self, Invalid> {
        if (0..=240).contains(&minutes) { Ok(Self(minutes)) } else { Err(Invalid("must be 0 to 240")) }
    }
}

impl Location {
    pub fn create(id: LocationId, said: CreateLocation) -> Self {
        let CreateLocation { name, time_zone, address, npi, tax_id, phone, place_of_service, travel_minutes } =
            said;
        let travel_minutes = travel_minutes.0;
        Self {
            id,
            version: 1,
            name,
            time_zone,
            address,
            npi,
            tax_id,
            phone,
            place_of_service,
            travel_minutes,
        }
    }

    pub fn update(self, said: UpdateLocation) -> Self {
        Self {
            version: self.version + 1,
            name: said.name.unwrap_or(self.name),
            address: said.address.unwrap_or(self.address),
            npi: said.npi.unwrap_or(self.npi),
            tax_id: said.tax_id.unwrap_or(self.tax_id),
            phone: said.phone.unwrap_or(self.phone),
            place_of_service: said.place_of_service.unwrap_or(self.place_of_service),
            travel_minutes: said.travel_minutes.map_or(self.travel_minutes, |minutes| minutes.0),
            ..self
        }
    }

    /// Somewhere in this zone.
    #[cfg(test)]
    pub fn sample(zone: chrono_tz::Tz) -> Self {
        let said = serde_json::json!({"name": "Clinic", "time_zone": zone.name(), "npi": "1234567893",
            "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11",
            "address": {"line1": "1 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108"}});
        let id = LocationId(uuid::Uuid::from_u128(5));
        Self::create(id, serde_json::from_value(said).expect("a location"))
    }

    pub fn snapshot(&self) -> LocationSnapshot {
        LocationSnapshot {
            location_id: self.id,
            name: self.name.clone(),
            time_zone: self.time_zone.into(),
            address: self.address.clone(),
            npi: self.npi.clone(),
            tax_id: self.tax_id.clone(),
            phone: self.phone.clone(),
            place_of_service: self.place_of_service.clone(),
        }
    }
}
