//! Writes CLM to the last line of its claim, in the order the guide asks for.

use super::Claim;
use crate::claim::diagnosis::Diagnosis;
use crate::claim::element::{flag, write_amount};
use crate::claim::location::write_location;
use crate::claim::provider::write_provider;
use crate::writer::{Composite, Element, TransactionWriter};

impl Claim {
    pub(super) fn write_loop(&self, writer: &mut TransactionWriter) {
        self.write_clm(writer);
        for date in &self.dates {
            date.write(writer);
        }
        for attachment in &self.attachments {
            attachment.write(writer);
        }
        self.write_contract(writer);
        write_amount(writer, "F5", self.patient_paid);
        self.references.write(writer);
        self.write_fixed_format(writer);
        if let Some(note) = &self.note {
            note.write(writer);
        }
        self.write_conditions(writer);
        Diagnosis::write(writer, &self.diagnoses);
        self.codes.write(writer);
        self.write_pricing(writer);
        self.write_providers(writer);
        for other in &self.other_subscribers {
            other.write(writer);
        }
        for (position, line) in self.lines.iter().enumerate() {
            line.write(writer, position + 1);
        }
    }

    fn write_clm(&self, writer: &mut TransactionWriter) {
        let place: [&dyn Element; 3] = [&self.place_of_service, &"B", &self.frequency];
        let (place, signature) = (Composite(&place), if self.provider_signature { "Y" } else { "N" });
        let signed_by_provider = flag(self.signed_by_provider, "P");
        let decisions: [&dyn Element; 8] = [
            &place,
            &signature,
            &self.assignment,
            &self.benefits_assigned,
            &self.release,
            &signed_by_provider,
            &self.accident,
            &self.special_program,
        ];
        let mut elements: [&dyn Element; 20] = [&""; 20];
        elements[..2].copy_from_slice(&[&self.patient_control_number as &dyn Element, &self.charge]);
        elements[4..12].copy_from_slice(&decisions);
        elements[19] = &self.delay_reason;
        writer.put("CLM", &elements);
    }

    fn write_providers(&self, writer: &mut TransactionWriter) {
        write_provider(writer, "DN", self.referring.as_deref());
        write_provider(writer, "P3", self.primary_care.as_deref());
        write_provider(writer, "82", self.rendering.as_deref());
        if let Some(facility) = &self.facility {
            facility.write(writer);
        }
        write_provider(writer, "DQ", self.supervising.as_deref());
        write_location(writer, "PW", self.pick_up.as_deref());
        write_location(writer, "45", self.drop_off.as_deref());
    }
}
