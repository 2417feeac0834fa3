//! ORC, OBR and SPM: what was ordered, what is reported, and on which specimen.

use crate::datatype::{Coded, Entity};
use crate::error::{Code, Hl7Error};
use crate::message::Segment;
use crate::when::When;

/// ORC: the order a report or an answer is about.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OrderControl {
    /// ORC-1 (table 0119), such as `RE`, `NW`, `CA`, `OK`, `UA`.
    pub control: String,
    /// ORC-2: the number the ordering side gave.
    pub placer: Option<Entity>,
    /// ORC-3: the number the performing side gave.
    pub filler: Option<Entity>,
    /// ORC-5 (table 0038).
    pub status: String,
}

impl OrderControl {
    pub(crate) fn read(orc: &Segment<'_>) -> Self {
        Self {
            control: orc.field(1).value().unwrap_or_default(),
            placer: Entity::read(orc.field(2)),
            filler: Entity::read(orc.field(3)),
            status: orc.field(5).value().unwrap_or_default(),
        }
    }
}

/// OBR: one test or panel.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// OBR-2.
    pub placer: Option<Entity>,
    /// OBR-3: with the service it names one result of the performing side for ever.
    pub filler: Entity,
    /// OBR-4.
    pub service: Coded,
    /// OBR-7: when the specimen was taken, or the patient observed.
    pub observed_at: Option<When>,
    /// OBR-22: when the report, or its status, was changed last.
    pub reported_at: Option<When>,
    /// OBR-25 (table 0123).
    pub status: String,
}

impl Request {
    pub(crate) fn read(obr: &Segment<'_>, order: Option<&OrderControl>) -> Result<Self, Hl7Error> {
        let filler = Entity::read(obr.field(3)).or_else(|| order.and_then(|order| order.filler.clone()));
        let filler = filler.ok_or_else(|| {
            let hint = "is the number of this result: without it a correction could not replace it";
            obr.fault(3, Code::RequiredFieldMissing, hint)
        })?;
        let service = Coded::read(obr.required(4, "names the test or panel that is reported")?);
        if service.identifier.is_empty() && service.text.is_empty() {
            return Err(obr.fault(4, Code::RequiredFieldMissing, "names the test by its code"));
        }
        let time = |field, hint| {
            let piece = obr.field(field).component(1);
            if piece.is_empty() {
                return Ok(None);
            }
            When::parse(&piece.text()).map(Some).ok_or_else(|| obr.fault(field, Code::DataType, hint))
        };
        Ok(Self {
            placer: Entity::read(obr.field(2)).or_else(|| order.and_then(|order| order.placer.clone())),
            filler,
            service,
            observed_at: time(7, "is no time, as 20260228235959-0600")?,
            reported_at: time(22, "is no time, as 20260228235959-0600")?,
            status: obr.field(25).value().unwrap_or_default(),
        })
    }
}

/// SPM: what was examined.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Specimen {
    /// SPM-2, the number of the performing side, else of the ordering side.
    pub number: String,
    /// SPM-4 (table 0487 or SNOMED CT).
    pub kind: Coded,
}

impl Specimen {
    pub(crate) fn read(spm: &Segment<'_>) -> Self {
        let pair = spm.field(2);
        let number = |side| pair.component(side).subcomponent(1).value();
        Self { number: number(2).or_else(|| number(1)).unwrap_or_default(), kind: Coded::read(spm.field(4)) }
    }
}

crate::redacted!(OrderControl, Request, Specimen);
