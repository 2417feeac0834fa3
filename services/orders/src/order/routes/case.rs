//! Everything that is known of an order when it is to be signed, printed or sent.

use crate::order::signing::Cast;
use crate::order::{Order, content::Test};
use crate::{compendium, coverage, laboratory};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use model::event::{LocationSnapshot, PatientSnapshot, PractitionerSnapshot};
use platform::{Problem, Tx, projection};

/// The cast, and the date on the practice's wall.
pub async fn examine(tx: &mut Tx, order: &Order, now: DateTime<Utc>) -> Result<(Cast, NaiveDate), Problem> {
    let patient = projection::known::<PatientSnapshot>(tx, "patient", order.patient_id).await?;
    let practitioner =
        projection::known::<PractitionerSnapshot>(tx, "practitioner", order.practitioner_id).await?;
    let location = match order.location_id {
        Some(id) => projection::find::<LocationSnapshot>(tx, "location", id).await?,
        None => projection::any::<LocationSnapshot>(tx, "location").await?,
    };
    let zone = location.as_ref().and_then(|location| location.time_zone.parse::<Tz>().ok());
    let today = zone.map_or_else(|| now.date_naive(), |zone| now.with_timezone(&zone).date_naive());
    let coverages = coverage::store::on_day(tx, order.patient_id, today).await?;
    let (laboratory, offered) = match order.laboratory_id {
        Some(id) => {
            let codes: Vec<&str> =
                order.content.tests().iter().map(|test: &Test| test.code.as_str()).collect();
            let laboratory = laboratory::store::find(tx, id).await?;
            (laboratory, compendium::store::named(tx, id, &codes).await?)
        }
        None => (None, Vec::new()),
    };
    Ok((Cast { patient, practitioner, location, laboratory, coverages, offered }, today))
}
