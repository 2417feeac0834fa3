//! Writes LX to the last SVD of its line, in the order the guide asks for.

use super::ServiceLine;
use crate::claim::element::write_amount;
use crate::claim::{write_period, write_provider};
use crate::writer::TransactionWriter;

impl ServiceLine {
    pub(in crate::institutional) fn write(&self, writer: &mut TransactionWriter, number: usize) {
        writer.put("LX", &[&number]);
        let Self { revenue_code, procedure, charge, unit, quantity, non_covered, .. } = self;
        writer.put("SV2", &[revenue_code, procedure, charge, unit, quantity, &"", non_covered]);
        self.attachments.iter().for_each(|attachment| attachment.write(writer));
        if let Some(period) = &self.service_date {
            write_period(writer, "472", period);
        }
        self.dates.iter().for_each(|date| date.write(writer));
        if let Some(number) = &self.control_number {
            writer.put("REF", &[&"6R", number]);
        }
        self.references.write(writer);
        write_amount(writer, "GT", self.service_tax);
        write_amount(writer, "N8", self.facility_tax);
        if let Some(note) = &self.note {
            note.write(writer);
        }
        if let Some(pricing) = &self.pricing {
            pricing.write(writer);
        }
        self.write_loops(writer);
    }

    /// 2410 to 2430.
    fn write_loops(&self, writer: &mut TransactionWriter) {
        if let Some(drug) = &self.drug {
            drug.write(writer);
        }
        write_provider(writer, "72", self.operating.as_deref());
        write_provider(writer, "ZZ", self.other_operating.as_deref());
        write_provider(writer, "82", self.rendering.as_deref());
        write_provider(writer, "DN", self.referring.as_deref());
        self.adjudications.iter().for_each(|adjudication| adjudication.write(writer));
    }
}
