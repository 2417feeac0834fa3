//! Reads and writes CLP to its last service.

use super::ClaimPayment;
use crate::claim::element::{absent, required_text, write_contact, write_party};
use crate::claim::{Adjustment, ClaimFiling, Frequency, InpatientAdjudication, OutpatientAdjudication};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Contact, Party};
use crate::reader::Segment;
use crate::remittance::code_lists::ClaimPaymentStatus;
use crate::remittance::service_payment::{ServicePayment, date_or_keep, write_dtm};
use crate::remittance::supplement::{Position, SupplementalAmount, SupplementalQuantity};
use crate::writer::TransactionWriter;

const LOOP: &str = "2100";

impl ClaimPayment {
    /// Adds the loop that begins here.
    pub(in crate::remittance) fn read(
        cursor: &mut Cursor<'_, '_>,
        claims: &mut Vec<Self>,
    ) -> Result<(), X12Error> {
        claims.push(Self::begin(&cursor.expect("CLP", LOOP)?)?);
        let Some(claim) = claims.last_mut() else { return Ok(()) };
        while let Some(segment) = cursor.peek() {
            match segment.id().as_bytes() {
                b"CLP" | b"LX" | b"PLB" | b"SE" => break,
                b"SVC" => {
                    ServicePayment::read(cursor, &mut claim.services)?;
                    continue;
                }
                b"NM1" => claim.take_party(&segment),
                b"DTM" => claim.take_date(&segment),
                _ => claim.take(&segment)?,
            }
            cursor.advance();
        }
        Ok(())
    }

    fn begin(clp: &Segment<'_>) -> Result<Self, X12Error> {
        let number = required_text(clp, 1, LOOP)?;
        let mut walk = clp.walk();
        walk.skip();
        let status = walk.optional().ok_or_else(|| absent(clp, 2, LOOP))?;
        let (charge, paid) = (walk.value()?, walk.value()?);
        let charge = charge.ok_or_else(|| absent(clp, 3, LOOP))?;
        let paid = paid.ok_or_else(|| absent(clp, 4, LOOP))?;
        Ok(Self {
            patient_responsibility: walk.value()?,
            claim_filing: walk.optional().map(ClaimFiling::from_code),
            payer_control_number: walk.optional_text(),
            facility_type: walk.optional_text(),
            frequency: walk.optional().map(Frequency::from_code),
            drg: {
                walk.skip();
                walk.optional_text()
            },
            position: Position(clp.number()),
            ..Self::new(number, ClaimPaymentStatus::from_code(status), charge, paid)
        })
    }

    fn take_party(&mut self, nm1: &Segment<'_>) {
        let place = match nm1.element(1) {
            "QC" => &mut self.patient,
            "IL" => &mut self.insured,
            "74" => &mut self.corrected_insured,
            "82" => &mut self.service_provider,
            "TT" => &mut self.crossover_carrier,
            "PR" => &mut self.corrected_payer,
            "GB" => &mut self.other_subscriber,
            _ => return self.unknown.keep(nm1),
        };
        *place = Some(Box::new(Party::parse(nm1)));
    }

    fn take_date(&mut self, dtm: &Segment<'_>) {
        let place = match dtm.element(1) {
            "232" => &mut self.statement_from,
            "233" => &mut self.statement_to,
            "036" => &mut self.coverage_expired,
            "050" => &mut self.received,
            _ => return self.unknown.keep(dtm),
        };
        *place = date_or_keep(dtm, &mut self.unknown);
    }

    fn take(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        match segment.id().as_bytes() {
            b"CAS" => Adjustment::read(segment, LOOP, &mut self.adjustments)?,
            b"MIA" => self.inpatient_adjudication = Some(InpatientAdjudication::read(segment)),
            b"MOA" => self.outpatient_adjudication = Some(Box::new(OutpatientAdjudication::read(segment)?)),
            b"REF" => self.references.push(segment),
            b"PER" => self.contacts.push(Contact::parse(segment)),
            b"AMT" => self.amounts.push(SupplementalAmount::read(segment)?),
            b"QTY" => self.quantities.push(SupplementalQuantity::read(segment)?),
            _ => self.unknown.keep(segment),
        }
        Ok(())
    }

    /// Writes CLP to the last segment of its last service: a piece of an `OpenSet`.
    pub fn write(&self, writer: &mut TransactionWriter) {
        self.write_clp(writer);
        Adjustment::write(writer, &self.adjustments);
        self.write_parties(writer);
        if let Some(adjudication) = &self.inpatient_adjudication {
            adjudication.write(writer);
        }
        if let Some(adjudication) = &self.outpatient_adjudication {
            adjudication.write(writer);
        }
        self.references.write(writer);
        write_dtm(writer, "232", self.statement_from);
        write_dtm(writer, "233", self.statement_to);
        write_dtm(writer, "036", self.coverage_expired);
        write_dtm(writer, "050", self.received);
        self.contacts.iter().for_each(|contact| write_contact(writer, "CX", contact));
        self.amounts.iter().for_each(|amount| amount.write(writer));
        self.quantities.iter().for_each(|quantity| quantity.write(writer));
        self.services.iter().for_each(|service| service.write(writer));
    }

    fn write_clp(&self, writer: &mut TransactionWriter) {
        writer.put(
            "CLP",
            &[
                &self.patient_control_number,
                &self.status,
                &self.charge,
                &self.paid,
                &self.patient_responsibility,
                &self.claim_filing,
                &self.payer_control_number,
                &self.facility_type,
                &self.frequency,
                &"",
                &self.drg,
            ],
        );
    }

    fn write_parties(&self, writer: &mut TransactionWriter) {
        let parties = [
            ("QC", &self.patient),
            ("IL", &self.insured),
            ("74", &self.corrected_insured),
            ("82", &self.service_provider),
            ("TT", &self.crossover_carrier),
            ("PR", &self.corrected_payer),
            ("GB", &self.other_subscriber),
        ];
        for (entity, party) in parties {
            if let Some(party) = party {
                write_party(writer, entity, party);
            }
        }
    }
}
