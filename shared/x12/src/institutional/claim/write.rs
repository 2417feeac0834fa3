//! Writes CLM to the last line of its claim, in the order the guide asks for.

use super::Claim;
use crate::claim::element::write_amount;
use crate::claim::write_provider;
use crate::institutional::stay::write_discharge;
use crate::writer::{Composite, Element, TransactionWriter};

impl Claim {
    pub(super) fn write_loop(&self, writer: &mut TransactionWriter) {
        self.write_clm(writer);
        self.write_stay(writer);
        self.attachments.iter().for_each(|attachment| attachment.write(writer));
        if let Some(contract) = &self.contract {
            contract.write(writer);
        }
        write_amount(writer, "F3", self.patient_due);
        self.references.write(writer);
        for text in &self.fixed_format {
            writer.put("K3", &[&text.0]);
        }
        self.notes.iter().for_each(|note| note.write(writer));
        if let Some(referral) = &self.epsdt_referral {
            referral.write(writer);
        }
        self.coding.write(writer);
        if let Some(pricing) = &self.pricing {
            pricing.write(writer);
        }
        self.write_providers(writer);
        self.other_subscribers.iter().for_each(|other| other.write(writer));
        for (position, line) in self.lines.iter().enumerate() {
            line.write(writer, position + 1);
        }
    }

    fn write_clm(&self, writer: &mut TransactionWriter) {
        let place: [&dyn Element; 3] = [&self.facility_type, &"A", &self.frequency];
        let place = Composite(&place);
        let mut elements: [&dyn Element; 20] = [&""; 20];
        elements[..2].copy_from_slice(&[&self.patient_control_number as &dyn Element, &self.charge]);
        elements[4] = &place;
        elements[6..9].copy_from_slice(&[
            &self.assignment as &dyn Element,
            &self.benefits_assigned,
            &self.release,
        ]);
        elements[19] = &self.delay_reason;
        writer.put("CLM", &elements);
    }

    /// DTP and CL1.
    fn write_stay(&self, writer: &mut TransactionWriter) {
        if let Some(time) = self.discharge_time {
            write_discharge(writer, time);
        }
        if let Some(statement) = &self.statement {
            statement.write(writer);
        }
        if let Some(admission) = &self.admission {
            admission.write(writer);
        }
        self.dates.iter().for_each(|date| date.write(writer));
        self.stay.write(writer);
    }

    fn write_providers(&self, writer: &mut TransactionWriter) {
        write_provider(writer, "71", self.attending.as_deref());
        write_provider(writer, "72", self.operating.as_deref());
        write_provider(writer, "ZZ", self.other_operating.as_deref());
        write_provider(writer, "82", self.rendering.as_deref());
        if let Some(facility) = &self.facility {
            facility.write(writer);
        }
        write_provider(writer, "DN", self.referring.as_deref());
    }
}
