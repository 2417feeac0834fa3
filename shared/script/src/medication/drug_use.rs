//! DrugUseEvaluation: an alert the prescriber or the pharmacist saw, what was done about it, and with what result.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, ServiceReason, Text};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrugUseEvaluation {
    /// ServiceReasonCode: what the alert was about.
    pub reason: Option<ServiceReason>,
    /// ProfessionalServiceCode: what was done, M0 for consulting the prescriber.
    pub service: Option<Text>,
    /// ServiceResultCode: 1G for filled with the prescriber's approval.
    pub result: Option<Text>,
    /// The other drug, allergen or condition.
    pub co_agent: Option<CoAgent>,
    /// ClinicalSignificanceCode: 1 major, 2 moderate, 3 minor, 9 undetermined.
    pub significance: Option<Text>,
    /// AcknowledgementReason: the prescriber's own words.
    pub acknowledgement: Option<Text>,
    pub other: Vec<Element>,
}

/// CoAgent/CoAgentCode.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoAgent {
    pub code: Option<Text>,
    pub qualifier: Option<Text>,
    pub description: Option<Text>,
}

impl Part for DrugUseEvaluation {
    fn read(fields: &mut Fields) -> Result<Self> {
        let co_agent = |agent: &mut Fields| agent.inside("CoAgentCode", CoAgent::read);
        Ok(Self {
            reason: fields.text("ServiceReasonCode")?.map(ServiceReason::from),
            service: fields.text("ProfessionalServiceCode")?,
            result: fields.text("ServiceResultCode")?,
            co_agent: fields.inside("CoAgent", co_agent)?.flatten().filter(|a| *a != CoAgent::default()),
            significance: fields.text("ClinicalSignificanceCode")?,
            acknowledgement: fields.text("AcknowledgementReason")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("ServiceReasonCode", &self.reason);
        into.put("ProfessionalServiceCode", &self.service);
        into.put("ServiceResultCode", &self.result);
        into.nest("CoAgent", |agent| {
            agent.nest("CoAgentCode", |code| self.co_agent.iter().for_each(|agent| agent.write(code)));
        });
        into.put("ClinicalSignificanceCode", &self.significance);
        into.put("AcknowledgementReason", &self.acknowledgement);
        into.preserve(&self.other);
    }
}

impl Part for CoAgent {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            code: fields.text("Code")?,
            qualifier: fields.text("Qualifier")?,
            description: fields.text("Description")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("Code", &self.code);
        into.put("Qualifier", &self.qualifier);
        into.put("Description", &self.description);
    }
}
