//! Methotrexate by mouth is taken once a week; taken daily by mistake it kills.

use super::{AlertSeverity, Finding, Order};
use model::Icd10;

const SOURCE: &str = "ISMP: oral methotrexate defaults to weekly, with a hard stop for daily orders without an oncologic indication.";

/// None for other drugs, and for directions that are surely weekly.
pub(super) fn finding(order: &Order<'_>) -> Option<Finding> {
    let oral = order.medication.form.contains("oral");
    if !oral || !order.medication.has_ingredient("methotrexate") {
        return None;
    }
    let often = match &order.reading {
        Ok(reading) => reading.sig.frequency.rates().map(|(often, _)| often),
        Err(_) => {
            let text = "Methotrexate: write the directions so that \"once weekly\" can be read from them.";
            return Some(Finding::correction(text.to_owned(), SOURCE));
        }
    };
    let often = often.filter(|rate| rate.doses * 7 > rate.days)?;
    let text = "Methotrexate more often than once a week is fatal outside of oncology.".to_owned();
    let oncology = order.content.diagnosis_codes.iter().any(is_neoplasm);
    let several_a_week = often.doses < often.days;
    if oncology || several_a_week {
        return Some(Finding::question(AlertSeverity::Critical, text, SOURCE));
    }
    Some(Finding::correction(format!("{text} Make it weekly, or give the diagnosis."), SOURCE))
}

/// ICD-10-CM C00 to D09 and D37 to D49.
fn is_neoplasm(code: &Icd10) -> bool {
    let code = code.as_str();
    let digits = code.get(1..3).and_then(|digits| digits.parse::<u8>().ok());
    code.starts_with('C')
        || (code.starts_with('D') && digits.is_some_and(|n| n <= 9 || (37..=49).contains(&n)))
}
