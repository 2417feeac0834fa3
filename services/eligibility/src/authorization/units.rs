//! Counts with bounds: units, units left, days.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Integer;
use model::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident in $least:literal..=$most:literal, $must:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
        #[serde(try_from = "i32", into = "i32")]
        #[diesel(sql_type = Integer)]
        #[schema(value_type = i32)]
        pub struct $name(i32);

        impl $name {
            pub const fn get(self) -> i32 {
                self.0
            }
        }

        impl TryFrom<i32> for $name {
            type Error = Invalid;

            fn try_from(count: i32) -> Result<Self, Invalid> {
                if ($least..=$most).contains(&count) { Ok(Self(count)) } else { Err(Invalid($must)) }
            }
        }

        impl From<$name> for i32 {
            fn from(count: $name) -> i32 {
                count.0
            }
        }

        impl ToSql<Integer, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<Integer, Pg>::to_sql(&self.0, out)
            }
        }

        impl FromSql<Integer, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self::try_from(<i32 as FromSql<Integer, Pg>>::from_sql(value)?)?)
            }
        }
    )*};
}

counts! {
    /// Visits or units, whichever an authorization counts.
    Units in 1..=9999, "units are 1 to 9999";
    /// How few units are few.
    UnitsLeft in 0..=9999, "must be 0 to 9999";
    Days in 0..=365, "days are 0 to 365";
}

impl Units {
    pub const ONE: Self = Self(1);
}

impl UnitsLeft {
    pub const TWO: Self = Self(2);
}

impl Days {
    pub const FORTNIGHT: Self = Self(14);
}
