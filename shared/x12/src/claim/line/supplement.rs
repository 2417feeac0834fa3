//! What a line rarely has: equipment, transport, certifications, tests, contract, purchase, pricing, forms.

use super::ServiceLine;
use crate::amount::{Amount, Quantity};
use crate::claim::ambulance::AmbulanceTransport;
use crate::claim::attachment::FixedFormat;
use crate::claim::certification::Certification;
use crate::claim::contract::Contract;
use crate::claim::element::{text, write_amount};
use crate::claim::equipment::{EquipmentCertification, EquipmentService};
use crate::claim::party_loop::set_aside;
use crate::claim::pricing::Pricing;
use crate::claim::purchased_service::PurchasedService;
use crate::claim::supplement::{add, fill};
use crate::claim::supporting_form::SupportingForm;
use crate::claim::test_result::TestResult;
use crate::cursor::Cursor;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

impl ServiceLine {
    /// False, and nothing changed, where the line has no room for the segment, or it is not understood.
    pub(super) fn take_supplement(&mut self, segment: &Segment<'_>) -> bool {
        let quantity = || segment.value::<Quantity>(2).ok().flatten();
        match (segment.id(), segment.element(1)) {
            ("SV5", _) => fill(&mut self.equipment, EquipmentService::read(segment).map(Box::new)),
            ("CR1", _) => fill(&mut self.transport, AmbulanceTransport::read(segment).map(Box::new)),
            ("CR3", _) => {
                fill(&mut self.equipment_certification, EquipmentCertification::read(segment).map(Box::new))
            }
            ("CRC", _) => add(&mut self.certifications, Certification::read(segment)),
            ("QTY", "PT") => fill(&mut self.ambulance_patients, quantity()),
            ("QTY", "FL") => fill(&mut self.obstetric_anesthesia_units, quantity()),
            ("MEA", _) => add(&mut self.test_results, TestResult::read(segment)),
            ("CN1", _) => fill(&mut self.contract, Contract::read(segment).ok().map(Box::new)),
            ("AMT", "F4") => fill(&mut self.postage, segment.value::<Amount>(2).ok().flatten()),
            ("K3", _) => add(&mut self.fixed_format, text(segment, 1).map(FixedFormat)),
            ("PS1", _) => fill(&mut self.purchased_service, PurchasedService::read(segment).map(Box::new)),
            ("HCP", _) => fill(&mut self.pricing, Pricing::read(segment).ok().map(Box::new)),
            _ => false,
        }
    }

    /// 2440.
    pub(super) fn read_form(&mut self, cursor: &mut Cursor<'_, '_>) {
        if !add(&mut self.forms, SupportingForm::read(cursor, &mut self.unknown)) {
            set_aside(cursor, &mut self.unknown);
        }
    }

    /// CR1, CR3 and CRC.
    pub(super) fn write_certifications(&self, writer: &mut TransactionWriter) {
        if let Some(transport) = &self.transport {
            transport.write(writer);
        }
        if let Some(certification) = &self.equipment_certification {
            certification.write(writer);
        }
        for certification in &self.certifications {
            certification.write(writer);
        }
    }

    /// QTY, MEA and CN1.
    pub(super) fn write_measures(&self, writer: &mut TransactionWriter) {
        for (kind, quantity) in [("PT", self.ambulance_patients), ("FL", self.obstetric_anesthesia_units)] {
            if let Some(quantity) = quantity {
                writer.put("QTY", &[&kind, &quantity]);
            }
        }
        for result in &self.test_results {
            result.write(writer);
        }
        if let Some(contract) = &self.contract {
            contract.write(writer);
        }
    }

    /// AMT*F4 to HCP.
    pub(super) fn write_remarks(&self, writer: &mut TransactionWriter) {
        write_amount(writer, "F4", self.postage);
        for text in &self.fixed_format {
            writer.put("K3", &[&text.0]);
        }
        for note in &self.notes {
            note.write(writer);
        }
        if let Some(service) = &self.purchased_service {
            service.write(writer);
        }
        if let Some(pricing) = &self.pricing {
            pricing.write(writer);
        }
    }
}
