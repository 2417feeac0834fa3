//! 2110C and 2110D: one EB with what stands under it.

use super::entity::BenefitEntity;
use super::lists::{Answer, BenefitKind, CoverageLevel, TimePeriod};
use super::patient::DatedPeriod;
use super::rejection::{Rejection, RejectionLevel};
use crate::amount::{Amount, Percent, Quantity};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Party, Reference, Unread};
use crate::procedure::ProcedureCode;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, Repeated, TransactionWriter};

/// 2110C or 2110D: one EB with what stands under it, one statement of the payer. Several may differ only in
/// `in_network`, `places` or `messages`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benefit {
    /// EB01: what the statement is: active coverage, deductible, copayment, ...
    pub kind: BenefitKind,
    /// EB02: for whom it counts; `None` where the payer does not say.
    pub level: Option<CoverageLevel>,
    /// EB03, such as `30` (plan) or `98` (office visit).
    pub service_types: Vec<Text>,
    /// EB04, such as `HM`; empty where absent.
    pub insurance_type: Text,
    /// EB05: the payer's name of the plan; empty where absent.
    pub plan: Text,
    /// EB06: the period `amount` or `quantity` counts in.
    pub period: Option<TimePeriod>,
    /// EB07: money, such as a copayment or what is left of a deductible.
    pub amount: Option<Amount>,
    /// EB08: the patient's share, `.2` is 20 %.
    pub percent: Option<Percent>,
    /// EB09: what `quantity` counts, such as `VS` visits; empty where absent.
    pub quantity_qualifier: Text,
    /// EB10, to the thousandth.
    pub quantity: Option<Quantity>,
    /// EB11: whether an authorization is needed.
    pub authorization_required: Option<Answer>,
    /// EB12: whether it counts in network; `None` where the payer does not say.
    pub in_network: Option<Answer>,
    /// EB13: the procedure it is about, sent in place of `service_types`.
    pub procedure: Option<ProcedureCode>,
    /// HSD: how often and how long.
    pub deliveries: Vec<Delivery>,
    /// REF, such as `18` plan number, `6P` group number.
    pub references: Vec<Reference>,
    /// DTP: when it counts, where not as the patient's dates say.
    pub dates: Vec<DatedPeriod>,
    /// AAA: why this could not be answered.
    pub rejections: Vec<Rejection>,
    /// MSG01: free text.
    pub messages: Vec<Text>,
    /// III of 2115: where or for what it counts.
    pub places: Vec<Place>,
    /// 2120: whom it is about.
    pub entities: Vec<BenefitEntity>,
}

/// HSD: how often and how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// HSD01 to HSD08, empty where absent.
    pub elements: [Text; 8],
}

/// III: where or for what the benefit counts; qualifier `ZZ` makes the code a place of service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// III01.
    pub qualifier: Text,
    /// III02.
    pub code: Text,
    /// III03: kind of `text`, `44` where it is sent.
    pub category: Text,
    /// III04: free text.
    pub text: Text,
}

impl Benefit {
    /// A benefit that says nothing but its kind.
    #[must_use]
    pub fn new(kind: BenefitKind) -> Self {
        Self {
            kind,
            level: None,
            service_types: Vec::new(),
            insurance_type: Text::new(),
            plan: Text::new(),
            period: None,
            amount: None,
            percent: None,
            quantity_qualifier: Text::new(),
            quantity: None,
            authorization_required: None,
            in_network: None,
            procedure: None,
            deliveries: Vec::new(),
            references: Vec::new(),
            dates: Vec::new(),
            rejections: Vec::new(),
            messages: Vec::new(),
            places: Vec::new(),
            entities: Vec::new(),
        }
    }

    /// EB01 1 to 5.
    #[must_use]
    pub fn is_active(&self) -> bool {
        use BenefitKind::{
            Active, ActiveCapitatedToPrimary, ActiveFullRisk, ActivePending, ActiveServicesCapitated,
        };
        let kind = &self.kind;
        matches!(
            kind,
            Active | ActiveFullRisk | ActiveServicesCapitated | ActiveCapitatedToPrimary | ActivePending
        )
    }

    /// Every EB at the cursor with what follows it.
    pub(super) fn read_all(cursor: &mut Cursor<'_, '_>, unread: &mut Unread) -> Result<Vec<Self>, X12Error> {
        let mut benefits: Vec<Self> = Vec::new();
        while let Some(segment) = cursor.advance() {
            match benefits.last_mut().filter(|_| segment.id() != "EB") {
                Some(benefit) => benefit.take(&segment, unread),
                None => benefits.push(Self::read(&segment, unread)?),
            }
        }
        Ok(benefits)
    }

    /// An amount, share or quantity that is none is left out, and the segment kept unread, since payers send such.
    fn read(eb: &Segment<'_>, unread: &mut Unread) -> Result<Self, X12Error> {
        let text = |n| eb.element(n).into();
        let (amount, percent, quantity) = (eb.value(7), eb.value(8), eb.value(10));
        if amount.is_err() || percent.is_err() || quantity.is_err() {
            unread.keep(eb);
        }
        Ok(Self {
            level: CoverageLevel::of(eb, 2),
            service_types: eb.repetitions(3).map(Text::from).collect(),
            insurance_type: text(4),
            plan: text(5),
            period: TimePeriod::of(eb, 6),
            amount: amount.unwrap_or_default(),
            percent: percent.unwrap_or_default(),
            quantity_qualifier: text(9),
            quantity: quantity.unwrap_or_default(),
            authorization_required: Answer::of(eb, 11),
            in_network: Answer::of(eb, 12),
            procedure: ProcedureCode::read(eb, 13),
            ..Self::new(BenefitKind::from_code(eb.required(1, "2110", "EB01 says what the benefit is")?))
        })
    }

    fn take(&mut self, segment: &Segment<'_>, unread: &mut Unread) {
        match segment.id() {
            "HSD" => {
                let elements = std::array::from_fn(|n| segment.element(n + 1).into());
                self.deliveries.push(Delivery { elements });
            }
            "REF" => self.references.push(Reference::parse(segment)),
            "DTP" => DatedPeriod::read(segment, &mut self.dates, unread),
            "AAA" => self.rejections.push(Rejection::parse(segment, RejectionLevel::Benefit)),
            "MSG" => self.messages.push(segment.element(1).into()),
            "III" => self.places.push(Place::parse(segment)),
            "LS" | "LE" if segment.element(1) == "2120" => {}
            "NM1" => self.entities.push(BenefitEntity::of(Party::parse(segment))),
            _ if self.entities.last_mut().is_some_and(|entity| entity.take(segment)) => {}
            _ => unread.keep(segment),
        }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        self.write_eb(writer);
        for Delivery { elements } in &self.deliveries {
            writer.put("HSD", &elements.each_ref().map(|text| text as &dyn Element));
        }
        self.references.iter().for_each(|reference| reference.write(writer));
        self.dates.iter().for_each(|date| date.write(writer));
        self.rejections.iter().for_each(|rejection| rejection.write(writer));
        for message in &self.messages {
            writer.put("MSG", &[message]);
        }
        for Place { qualifier, code, category, text } in &self.places {
            writer.put("III", &[qualifier, code, category, text]);
        }
        if !self.entities.is_empty() {
            writer.segment("LS", &["2120"]);
            self.entities.iter().for_each(|entity| entity.write(writer));
            writer.segment("LE", &["2120"]);
        }
    }

    fn write_eb(&self, writer: &mut TransactionWriter) {
        let elements: [&dyn Element; 13] = [
            &self.kind,
            &self.level,
            &Repeated(&self.service_types),
            &self.insurance_type,
            &self.plan,
            &self.period,
            &self.amount,
            &self.percent,
            &self.quantity_qualifier,
            &self.quantity,
            &self.authorization_required,
            &self.in_network,
            &self.procedure,
        ];
        writer.put("EB", &elements);
    }
}

impl Place {
    fn parse(iii: &Segment<'_>) -> Self {
        let text = |n| iii.element(n).into();
        Self { qualifier: text(1), code: text(2), category: text(3), text: text(4) }
    }
}
