//! Quantity, days' supply and refills held against the directions.

use super::order::Ratio;
use super::{AlertSeverity, CheckKind, Finding, Order, Outcome, Verdict};
use crate::medication::Unit;
use crate::sig::{Frequency, Structured};

const SOURCE: &str = "The prescription's own directions, quantity and days' supply, calculated.";

pub fn check(order: &Order<'_>) -> Verdict {
    let kind = CheckKind::Quantity;
    let cannot = |why: String| Verdict::without_findings(kind, Outcome::CouldNotCheck, why);
    let reading = match &order.reading {
        Ok(reading) => reading,
        Err(unread) => {
            return cannot(format!(
                "The text of the directions {unread}: hold quantity and days' supply against it by yourself."
            ));
        }
    };
    let supply = Supply { order, sig: &reading.sig, days: order.content.days_supply.days().into() };
    let Some(findings) = supply.quantity() else {
        return cannot(
            "The directions count the dose in another unit than the quantity: hold them against each other by yourself."
                .to_owned(),
        );
    };
    let findings = findings.into_iter().chain(supply.duration()).collect();
    let clear = Verdict::clear(kind, "Quantity, days' supply and directions come to the same.");
    Verdict::alerts(kind, findings, clear)
}

struct Supply<'a> {
    order: &'a Order<'a>,
    sig: &'a Structured,
    days: u64,
}

/// What is used up in a day, at most and at least.
struct Use {
    most: Ratio,
    least: Ratio,
    /// Days from one dose to the next, less the day of the dose.
    pause: u64,
}

impl Supply<'_> {
    /// None when the two cannot be compared.
    fn quantity(&self) -> Option<Option<Finding>> {
        let quantity = self.order.quantity()?;
        let finding = match self.used()? {
            None => self.single_dose(quantity)?,
            Some(used) if self.sig.as_needed.is_some() => self.as_needed(quantity, &used)?,
            Some(used) => self.scheduled(quantity, &used)?,
        };
        Some(finding)
    }

    /// The inner one is none for a single dose.
    fn used(&self) -> Option<Option<Use>> {
        let (dose, unit) = (self.sig.dose, self.sig.dose.unit());
        let most = self.order.in_quantity_units(dose.most(), unit)?;
        let least = self.order.in_quantity_units(dose.least(), unit)?;
        let Some((often, seldom)) = self.sig.frequency.rates() else { return Some(None) };
        let most = most.times(often.doses).over(often.days)?;
        let limit = match self.sig.at_most {
            Some(limit) => Some(self.order.in_quantity_units(limit, unit)?),
            None => None,
        };
        Some(Some(Use {
            most: limit.map_or(most, |limit| limit.min(most)),
            least: least.times(seldom.doses).over(seldom.days)?,
            pause: seldom.days.div_ceil(seldom.doses.max(1)) - 1,
        }))
    }

    fn single_dose(&self, quantity: Ratio) -> Option<Option<Finding>> {
        let (dose, unit) = (self.sig.dose, self.sig.dose.unit());
        let least = self.order.in_quantity_units(dose.least(), unit)?;
        let most = self.order.in_quantity_units(dose.most(), unit)?;
        if quantity < least {
            return Some(Some(wrong(format!("The one dose is {least}, the quantity only {quantity}."))));
        }
        if quantity > most {
            let text = format!("It is taken one time only, {most}, but the quantity is {quantity}.");
            return Some(Some(self.too_much(text, quantity > most.times(2))));
        }
        Some(None)
    }

    /// Taken as often as allowed, at most.
    fn as_needed(&self, quantity: Ratio, used: &Use) -> Option<Option<Finding>> {
        let (days, lasts) = (self.days, quantity.by(used.most)?);
        if lasts.floor() > days + used.pause {
            let text = format!(
                "Even taken as often as allowed the quantity lasts {} days; the days' supply says {days}.",
                lasts.floor()
            );
            return Some(Some(Finding::question(AlertSeverity::Warning, text, SOURCE)));
        }
        if lasts.ceil() < days {
            let text = format!(
                "Taken as often as allowed the quantity lasts {} days; the days' supply says {days}.",
                lasts.ceil()
            );
            return Some(Some(Finding::notice(text, SOURCE)));
        }
        Some(None)
    }

    fn scheduled(&self, quantity: Ratio, used: &Use) -> Option<Option<Finding>> {
        let days = self.days;
        let longest = quantity.by(used.least)?.ceil();
        if longest + used.pause < days {
            let text =
                format!("By the directions the quantity lasts {longest} days; the days' supply says {days}.");
            return Some(Some(wrong(text)));
        }
        let shortest = quantity.by(used.most)?.floor();
        if shortest > days + used.pause {
            let text = format!(
                "By the directions the quantity lasts {shortest} days; the days' supply says {days}."
            );
            return Some(Some(self.too_much(text, shortest > 2 * days)));
        }
        Some(None)
    }

    /// A bottle may hold somewhat more than is taken; tablets are counted.
    fn too_much(&self, text: String, far: bool) -> Finding {
        if self.order.content.quantity.unit == Unit::Milliliter && !far {
            return Finding::question(AlertSeverity::Warning, text, SOURCE);
        }
        wrong(text)
    }

    fn duration(&self) -> Option<Finding> {
        let (span, days) = (self.sig.duration?, self.days);
        if self.sig.frequency == Frequency::Once {
            return None;
        }
        if span.most_days() < days {
            return Some(wrong(format!(
                "The directions end after {} days; the days' supply says {days}.",
                span.most_days()
            )));
        }
        let supplied = days * (u64::from(self.order.content.refills.count()) + 1);
        let text = || {
            format!(
                "The directions go on for {} days; the supply with all refills is for {supplied}.",
                span.least_days()
            )
        };
        (span.least_days() > supplied).then(|| Finding::question(AlertSeverity::Warning, text(), SOURCE))
    }
}

fn wrong(text: String) -> Finding {
    Finding::correction(format!("{text} Correct what is wrong."), SOURCE)
}
