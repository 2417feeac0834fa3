//! How full the offered time was: minutes offered, booked and used, by practitioner, location and day.

pub mod offered;
pub mod routes;
pub mod store;

use chrono::NaiveDate;
use model::{LocationId, PractitionerId};
use platform::print::{Html, page};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::Counted;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was offered and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tally {
    /// Minutes the availability offers, without absences and closures.
    pub offered_minutes: i64,
    /// Minutes of visits that were kept or still stand: booked, arrived, in progress or completed. A group's count once.
    pub booked_minutes: i64,
    /// Minutes of completed visits.
    pub completed_minutes: i64,
    pub no_shows: i64,
    /// Late ones included.
    pub cancellations: i64,
    /// With less notice than the visit type asks.
    pub late_cancellations: i64,
    /// Booked of offered minutes, in thousandths, rounded; more than 1000 is overbooked. Absent where nothing is offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill_per_mille: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UtilizationItem {
    pub practitioner_id: PractitionerId,
    pub practitioner: String,
    pub location_id: LocationId,
    pub location: String,
    #[serde(flatten)]
    pub tally: Tally,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UtilizationDay {
    pub date: NaiveDate,
    #[serde(flatten)]
    pub tally: Tally,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Utilization {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub total: Tally,
    /// By practitioner and location, in the order of their names.
    pub items: Vec<UtilizationItem>,
    /// Every day from the first to the last, to be plotted.
    pub by_day: Vec<UtilizationDay>,
}

/// Whose day where.
pub type Place = (PractitionerId, LocationId, NaiveDate);

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.offered_minutes += other.offered_minutes;
        self.booked_minutes += other.booked_minutes;
        self.completed_minutes += other.completed_minutes;
        self.no_shows += other.no_shows;
        self.cancellations += other.cancellations;
        self.late_cancellations += other.late_cancellations;
    }

    fn filled(self) -> Self {
        let (offered, booked) = (self.offered_minutes, self.booked_minutes);
        let fill = (offered > 0).then(|| (booked * 1000 + offered / 2) / offered);
        Self { fill_per_mille: fill, ..self }
    }
}

impl Utilization {
    pub fn of(
        (from, to): (NaiveDate, NaiveDate),
        offered: &BTreeMap<Place, i64>,
        counted: &[Counted],
        names: &HashMap<Uuid, String>,
    ) -> Self {
        let offered = offered
            .iter()
            .map(|(place, minutes)| (*place, Tally { offered_minutes: *minutes, ..Tally::default() }));
        let counted = counted.iter().map(|row| (row.place(), row.tally()));
        let mut total = Tally::default();
        let mut by_place: BTreeMap<(PractitionerId, LocationId), Tally> = BTreeMap::new();
        let mut by_day: BTreeMap<NaiveDate, Tally> =
            from.iter_days().take_while(|day| *day <= to).map(|day| (day, Tally::default())).collect();
        for ((practitioner, location, day), tally) in offered.chain(counted) {
            total.add(&tally);
            by_place.entry((practitioner, location)).or_default().add(&tally);
            by_day.entry(day).or_default().add(&tally);
        }
        let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
        let item = |((practitioner_id, location_id), tally): (_, Tally)| {
            let (PractitionerId(practitioner), LocationId(location)) = (practitioner_id, location_id);
            let (practitioner, location) = (name(practitioner), name(location));
            UtilizationItem { practitioner_id, practitioner, location_id, location, tally: tally.filled() }
        };
        let mut items: Vec<UtilizationItem> = by_place.into_iter().map(item).collect();
        items.sort_by(|a, b| (&a.practitioner, &a.location).cmp(&(&b.practitioner, &b.location)));
        let by_day = by_day.into_iter().map(|(date, tally)| UtilizationDay { date, tally: tally.filled() });
        Self { from, to, total: total.filled(), items, by_day: by_day.collect() }
    }

    pub fn printed(&self) -> String {
        const HEAD: [&str; 9] = [
            "Practitioner",
            "Location",
            "Offered",
            "Booked",
            "Completed",
            "Filled",
            "No-shows",
            "Cancelled",
            "of these late",
        ];
        let line = |who: &str, place: &str, tally: &Tally| {
            let minutes = [tally.offered_minutes, tally.booked_minutes, tally.completed_minutes];
            let counts = [tally.no_shows, tally.cancellations, tally.late_cancellations];
            let cells = [who.to_owned(), place.to_owned()].into_iter().chain(minutes.map(in_hours));
            Html::row("td", cells.chain([percent(tally.fill_per_mille)]).chain(counts.map(|n| n.to_string())))
        };
        let rows = self.items.iter().map(|item| line(&item.practitioner, &item.location, &item.tally));
        let table = Html::table(&HEAD, rows.chain([line("Total", "", &self.total)]));
        let said = "Minutes offered (light) and booked (dark), by day; hours in the table.";
        let title = format!("Utilization {} to {}", self.from, self.to);
        page(&title, [self.chart(), Html::tag("p", [Html::text(said)]), table])
    }

    /// A bar of offered minutes a day with the booked ones before it; in whole units, 920 wide and 200 high.
    fn chart(&self) -> Html {
        const WIDTH: i64 = 920;
        const HEIGHT: i64 = 200;
        let days = i64::try_from(self.by_day.len()).unwrap_or(1).max(1);
        let step = WIDTH / days;
        let most = self.by_day.iter().map(|day| day.tally.offered_minutes.max(day.tally.booked_minutes));
        let most = most.max().unwrap_or(0).max(1);
        let bar = |class: &str, x: i64, width: i64, minutes: i64| {
            let height = minutes * HEIGHT / most;
            let place = [("x", x), ("y", HEIGHT - height), ("width", width.max(1)), ("height", height)];
            let attributes = place.map(|(key, value)| (key, value.to_string()));
            let attributes: Vec<_> = [("class", class.to_owned())].into_iter().chain(attributes).collect();
            Html::element("rect", &attributes, [])
        };
        let bars = self.by_day.iter().zip(0..).flat_map(|(day, n)| {
            let x = n * step;
            let offered = bar("offered", x, step - step / 5, day.tally.offered_minutes);
            [offered, bar("booked", x + step / 5, step - step * 3 / 5, day.tally.booked_minutes)]
        });
        let label = |x: i64, anchor: &str, text: String| {
            let place =
                [("x", x.to_string()), ("y", (HEIGHT + 14).to_string()), ("text-anchor", anchor.to_owned())];
            Html::element("text", &place, [Html::text(text)])
        };
        let labels = [label(0, "start", self.from.to_string()), label(WIDTH, "end", self.to.to_string())];
        let size = [("viewBox", format!("0 0 {WIDTH} {}", HEIGHT + 20)), ("role", "img".to_owned())];
        Html::element("svg", &size, bars.chain(labels))
    }
}

fn in_hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn percent(per_mille: Option<i64>) -> String {
    per_mille.map_or_else(|| "–".to_owned(), |fill| format!("{}.{} %", fill / 10, fill % 10))
}

#[cfg(test)]
mod tests;
