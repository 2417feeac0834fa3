//! Writes LX to the last SVD of its line, in the order the guide asks for.

use super::ServiceLine;
use crate::claim::attachment::write_period;
use crate::claim::element::{flag, write_amount};
use crate::claim::provider::write_provider;
use crate::writer::{TransactionWriter, composite};

impl ServiceLine {
    pub(in crate::claim) fn write(&self, writer: &mut TransactionWriter, number: usize) {
        writer.segment("LX", &[&number.to_string()]);
        self.write_sv1(writer);
        for attachment in &self.attachments {
            attachment.write(writer);
        }
        write_period(writer, "472", &self.service_date);
        for date in &self.dates {
            date.write(writer);
        }
        if let Some(number) = &self.control_number {
            writer.segment("REF", &["6R", number]);
        }
        self.references.write(writer);
        write_amount(writer, "T", self.sales_tax);
        if let Some(note) = &self.note {
            note.write(writer);
        }
        if let Some(drug) = &self.drug {
            drug.write(writer);
        }
        self.write_providers(writer);
        for adjudication in &self.adjudications {
            adjudication.write(writer);
        }
    }

    fn write_sv1(&self, writer: &mut TransactionWriter) {
        let pointers: Vec<String> = self.diagnosis_pointers.iter().map(u8::to_string).collect();
        let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
        writer.segment(
            "SV1",
            &[
                &self.procedure.to_element(),
                &self.charge.to_string(),
                self.unit.code(),
                &self.quantity.to_string(),
                self.place_of_service.as_deref().unwrap_or(""),
                "",
                &composite(&pointers),
                "",
                flag(self.emergency, "Y"),
                "",
                flag(self.epsdt, "Y"),
                flag(self.family_planning, "Y"),
                "",
                "",
                flag(self.copay_exempt, "0"),
            ],
        );
    }

    fn write_providers(&self, writer: &mut TransactionWriter) {
        write_provider(writer, "82", self.rendering.as_ref());
        write_provider(writer, "QB", self.purchased_from.as_ref());
        if let Some(facility) = &self.facility {
            facility.write(writer);
        }
        write_provider(writer, "DQ", self.supervising.as_ref());
        write_provider(writer, "DK", self.ordering.as_ref());
        write_provider(writer, "DN", self.referring.as_ref());
    }
}
