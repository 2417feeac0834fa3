//! UM and HCR: what is asked for, and what was decided.

use super::lists::{
    Action, CertificationType, FacilityKind, HealthCondition, LevelOfService, Prognosis, RequestCategory,
};
use crate::eligibility::Answer;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Repeated, TransactionWriter};

/// UM.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// UM01.
    pub category: RequestCategory,
    /// UM02; a service without it has that of its event.
    pub certification: Option<CertificationType>,
    /// UM03, such as `3` consultation, `42` home health care.
    pub service_type: Text,
    /// UM04.
    pub facility: Option<Facility>,
    /// UM05; requests only.
    pub causes: Option<RelatedCauses>,
    /// UM06.
    pub level: Option<LevelOfService>,
    /// UM07; requests only.
    pub condition: Option<HealthCondition>,
    /// UM08; requests only.
    pub prognosis: Option<Prognosis>,
    /// UM09: Y, the provider has a release signed by the patient; M, a limited one. Requests only.
    pub release: Text,
    /// UM10: why the request is late; requests only.
    pub delay_reason: Text,
}

/// UM04.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facility {
    /// UM04-1, such as place of service `11`, or bill type `21` without frequency.
    pub code: Text,
    /// UM04-2.
    pub kind: FacilityKind,
}

/// UM05: the condition comes from an accident or from work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelatedCauses {
    /// UM05-1 to UM05-3: AA auto accident, AP another party's fault, EM employment.
    pub causes: Vec<Text>,
    /// UM05-4, of an auto accident.
    pub state: Text,
    /// UM05-5.
    pub country: Text,
}

/// HCR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// HCR01.
    pub action: Action,
    /// HCR02: the authorization number; sent as REF*G1 or REF*9F in the claim.
    pub number: Text,
    /// HCR03: at most five decision reason codes.
    pub reasons: Vec<Text>,
    /// HCR04: whether a second surgical opinion is needed.
    pub second_opinion: Option<Answer>,
}

hidden!(Asked);

impl Asked {
    /// UM01 to UM03.
    #[must_use]
    pub fn new(category: RequestCategory, certification: CertificationType, service_type: &str) -> Self {
        Self { certification: Some(certification), service_type: service_type.into(), ..Self::of(category) }
    }

    fn of(category: RequestCategory) -> Self {
        Self {
            category,
            certification: None,
            service_type: Text::new(),
            facility: None,
            causes: None,
            level: None,
            condition: None,
            prognosis: None,
            release: Text::new(),
            delay_reason: Text::new(),
        }
    }

    pub(super) fn read(um: &Segment<'_>, loop_id: &'static str) -> Result<Self, X12Error> {
        let category = um.required(1, loop_id, "UM01 says what has to be authorized")?;
        Ok(Self {
            certification: CertificationType::of(um, 2),
            service_type: um.element(3).into(),
            facility: Facility::read(um),
            causes: RelatedCauses::read(um),
            level: LevelOfService::of(um, 6),
            condition: HealthCondition::of(um, 7),
            prognosis: Prognosis::of(um, 8),
            release: um.element(9).into(),
            delay_reason: um.element(10).into(),
            ..Self::of(RequestCategory::from_code(category))
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let elements: [&dyn Element; 10] = [
            &self.category,
            &self.certification,
            &self.service_type,
            &self.facility,
            &self.causes,
            &self.level,
            &self.condition,
            &self.prognosis,
            &self.release,
            &self.delay_reason,
        ];
        writer.put("UM", &elements);
    }
}

impl Facility {
    /// A place of service, such as `11` office.
    #[must_use]
    pub fn place(code: &str) -> Self {
        Self { code: code.into(), kind: FacilityKind::PlaceOfService }
    }

    fn read(um: &Segment<'_>) -> Option<Self> {
        um.optional(4)?;
        Some(Self { code: um.component(4, 1).into(), kind: FacilityKind::from_code(um.component(4, 2)) })
    }
}

impl Element for Facility {
    fn put(&self, sheet: &mut crate::writer::Sheet) {
        Composite(&[&self.code, &self.kind]).put(sheet);
    }
}

impl RelatedCauses {
    fn read(um: &Segment<'_>) -> Option<Self> {
        um.optional(5)?;
        let causes = (1..=3).map(|m| um.component(5, m)).filter(|cause| !cause.is_empty());
        let [state, country] = [4, 5].map(|m| um.component(5, m).into());
        Some(Self { causes: causes.map(Text::from).collect(), state, country })
    }
}

impl Element for RelatedCauses {
    fn put(&self, sheet: &mut crate::writer::Sheet) {
        let [one, two, three]: &[Option<&Text>; 3] = &std::array::from_fn(|n| self.causes.get(n));
        Composite(&[one, two, three, &self.state, &self.country]).put(sheet);
    }
}

impl Verdict {
    /// A verdict with the authorization number; empty where there is none.
    #[must_use]
    pub fn new(action: Action, number: &str) -> Self {
        Self { action, number: number.into(), reasons: Vec::new(), second_opinion: None }
    }

    pub(super) fn read(hcr: &Segment<'_>, loop_id: &'static str) -> Result<Self, X12Error> {
        let action = hcr.required(1, loop_id, "HCR01 says what was decided")?;
        let reasons = hcr.repetitions(3).map(Text::from).collect();
        let second_opinion = Answer::of(hcr, 4);
        Ok(Self { reasons, second_opinion, ..Self::new(Action::from_code(action), hcr.element(2)) })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("HCR", &[&self.action, &self.number, &Repeated(&self.reasons), &self.second_opinion]);
    }
}
