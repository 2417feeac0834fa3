//! How much of a service is covered: so many visits a year, so much money a life.

use super::network_fit;
use crate::check::ServiceType;
use crate::check::benefit::{Benefit, BenefitKind, CoverageLevel, Delivery, Network};
use crate::check::finding::Figure;
use model::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::Quantity;

/// A limit of a service (EB*F), with what of it is used and left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitLimitation)]
pub struct Limitation {
    pub service_types: Vec<ServiceType>,
    /// The service types in words.
    pub services: Vec<String>,
    /// EB13, where a procedure is named in place of a service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// `visits`, `days` and the like, or `usd`.
    pub unit: String,
    /// A decimal in `unit`, such as `30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<String>,
    /// Which of these the payer did not say; `met` stands for `used`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub computed: Vec<Figure>,
    /// In which time the total counts, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_level: Option<CoverageLevel>,
    /// A frequency, such as 10 visits in 3 weeks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frequencies: Vec<Delivery>,
    pub messages: Vec<String>,
}

/// One figure of a limit, in thousandths or cents.
struct Stated {
    figure: Figure,
    unit: String,
    amount: i64,
    period: Option<String>,
}

const USD: &str = "usd";
/// EB09 = 99: how much is used, of whatever the total counts.
const USED: &str = "used";
/// Among how many limits the other figures of one are looked for: answers have dozens, but may have a million.
const NEAR: usize = 200;

/// The limits, what belongs together in one.
pub fn limits(benefits: &[Benefit]) -> Vec<Limitation> {
    let mut limits: Vec<Limitation> = Vec::new();
    let mut stated: Vec<&Benefit> = benefits.iter().filter(|b| b.kind == BenefitKind::Limitation).collect();
    stated.sort_by_key(|benefit| network_fit(benefit, Network::In).unwrap_or(u8::MAX));
    for benefit in stated {
        let figures = figures(benefit);
        if figures.is_empty() {
            limits.push(Limitation::of(benefit, String::new()));
        }
        for figure in figures {
            let near = limits.len().saturating_sub(NEAR);
            let known = limits[near..].iter_mut().find(|known| known.takes(benefit, &figure));
            match known {
                Some(known) => known.put(figure, benefit),
                None => {
                    let mut new = Limitation::of(benefit, figure.unit.clone());
                    new.put(figure, benefit);
                    limits.push(new);
                }
            }
        }
    }
    limits.into_iter().map(Limitation::completed).collect()
}

/// What an EB and its HSDs count. A rate, such as 10 visits in 3 weeks, is no total.
fn figures(benefit: &Benefit) -> Vec<Stated> {
    let money = |figure, amount: Option<Money>| {
        amount.map(|amount| Stated {
            figure,
            unit: USD.to_owned(),
            amount: amount.cents(),
            period: words(benefit),
        })
    };
    let own = figure_of(&benefit.codes.eb06);
    let counted = benefit.quantity.as_ref().and_then(|quantity| {
        let figure = if quantity.unit == USED { Figure::Met } else { own };
        let amount = quantity.count.parse::<Quantity>().ok()?.thousandths();
        Some(Stated { figure, unit: quantity.unit.clone(), amount, period: words(benefit) })
    });
    let delivered = benefit.deliveries.iter().filter(|hsd| !is_rate(hsd)).filter_map(|hsd| {
        let quantity = hsd.quantity.as_ref()?;
        let figure = hsd.codes.get(4).map_or(Figure::Total, |code| figure_of(code));
        let amount = quantity.count.parse::<Quantity>().ok()?.thousandths();
        let period = hsd.period.clone().filter(|_| figure == Figure::Total).or(words(benefit));
        Some(Stated { figure, unit: quantity.unit.clone(), amount, period })
    });
    let amounts = money(own, benefit.amount).into_iter().chain(money(Figure::Remaining, benefit.remaining));
    amounts.chain(counted).chain(delivered).collect()
}

fn is_rate(hsd: &Delivery) -> bool {
    hsd.every_unit.is_some() || hsd.every.is_some()
}

/// EB06 and HSD05.
fn figure_of(code: &str) -> Figure {
    match code {
        "24" => Figure::Met,
        "29" | "33" => Figure::Remaining,
        _ => Figure::Total,
    }
}

fn words(benefit: &Benefit) -> Option<String> {
    let code = Some(benefit.codes.eb06.as_str()).filter(|code| !code.is_empty())?;
    let found = x12::explain::explain(x12::explain::CodeList::TimePeriod, code);
    Some(found.map_or_else(|| code.to_owned(), |known| known.meaning.trim_end_matches('.').to_owned()))
}

impl Limitation {
    fn of(benefit: &Benefit, unit: String) -> Self {
        Self {
            service_types: benefit.service_types.clone(),
            services: benefit.services.clone(),
            procedure: benefit.procedure.clone(),
            unit,
            total: None,
            used: None,
            remaining: None,
            computed: Vec::new(),
            period: None,
            network: benefit.network,
            coverage_level: benefit.coverage_level,
            frequencies: benefit.deliveries.iter().filter(|hsd| is_rate(hsd)).cloned().collect(),
            messages: benefit.messages.clone(),
        }
    }

    /// Whether the figure belongs to this limit and is not known in it.
    fn takes(&self, benefit: &Benefit, stated: &Stated) -> bool {
        let same = self.service_types == benefit.service_types
            && self.procedure == benefit.procedure
            && self.network == benefit.network
            && self.coverage_level == benefit.coverage_level
            && (self.unit == stated.unit || (stated.unit == USED && self.unit != USD));
        // An EB and its HSD may both count the same, the HSD with the time it counts in.
        let repeated = self.period.is_none() && self.number(&self.total) == Some(stated.amount);
        same && match stated.figure {
            Figure::Total => self.total.is_none() || repeated,
            Figure::Met => self.used.is_none(),
            Figure::Remaining => self.remaining.is_none(),
        }
    }

    fn put(&mut self, stated: Stated, benefit: &Benefit) {
        let text = Some(self.text(stated.amount));
        match stated.figure {
            Figure::Total => (self.total, self.period) = (text, stated.period),
            Figure::Met => self.used = text,
            Figure::Remaining => self.remaining = text,
        }
        let new = benefit.messages.iter().filter(|message| !self.messages.contains(message));
        let new: Vec<String> = new.cloned().collect();
        self.messages.extend(new);
    }

    fn text(&self, amount: i64) -> String {
        if self.unit == USD {
            return Money::from_cents(amount).to_string();
        }
        Quantity::from_thousandths(amount).to_string()
    }

    fn number(&self, text: &Option<String>) -> Option<i64> {
        let text = text.as_deref()?;
        match self.unit == USD {
            true => text.parse::<Money>().ok().map(Money::cents),
            false => text.parse::<Quantity>().ok().map(Quantity::thousandths),
        }
    }

    /// Two figures give the third.
    fn completed(mut self) -> Self {
        let known = [&self.total, &self.used, &self.remaining].map(|text| self.number(text));
        let (figure, amount) = match known {
            [Some(total), Some(used), None] => (Figure::Remaining, total - used),
            [Some(total), None, Some(left)] => (Figure::Met, total - left),
            [None, Some(used), Some(left)] => (Figure::Total, used + left),
            _ => return self,
        };
        if amount >= 0 {
            let text = Some(self.text(amount));
            match figure {
                Figure::Total => self.total = text,
                Figure::Met => self.used = text,
                Figure::Remaining => self.remaining = text,
            }
            self.computed.push(figure);
        }
        self
    }
}
