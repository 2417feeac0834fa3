//! Reads and writes CLP to its last service.

use super::ClaimPayment;
use crate::amount::Amount;
use crate::claim::element::{absent, required_text, write_contact, write_party};
use crate::claim::{Adjustment, ClaimFiling, Frequency, InpatientAdjudication, OutpatientAdjudication};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Contact, Party};
use crate::reader::Segment;
use crate::remittance::code_lists::ClaimPaymentStatus;
use crate::remittance::service_payment::{ServicePayment, date_or_keep, write_dtm};
use crate::remittance::supplement::{Position, SupplementalAmount, SupplementalQuantity};
use crate::text::Text;
use crate::writer::TransactionWriter;

const LOOP: &str = "2100";

/// What earlier claims do not need any more, whose room is used again.
#[derive(Debug, Default)]
pub(in crate::remittance) struct Spare {
    services: Vec<ServicePayment>,
    #[expect(clippy::vec_box, reason = "the boxes are what is used again")]
    parties: Vec<Box<Party>>,
}

impl ClaimPayment {
    /// One that says nothing.
    pub(in crate::remittance) fn blank() -> Self {
        Self::new(Text::new(), ClaimPaymentStatus::Primary, Amount::ZERO, Amount::ZERO)
    }

    /// Forgets what it says, but for its services, and keeps its room.
    fn clear(&mut self, spare: &mut Spare) {
        // Every field is named, so that none can be forgotten.
        let Self {
            patient_control_number,
            status,
            charge,
            paid,
            patient_responsibility,
            claim_filing,
            payer_control_number,
            facility_type,
            frequency,
            drg,
            adjustments,
            patient,
            insured,
            corrected_insured,
            service_provider,
            crossover_carrier,
            corrected_payer,
            other_subscriber,
            inpatient_adjudication,
            outpatient_adjudication,
            references,
            statement_from,
            statement_to,
            coverage_expired,
            received,
            contacts,
            amounts,
            quantities,
            services: _,
            position,
            unknown,
        } = self;
        (*patient_control_number, *status) = (Text::new(), ClaimPaymentStatus::Primary);
        (*charge, *paid, *patient_responsibility) = (Amount::ZERO, Amount::ZERO, None);
        (*claim_filing, *payer_control_number, *facility_type) = (None, None, None);
        (*frequency, *drg, *position) = (None, None, Position::default());
        for party in [patient, insured, corrected_insured, service_provider] {
            spare.parties.extend(party.take());
        }
        for party in [crossover_carrier, corrected_payer, other_subscriber] {
            spare.parties.extend(party.take());
        }
        (*inpatient_adjudication, *outpatient_adjudication) = (None, None);
        (*statement_from, *statement_to, *coverage_expired, *received) = (None, None, None, None);
        adjustments.clear();
        references.0.clear();
        contacts.clear();
        amounts.clear();
        quantities.clear();
        unknown.0.clear();
    }

    /// Reads the loop that begins here in the place of what it said before. After an error it says something of both.
    pub(in crate::remittance) fn fill(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        spare: &mut Spare,
    ) -> Result<(), X12Error> {
        self.clear(spare);
        self.begin(&cursor.expect("CLP", LOOP)?)?;
        let mut services = 0;
        while let Some(segment) = cursor.current() {
            match segment.name() {
                b"CLP" | b"LX" | b"PLB" | b"SE" => break,
                b"SVC" => {
                    ServicePayment::read(cursor, &mut self.services, services, &mut spare.services)?;
                    services += 1;
                    continue;
                }
                b"NM1" => self.take_party(segment, spare),
                b"DTM" => self.take_date(segment),
                _ => self.take(segment)?,
            }
            cursor.pass();
        }
        spare.services.extend(self.services.drain(services..));
        Ok(())
    }

    fn begin(&mut self, clp: &Segment<'_>) -> Result<(), X12Error> {
        self.patient_control_number = required_text(clp, 1, LOOP)?;
        let mut walk = clp.walk();
        walk.skip();
        let status = walk.optional().ok_or_else(|| absent(clp, 2, LOOP))?;
        self.status = ClaimPaymentStatus::from_code(status);
        let (charge, paid) = (walk.value()?, walk.value()?);
        self.charge = charge.ok_or_else(|| absent(clp, 3, LOOP))?;
        self.paid = paid.ok_or_else(|| absent(clp, 4, LOOP))?;
        self.patient_responsibility = walk.value()?;
        self.claim_filing = walk.optional().map(ClaimFiling::from_code);
        self.payer_control_number = walk.optional_text();
        self.facility_type = walk.optional_text();
        self.frequency = walk.optional().map(Frequency::from_code);
        walk.skip();
        self.drg = walk.optional_text();
        self.position = Position(clp.number());
        Ok(())
    }

    fn take_party(&mut self, nm1: &Segment<'_>, spare: &mut Spare) {
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
        let mut party = spare.parties.pop().unwrap_or_default();
        *party = Party::parse(nm1);
        *place = Some(party);
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
        match segment.name() {
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
