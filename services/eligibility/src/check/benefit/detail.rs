//! What stands under an EB: counts, dates, numbers, places.

use super::code::in_words;
use super::said;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::eligibility as x;
use x12::explain::CodeList;

/// A count of something: EB09 and EB10, or HSD01 and HSD02.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitQuantity)]
pub struct Quantity {
    /// Of what, such as `visits`; the code itself where it has no word here.
    pub unit: String,
    /// A decimal, such as `30`.
    pub count: String,
}

/// How often and how long (HSD), empty elements left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitDelivery)]
pub struct Delivery {
    /// HSD01 and HSD02.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// HSD03, the unit `every` counts in, such as `weeks`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_unit: Option<String>,
    /// HSD04: the quantity counts once in so many units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// HSD05 in words; `codes` has it as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// HSD06: how many such periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periods: Option<String>,
    /// HSD01 to HSD08 as sent.
    pub codes: Vec<String>,
}

/// REF.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitReference)]
pub struct Reference {
    /// REF01.
    pub code: String,
    pub meaning: String,
    /// REF02.
    pub value: String,
    /// REF03.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// DTP.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitDate)]
pub struct Dated {
    /// DTP01.
    pub code: String,
    pub meaning: String,
    pub from: NaiveDate,
    /// The last day, where the payer names one (RD8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// III.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitPlace)]
pub struct Place {
    /// III01, `ZZ` for a place of service.
    pub qualifier: String,
    /// III02.
    pub code: String,
    /// In words, where it is a place of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// III04.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Quantity {
    pub(super) fn of(eb: &x::Benefit) -> Option<Self> {
        let count = eb.quantity?.to_string();
        Some(Self { unit: unit(eb.quantity_qualifier.as_str()), count })
    }
}

/// EB09 and HSD01 (element 673), as far as payers use them.
fn unit(code: &str) -> String {
    let word = match code {
        "VS" => "visits",
        "DY" => "days",
        "HS" => "hours",
        "MN" => "months",
        "P6" => "services",
        "99" => "used",
        "CA" | "CE" => "covered",
        "LA" => "lifetime_reserve_days",
        "S7" => "years_of_age_at_most",
        "S8" => "years_of_age_at_least",
        "QA" => "approved",
        "FL" => "units",
        _ => code,
    };
    word.to_owned()
}

/// HSD03 (element 355).
fn every_unit(code: &str) -> String {
    let word = match code {
        "DA" => "days",
        "WK" => "weeks",
        "MO" => "months",
        "YR" => "years",
        "VS" => "visits",
        "Q1" => "quarters",
        _ => code,
    };
    word.to_owned()
}

impl From<&x::Delivery> for Delivery {
    fn from(hsd: &x::Delivery) -> Self {
        let [of, count, every_in, every, period, periods, ..] = &hsd.elements;
        Self {
            quantity: said(count).map(|count| Quantity { unit: unit(of.as_str()), count }),
            every_unit: said(every_in).map(|code| every_unit(&code)),
            every: said(every),
            period: said(period).map(|code| in_words(CodeList::TimePeriod, &code)),
            periods: said(periods),
            codes: hsd.elements.iter().map(String::from).collect(),
        }
    }
}

impl From<&x12::name::Reference> for Reference {
    fn from(found: &x12::name::Reference) -> Self {
        Self {
            code: String::from(&found.qualifier),
            meaning: reference(found.qualifier.as_str()).to_owned(),
            value: String::from(&found.value),
            description: said(&found.description),
        }
    }
}

/// REF01 of a 271 (element 128).
fn reference(code: &str) -> &'static str {
    match code {
        "18" => "plan number",
        "1L" => "group or policy number",
        "1W" => "member id",
        "3H" => "case number",
        "49" => "family unit number",
        "6P" => "group number",
        "9F" => "referral number",
        "A6" => "employee id",
        "ALS" => "alternative list id",
        "CE" => "class of contract",
        "CLI" => "coverage list id",
        "CT" => "contract number",
        "EA" => "medical record number",
        "EJ" => "patient account number",
        "F6" => "Medicare number",
        "FO" => "drug formulary number",
        "G1" => "prior authorization number",
        "GH" => "card serial number",
        "HJ" => "card number",
        "IF" => "issue number",
        "IG" => "insurance policy number",
        "M7" => "medical assistance category",
        "N6" => "plan network id",
        "NQ" => "Medicaid recipient id",
        "Q4" => "former id",
        "SY" => "Social Security number",
        "Y4" => "agency claim number",
        _ => "other number",
    }
}

impl From<&x::DatedPeriod> for Dated {
    fn from(date: &x::DatedPeriod) -> Self {
        let to = match date.period {
            x12::date::DatePeriod::Day(_) => None,
            x12::date::DatePeriod::Range(_, last) => Some(last),
        };
        let code = String::from(&date.qualifier);
        Self { meaning: occasion(&code).to_owned(), code, from: date.period.first(), to }
    }
}

/// DTP01 of a 271 (element 374).
fn occasion(code: &str) -> &'static str {
    match code {
        "096" => "discharge",
        "102" => "issue",
        "152" => "effective date of change",
        "193" => "period start",
        "194" => "period end",
        "198" => "completion",
        "290" => "coordination of benefits",
        "291" => "plan",
        "292" => "benefit",
        "295" => "primary care provider",
        "304" => "latest visit",
        "307" => "eligibility",
        "318" => "added",
        "340" => "COBRA begin",
        "341" => "COBRA end",
        "342" => "premium paid from",
        "343" => "premium paid to",
        "346" => "plan begin",
        "347" => "plan end",
        "348" => "benefit begin",
        "349" => "benefit end",
        "356" => "eligibility begin",
        "357" => "eligibility end",
        "382" => "enrollment",
        "435" => "admission",
        "442" => "death",
        "458" => "certification",
        "472" => "service",
        "539" => "policy effective",
        "540" => "policy expiration",
        "636" => "last update",
        "771" => "status",
        _ => "other date",
    }
}

impl From<&x::Place> for Place {
    fn from(iii: &x::Place) -> Self {
        let (qualifier, code) = (String::from(&iii.qualifier), String::from(&iii.code));
        let meaning = (qualifier == "ZZ").then(|| in_words(CodeList::PlaceOfService, &code));
        Self { qualifier, code, meaning, text: said(&iii.text) }
    }
}
