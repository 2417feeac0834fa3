//! What a message brings: each report with whom it names, read before any of it is kept.

use crate::laboratory::Laboratory;
use crate::result::identify::Claim;
use crate::result::stated::Stated;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use hl7::{Header, Hl7Error, Limits, Message, results};
use serde::{Deserialize, Serialize};

/// Where a report stands in its message, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Place {
    pub patient: usize,
    pub report: usize,
}
model::jsonb!(Place);

#[derive(Clone)]
pub struct Arrival {
    pub place: Place,
    pub claim: Claim,
    pub stated: Stated,
}

/// The reports of an ORU^R01; `at` is when it came, for a message that does not say when it was sent.
pub fn read(
    text: &str,
    header: &Header,
    laboratory: &Laboratory,
    at: DateTime<Utc>,
) -> Result<Vec<Arrival>, Hl7Error> {
    let message = Message::parse(text, Limits::default())?;
    let zone = laboratory.time_zone;
    let sent_at = header.sent_at.map_or(at, |when| zone.moment(&when));
    let mut arrivals = Vec::new();
    for (patient, found) in results(&message)?.iter().enumerate() {
        for (report, reported) in found.reports.iter().enumerate() {
            let stated = Stated::of(reported, zone, sent_at)?;
            let claim = Claim::of(&found.patient, &stated);
            arrivals.push(Arrival { place: Place { patient, report }, claim, stated });
        }
    }
    Ok(arrivals)
}
