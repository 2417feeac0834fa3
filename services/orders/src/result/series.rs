//! Values over time: one line for each unit, since numbers of different units cannot be compared.

use super::Observation;
use super::observation::ObservationStatus;
use model::ResultId;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct Series {
    /// As the laboratory writes it; absent for values without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Oldest first.
    pub points: Vec<Point>,
}

/// A current value and the result it stands in.
#[derive(Serialize, ToSchema)]
pub struct Point {
    pub result_id: ResultId,
    #[serde(flatten)]
    pub observation: Observation,
}

/// A line for each unit, the one with the latest value first. What was taken back, or is still to come, is no value.
pub fn by_unit(newest_first: Vec<Observation>) -> Vec<Series> {
    let mut series: Vec<Series> = Vec::new();
    let no_value = [ObservationStatus::Withdrawn, ObservationStatus::Pending, ObservationStatus::NotObtained];
    for observation in newest_first.into_iter().filter(|value| !no_value.contains(&value.status)) {
        let unit = observation.unit.clone();
        let point = Point { result_id: observation.result_id, observation };
        match series.iter_mut().find(|series| series.unit == unit) {
            Some(series) => series.points.push(point),
            None => series.push(Series { unit, points: vec![point] }),
        }
    }
    series.iter_mut().for_each(|series| series.points.reverse());
    series
}
