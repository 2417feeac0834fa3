//! Loop 2110: what was decided on one line.

use crate::text::Text;
use chrono::NaiveDate;

use super::supplement::{Position, Remark, SupplementalAmount, SupplementalQuantity};
use crate::amount::{Amount, Quantity};
use crate::claim::element::{absent, text};
use crate::claim::{Adjustment, Procedure, References};
use crate::cursor::Cursor;
use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::name::Unread;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// Loop 2110: SVC and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePayment {
    /// SVC01: what the payer decided on.
    pub procedure: Procedure,
    /// SVC02: what was charged for the line.
    pub charge: Amount,
    /// SVC03: what is paid for the line.
    pub paid: Amount,
    /// SVC04: four digits.
    pub revenue_code: Option<Text>,
    /// SVC05: units paid; one where it is absent.
    pub paid_units: Option<Quantity>,
    /// SVC06: what was billed, where the payer changed it.
    pub submitted_procedure: Option<Box<Procedure>>,
    /// SVC07: units billed, where the payer changed them.
    pub submitted_units: Option<Quantity>,
    /// DTM*472, or DTM*150 and DTM*151; `None` where the claim's dates hold.
    pub service_date: Option<DatePeriod>,
    /// CAS of the line: `charge` less these is `paid`.
    pub adjustments: Vec<Adjustment>,
    /// REF*6R: the number the line had in the 837.
    pub control_number: Option<Text>,
    /// REF other than 6R: LU location, 1S or APC payment group, RB rate code, 0K policy, and numbers of the rendering
    /// provider.
    pub references: References,
    /// AMT, such as `B6` allowed amount.
    pub amounts: Vec<SupplementalAmount>,
    /// QTY `ZK` to `ZO`: counts by category of federal mandate.
    pub quantities: Vec<SupplementalQuantity>,
    /// LQ*HE: remark codes (RARC); LQ*RX: codes of pharmacies.
    pub remarks: Vec<Remark>,
    /// Where SVC stood.
    pub position: Position,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ServicePayment {
    /// A line paid or denied as billed.
    pub fn new(procedure: Procedure, charge: Amount, paid: Amount) -> Self {
        Self {
            procedure,
            charge,
            paid,
            revenue_code: None,
            paid_units: None,
            submitted_procedure: None,
            submitted_units: None,
            service_date: None,
            adjustments: Vec::new(),
            control_number: None,
            references: References::default(),
            amounts: Vec::new(),
            quantities: Vec::new(),
            remarks: Vec::new(),
            position: Position::default(),
            unknown: Unread::default(),
        }
    }

    /// Forgets what it says and keeps its room.
    fn clear(&mut self) {
        // Every field is named, so that none can be forgotten.
        let Self {
            procedure,
            charge,
            paid,
            revenue_code,
            paid_units,
            submitted_procedure,
            submitted_units,
            service_date,
            adjustments,
            control_number,
            references,
            amounts,
            quantities,
            remarks,
            position,
            unknown,
        } = self;
        procedure.clear();
        (*charge, *paid, *revenue_code, *paid_units) = (Amount::ZERO, Amount::ZERO, None, None);
        (*submitted_procedure, *submitted_units, *service_date, *control_number) = (None, None, None, None);
        adjustments.clear();
        references.0.clear();
        amounts.clear();
        quantities.clear();
        remarks.clear();
        *position = Position::default();
        unknown.0.clear();
    }

    /// Reads the loop that begins here into `services[n]`: over what stands there of an earlier claim, or added. It is
    /// filled where it lies: it is too large to be handed around.
    pub(super) fn read(
        cursor: &mut Cursor<'_, '_>,
        services: &mut Vec<Self>,
        n: usize,
        spare: &mut Vec<Self>,
    ) -> Result<(), X12Error> {
        if n == services.len() {
            let blank = || Self::new(Procedure::blank(Vec::new()), Amount::ZERO, Amount::ZERO);
            services.push(spare.pop().unwrap_or_else(blank));
        }
        let Some(service) = services.get_mut(n) else { return Ok(()) };
        service.clear();
        service.begin(&cursor.expect("SVC", "2110")?)?;
        let (mut day, mut from, mut to) = (None, None, None);
        while let Some(segment) = cursor.current() {
            match segment.name() {
                b"SVC" | b"CLP" | b"LX" | b"PLB" | b"SE" => break,
                b"DTM" => match segment.element(1) {
                    "472" => day = date_or_keep(segment, &mut service.unknown),
                    "150" => from = date_or_keep(segment, &mut service.unknown),
                    "151" => to = date_or_keep(segment, &mut service.unknown),
                    _ => service.unknown.keep(segment),
                },
                b"CAS" => Adjustment::read(segment, "2110", &mut service.adjustments)?,
                name => service.take(name, segment)?,
            }
            cursor.pass();
        }
        service.service_date = day.map(DatePeriod::Day).or_else(|| period(from, to));
        Ok(())
    }

    fn begin(&mut self, svc: &Segment<'_>) -> Result<(), X12Error> {
        let mut walk = svc.walk();
        match walk.composite() {
            Some(parts) if Procedure::is_said(&parts) => self.procedure.take_parts(parts),
            _ => return Err(svc.missing(1, "2110", "the payer must name the procedure")),
        }
        let (charge, paid) = (walk.value()?, walk.value()?);
        self.charge = charge.ok_or_else(|| absent(svc, 2, "2110"))?;
        self.paid = paid.ok_or_else(|| absent(svc, 3, "2110"))?;
        self.revenue_code = walk.optional_text();
        self.paid_units = walk.value()?;
        let submitted = walk.composite().filter(Procedure::is_said);
        self.submitted_procedure = submitted.map(|parts| Box::new(Procedure::of_parts(parts)));
        self.submitted_units = walk.value()?;
        self.position = Position(svc.number());
        Ok(())
    }

    fn take(&mut self, name: &[u8], segment: &Segment<'_>) -> Result<(), X12Error> {
        match name {
            b"REF" if segment.element(1) == "6R" && self.control_number.is_none() => {
                self.control_number = text(segment, 2);
            }
            b"REF" => self.references.push(segment),
            b"AMT" => self.amounts.push(SupplementalAmount::read(segment)?),
            b"QTY" => self.quantities.push(SupplementalQuantity::read(segment)?),
            b"LQ" => self.remarks.push(Remark::read(segment)),
            _ => self.unknown.keep(segment),
        }
        Ok(())
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put(
            "SVC",
            &[
                &self.procedure,
                &self.charge,
                &self.paid,
                &self.revenue_code,
                &self.paid_units,
                &self.submitted_procedure,
                &self.submitted_units,
            ],
        );
        match self.service_date {
            Some(DatePeriod::Day(day)) => write_dtm(writer, "472", Some(day)),
            Some(DatePeriod::Range(from, to)) => {
                write_dtm(writer, "150", Some(from));
                write_dtm(writer, "151", Some(to));
            }
            None => {}
        }
        Adjustment::write(writer, &self.adjustments);
        if let Some(number) = &self.control_number {
            writer.put("REF", &[&"6R", number]);
        }
        self.references.write(writer);
        self.amounts.iter().for_each(|amount| amount.write(writer));
        self.quantities.iter().for_each(|quantity| quantity.write(writer));
        self.remarks.iter().for_each(|remark| remark.write(writer));
    }
}

/// One end alone is a day; ends out of order are kept as the first day.
fn period(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<DatePeriod> {
    match (from, to) {
        (Some(from), Some(to)) if from <= to => Some(DatePeriod::Range(from, to)),
        _ => from.or(to).map(DatePeriod::Day),
    }
}

/// DTM02; a date that cannot be read must not hold up a payment.
pub(super) fn date_or_keep(dtm: &Segment<'_>, unknown: &mut Unread) -> Option<NaiveDate> {
    dtm.date(2).unwrap_or_else(|_| {
        unknown.keep(dtm);
        None
    })
}

pub(super) fn write_dtm(writer: &mut TransactionWriter, qualifier: &str, day: Option<NaiveDate>) {
    if let Some(day) = day {
        writer.put("DTM", &[&qualifier, &day]);
    }
}
