//! Who else pays, who is to be billed instead, and whose patient it is.

use super::enrollment::of_kind;
use super::unique;
use crate::check::ServiceType;
use crate::check::benefit::{Benefit, BenefitKind, Contact, Dated, Entity};
use crate::check::service_type::PLAN;
use model::Rank;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::name::Party;

model::word_enum! {
    /// What another payer is to the one that was asked.
    PayerRelation {
        /// Covers the patient as well.
        OtherPayer = "other_payer",
        /// Manages the patient's care for Medicaid or another public payer.
        ManagedCarePlan = "managed_care_plan",
        /// A Medicare Advantage plan, billed in place of Medicare.
        MedicareAdvantage = "medicare_advantage",
        /// Is to be asked and billed for some services.
        CarvedOut = "carved_out",
        /// The payer says in free text where claims go.
        SaidInWords = "said_in_words",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct OtherPayer {
    pub relation: PayerRelation,
    /// Absent where the payer asked does not name it; see `messages`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The payer's id (NM109), such as claims are sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// NM101 in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// In which order it pays, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Rank>,
    /// The id the patient has there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_number: Option<String>,
    /// EB05.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// EB04 in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance_type: Option<String>,
    /// The services it counts for; empty for all.
    pub service_types: Vec<ServiceType>,
    pub services: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    pub contacts: Vec<Contact>,
    pub dates: Vec<Dated>,
    pub messages: Vec<String>,
}

/// A provider the payer names for the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NamedProvider)]
pub struct Provider {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub npi: Option<String>,
    /// NM109, of whatever kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<String>,
    pub contacts: Vec<Contact>,
    pub dates: Vec<Dated>,
}

/// NM101 of people: the insured, a representative, a provider.
const PEOPLE: [&str; 6] = ["IL", "LR", "1P", "P3", "73", "13"];
/// NM101 of a managed care organization.
const MANAGED_CARE: [&str; 1] = ["Y2"];
/// EB04 of plans that take the place of Original Medicare.
const ADVANTAGE: [&str; 4] = ["HN", "HM", "PR", "PS"];

/// EB*R.
pub fn other_payers(benefits: &[Benefit]) -> Vec<OtherPayer> {
    let others = benefits.iter().filter(|benefit| benefit.kind == BenefitKind::OtherPayer);
    unique(others.flat_map(|benefit| named(benefit, PayerRelation::OtherPayer, |_| true)))
}

/// `asked` is the payer that answers.
pub fn bill_instead(benefits: &[Benefit], asked: &Party) -> Vec<OtherPayer> {
    let public = |codes: &[&str]| {
        benefits.iter().any(|benefit| {
            benefit.kind == BenefitKind::Active && codes.contains(&benefit.codes.eb04.as_str())
        })
    };
    let medicare = public(&["MA", "MB", "MP"]);
    unique(benefits.iter().flat_map(|benefit| instead_of(benefit, asked, medicare)))
}

fn instead_of(benefit: &Benefit, asked: &Party, medicare: bool) -> Vec<OtherPayer> {
    let manages = |entity: &Entity| entity.is(&MANAGED_CARE);
    let another = |entity: &Entity| {
        let itself = asked.id == entity.id || asked.name == entity.name;
        manages(entity) || (entity.is(&["PR"]) && !entity.id.is_empty() && !itself)
    };
    let found = match benefit.kind {
        BenefitKind::ManagedCareCoordinator => named(benefit, PayerRelation::ManagedCarePlan, |_| true),
        BenefitKind::ContactEntity => named(benefit, PayerRelation::CarvedOut, |_| true),
        BenefitKind::OtherPayer if medicare && is_advantage(benefit) => {
            named(benefit, PayerRelation::MedicareAdvantage, |_| true)
        }
        BenefitKind::OtherPayer => entities(benefit, PayerRelation::ManagedCarePlan, manages),
        BenefitKind::Active => entities(benefit, PayerRelation::ManagedCarePlan, another),
        _ => Vec::new(),
    };
    if found.is_empty() && benefit.messages.iter().any(|message| names_whom_to_bill(message)) {
        return vec![OtherPayer {
            name: None,
            plan: None,
            ..OtherPayer::of(benefit, PayerRelation::SaidInWords)
        }];
    }
    found
}

fn is_advantage(benefit: &Benefit) -> bool {
    benefit.is_about(PLAN) && ADVANTAGE.contains(&benefit.codes.eb04.as_str())
}

fn names_whom_to_bill(message: &str) -> bool {
    let message = message.to_ascii_uppercase();
    let said = ["SUBMIT CLAIMS TO", "SEND CLAIMS TO", "MAIL CLAIMS TO", "PLEASE BILL ", "BILL TO "];
    message.starts_with("BILL ") || said.iter().any(|words| message.contains(words))
}

/// The payers an EB names; where it names none, one without entity, if its plan or messages say who.
fn named(benefit: &Benefit, relation: PayerRelation, fits: fn(&Entity) -> bool) -> Vec<OtherPayer> {
    let found = entities(benefit, relation, fits);
    if found.is_empty() { vec![OtherPayer::of(benefit, relation)] } else { found }
}

fn entities(benefit: &Benefit, relation: PayerRelation, fits: impl Fn(&Entity) -> bool) -> Vec<OtherPayer> {
    let payers = benefit.entities.iter().filter(|entity| !entity.is(&PEOPLE) && fits(entity));
    payers.map(|entity| OtherPayer::of(benefit, relation).named(entity)).collect()
}

impl OtherPayer {
    fn of(benefit: &Benefit, relation: PayerRelation) -> Self {
        let insured = benefit.entities.iter().find(|entity| entity.is(&["IL"]));
        let number = |kinds: &[&str]| of_kind(&benefit.references, kinds).map(|found| found.value.clone());
        Self {
            relation,
            name: benefit.plan.clone(),
            id: None,
            role: None,
            rank: None,
            member_id: insured.and_then(|insured| insured.id_of("MI")).or_else(|| number(&["1W"])),
            group_number: number(&["6P", "1L", "IG"]),
            plan: benefit.plan.clone(),
            insurance_type: benefit.insurance_type.clone(),
            service_types: benefit.service_types.clone(),
            services: benefit.services.clone(),
            address: None,
            contacts: Vec::new(),
            dates: benefit.dates.clone(),
            messages: benefit.messages.clone(),
        }
    }

    fn named(self, entity: &Entity) -> Self {
        let rank = match entity.role.as_str() {
            "PRP" => Some(Rank::Primary),
            "SEP" => Some(Rank::Secondary),
            "TTP" => Some(Rank::Tertiary),
            _ => None,
        };
        let name = Some(entity.name.clone()).filter(|name| !name.is_empty());
        // NM109 of an other payer's loop is at times the member's id there.
        let member = entity.id_of("MI");
        let id = Some(entity.id.clone()).filter(|id| !id.is_empty() && member.is_none());
        Self {
            name: name.or(self.name),
            id,
            role: Some(entity.role_name.clone()),
            rank,
            member_id: member.or(self.member_id),
            address: entity.address.clone(),
            contacts: entity.contacts.clone(),
            ..self
        }
    }
}

/// EB*L, or whoever stands anywhere as primary care provider.
pub fn primary_care_provider(benefits: &[Benefit]) -> Option<Provider> {
    let stated = benefits.iter().filter(|benefit| benefit.kind == BenefitKind::PrimaryCareProvider);
    let of = |benefit: &Benefit, any: bool| {
        let entity = benefit.entities.iter().find(|entity| any || entity.is(&["P3"]))?;
        Some(Provider {
            name: entity.name.clone(),
            npi: entity.id_of("XX"),
            id: Some(entity.id.clone()).filter(|id| !id.is_empty()),
            address: entity.address.clone(),
            taxonomy: entity.taxonomy.clone(),
            contacts: entity.contacts.clone(),
            dates: benefit.dates.clone(),
        })
    };
    stated
        .clone()
        .find_map(|benefit| of(benefit, false))
        .or_else(|| stated.clone().find_map(|benefit| of(benefit, true)))
        .or_else(|| benefits.iter().find_map(|benefit| of(benefit, false)))
}
