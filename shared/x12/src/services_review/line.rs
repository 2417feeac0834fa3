//! SV1, SV2, SV3 and TOO: the service asked for.

use crate::amount::{Amount, Quantity};
use crate::eligibility::Answer;
use crate::error::X12Error;
use crate::procedure::ProcedureCode;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

/// SV1, SV2 or SV3: what a 2000F is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceLine {
    /// SV1.
    Professional(ProfessionalService),
    /// SV2.
    Institutional(InstitutionalService),
    /// SV3.
    Dental(DentalService),
}

/// C003 of SV101, SV202 and SV301: a code, or a range of codes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Procedure {
    /// Components 1 to 6.
    pub first: ProcedureCode,
    /// Component 7.
    pub description: Text,
    /// Component 8: the last code of a range.
    pub last: Text,
}

/// SV1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfessionalService {
    /// SV101.
    pub procedure: Procedure,
    /// SV102.
    pub amount: Option<Amount>,
    /// SV103: UN units, MJ minutes, F2 international units.
    pub unit: Text,
    /// SV104.
    pub quantity: Option<Quantity>,
    /// SV107: which diagnoses of the event, counted from 1; requests only.
    pub pointers: Vec<Text>,
    /// SV111: early and periodic screening of a child.
    pub screening: Option<Answer>,
    /// SV120: nursing home level of care.
    pub nursing_level: Text,
}

/// SV2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstitutionalService {
    /// SV201.
    pub revenue_code: Text,
    /// SV202.
    pub procedure: Option<Procedure>,
    /// SV203.
    pub amount: Option<Amount>,
    /// SV204: DA days, UN units, F2 international units.
    pub unit: Text,
    /// SV205.
    pub quantity: Option<Quantity>,
    /// SV206, as the sender wrote it.
    pub rate: Text,
    /// SV209: nursing home residential status; requests only.
    pub residence: Text,
    /// SV210: nursing home level of care.
    pub nursing_level: Text,
}

/// SV3.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DentalService {
    /// SV301.
    pub procedure: Procedure,
    /// SV302.
    pub amount: Option<Amount>,
    /// SV304: at most five areas of the mouth.
    pub areas: Vec<Text>,
    /// SV305: I initial, R replacement.
    pub prosthesis: Text,
    /// SV306.
    pub quantity: Option<Quantity>,
    /// SV307; requests only.
    pub description: Text,
}

/// TOO*JP.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tooth {
    /// TOO02.
    pub code: Text,
    /// TOO03: at most five of B D F I L M O.
    pub surfaces: Vec<Text>,
}

hidden!(Procedure);

impl Procedure {
    /// One code with its modifiers, not a range.
    #[must_use]
    pub fn new(code: ProcedureCode) -> Self {
        Self { first: code, ..Self::default() }
    }

    fn read(segment: &Segment<'_>, n: usize) -> Option<Self> {
        let first = ProcedureCode::read(segment, n)?;
        let [description, last] = [7, 8].map(|m| segment.component(n, m).into());
        Some(Self { first, description, last })
    }
}

impl Element for Procedure {
    fn put(&self, sheet: &mut Sheet) {
        let ProcedureCode { code_list, code, modifiers } = &self.first;
        let [one, two, three, four]: &[Option<&Text>; 4] = &std::array::from_fn(|n| modifiers.get(n));
        Composite(&[code_list, code, one, two, three, four, &self.description, &self.last]).put(sheet);
    }
}

/// The components of an element that holds codes only.
struct Codes<'a>(&'a [Text]);

impl Element for Codes<'_> {
    fn put(&self, sheet: &mut Sheet) {
        let codes: Vec<&dyn Element> = self.0.iter().map(|code| code as &dyn Element).collect();
        Composite(&codes).put(sheet);
    }
}

fn codes(segment: &Segment<'_>, n: usize) -> Vec<Text> {
    segment.split_components(segment.element(n)).filter(|code| !code.is_empty()).map(Text::from).collect()
}

impl ServiceLine {
    /// Reads SV1, SV2 or SV3.
    pub(super) fn read(segment: &Segment<'_>) -> Result<Self, X12Error> {
        match segment.id() {
            "SV1" => ProfessionalService::read(segment).map(Self::Professional),
            "SV2" => InstitutionalService::read(segment).map(Self::Institutional),
            _ => DentalService::read(segment).map(Self::Dental),
        }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        match self {
            Self::Professional(service) => service.write(writer),
            Self::Institutional(service) => service.write(writer),
            Self::Dental(service) => service.write(writer),
        }
    }
}

fn procedure(segment: &Segment<'_>) -> Result<Procedure, X12Error> {
    Procedure::read(segment, 1).ok_or_else(|| segment.missing(1, "2000F", "the service has a procedure code"))
}

impl ProfessionalService {
    fn read(sv1: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            procedure: procedure(sv1)?,
            amount: sv1.value(2)?,
            unit: sv1.element(3).into(),
            quantity: sv1.value(4)?,
            pointers: codes(sv1, 7),
            screening: Answer::of(sv1, 11),
            nursing_level: sv1.element(20).into(),
        })
    }

    fn write(&self, writer: &mut TransactionWriter) {
        let pointers = Codes(&self.pointers);
        let mut elements: [&dyn Element; 20] = [&""; 20];
        elements[..4].copy_from_slice(&[&self.procedure, &self.amount, &self.unit, &self.quantity]);
        (elements[6], elements[10], elements[19]) = (&pointers, &self.screening, &self.nursing_level);
        writer.put("SV1", &elements);
    }
}

impl InstitutionalService {
    fn read(sv2: &Segment<'_>) -> Result<Self, X12Error> {
        let text = |n| sv2.element(n).into();
        Ok(Self {
            revenue_code: text(1),
            procedure: Procedure::read(sv2, 2),
            amount: sv2.value(3)?,
            unit: text(4),
            quantity: sv2.value(5)?,
            rate: text(6),
            residence: text(9),
            nursing_level: text(10),
        })
    }

    fn write(&self, writer: &mut TransactionWriter) {
        let Self { revenue_code, procedure, amount, unit, quantity, rate, residence, nursing_level } = self;
        let elements: [&dyn Element; 10] =
            [revenue_code, procedure, amount, unit, quantity, rate, &"", &"", residence, nursing_level];
        writer.put("SV2", &elements);
    }
}

impl DentalService {
    fn read(sv3: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            procedure: procedure(sv3)?,
            amount: sv3.value(2)?,
            areas: codes(sv3, 4),
            prosthesis: sv3.element(5).into(),
            quantity: sv3.value(6)?,
            description: sv3.element(7).into(),
        })
    }

    fn write(&self, writer: &mut TransactionWriter) {
        let Self { procedure, amount, areas, prosthesis, quantity, description } = self;
        writer.put("SV3", &[procedure, amount, &"", &Codes(areas), prosthesis, quantity, description]);
    }
}

impl Tooth {
    pub(super) fn read(too: &Segment<'_>) -> Self {
        Self { code: too.element(2).into(), surfaces: codes(too, 3) }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("TOO", &[&"JP", &self.code, &Codes(&self.surfaces)]);
    }
}
