//! Recording a coverage and changing one: what is asked, and what it makes of the coverage.

use super::{Coordination, Coverage, Holder, PlanKind, Refusal};
use chrono::{DateTime, NaiveDate};
use model::{CoverageId, Demographics, MemberId, Name, PatientId, PayerId, Rank, Relationship};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordCoverage {
    pub patient_id: PatientId,
    pub payer_id: PayerId,
    pub member_id: MemberId,
    pub group_number: Option<Name>,
    pub rank: Rank,
    pub relationship: Relationship,
    /// Who holds the coverage, as the payer knows them; left out when it is the patient.
    pub subscriber: Option<Demographics>,
    pub effective: NaiveDate,
    pub terminates: Option<NaiveDate>,
    pub plan_kind: Option<PlanKind>,
    #[serde(default)]
    pub coordination: Coordination,
}

/// What is left out stays as it is; null takes away what may be absent.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UpdateCoverage {
    pub payer_id: Option<PayerId>,
    pub member_id: Option<MemberId>,
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<Name>)]
    pub group_number: Option<Option<Name>>,
    pub rank: Option<Rank>,
    pub relationship: Option<Relationship>,
    pub subscriber: Option<Demographics>,
    pub effective: Option<NaiveDate>,
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<NaiveDate>)]
    pub terminates: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<PlanKind>)]
    pub plan_kind: Option<Option<PlanKind>>,
    /// Replaces all of it.
    pub coordination: Option<Coordination>,
}

/// What the new coverage has otherwise than the one it follows; what is left out stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewCoverage {
    /// The new one's first day; the old one ends the day before, unless it ended earlier.
    pub effective: NaiveDate,
    pub terminates: Option<NaiveDate>,
    pub payer_id: Option<PayerId>,
    pub member_id: Option<MemberId>,
    pub group_number: Option<Name>,
    pub plan_kind: Option<PlanKind>,
    pub coordination: Option<Coordination>,
}

/// Tells null (take it away) from absent (leave it).
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(reader: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

impl Coverage {
    pub fn record(id: CoverageId, asked: RecordCoverage) -> Result<Self, Refusal> {
        let coverage = Self {
            id,
            patient_id: asked.patient_id,
            payer_id: asked.payer_id,
            member_id: asked.member_id,
            group_number: asked.group_number,
            rank: asked.rank,
            holder: Holder::new(asked.relationship, asked.subscriber)?,
            effective: asked.effective,
            terminates: asked.terminates,
            plan_kind: asked.plan_kind,
            coordination: asked.coordination,
            identity_since: DateTime::UNIX_EPOCH,
            version: 1,
        };
        coverage.in_order()
    }

    pub fn update(self, asked: UpdateCoverage) -> Result<Self, Refusal> {
        let relationship = asked.relationship.unwrap_or(self.holder.relationship());
        let kept = self.holder.subscriber().filter(|_| relationship != Relationship::Own).cloned();
        let coverage = Self {
            id: self.id,
            patient_id: self.patient_id,
            payer_id: asked.payer_id.unwrap_or(self.payer_id),
            member_id: asked.member_id.unwrap_or(self.member_id),
            group_number: asked.group_number.unwrap_or(self.group_number),
            rank: asked.rank.unwrap_or(self.rank),
            holder: Holder::new(relationship, asked.subscriber.or(kept))?,
            effective: asked.effective.unwrap_or(self.effective),
            terminates: asked.terminates.unwrap_or(self.terminates),
            plan_kind: asked.plan_kind.unwrap_or(self.plan_kind),
            coordination: asked.coordination.unwrap_or(self.coordination),
            identity_since: self.identity_since,
            version: self.version + 1,
        };
        coverage.in_order()
    }

    /// The old one, ended the day before, and the one that follows it.
    pub fn renew(self, id: CoverageId, asked: RenewCoverage) -> Result<(Self, Self), Refusal> {
        let last = asked.effective.pred_opt().filter(|last| *last >= self.effective);
        let last = last.ok_or(Refusal::RenewsTooEarly)?;
        let next = Self {
            id,
            payer_id: asked.payer_id.unwrap_or(self.payer_id),
            member_id: asked.member_id.unwrap_or(self.member_id.clone()),
            group_number: asked.group_number.or(self.group_number.clone()),
            effective: asked.effective,
            terminates: asked.terminates,
            plan_kind: asked.plan_kind.or(self.plan_kind),
            coordination: asked.coordination.unwrap_or(self.coordination.clone()),
            identity_since: DateTime::UNIX_EPOCH,
            version: 1,
            ..self.clone()
        };
        let last = self.terminates.map_or(last, |ended| ended.min(last));
        let ended = Self { terminates: Some(last), version: self.version + 1, ..self };
        Ok((ended, next.in_order()?))
    }
}
