//! Writes LX to the last form of its line, in the order the guide asks for.

use super::ServiceLine;
use crate::claim::attachment::write_period;
use crate::claim::element::{flag, write_amount};
use crate::claim::location::write_location;
use crate::claim::provider::write_provider;
use crate::writer::{Composite, Element, TransactionWriter};

impl ServiceLine {
    pub(in crate::claim) fn write(&self, writer: &mut TransactionWriter, number: usize) {
        writer.put("LX", &[&number]);
        self.write_sv1(writer);
        if let Some(equipment) = &self.equipment {
            equipment.write(writer);
        }
        for attachment in &self.attachments {
            attachment.write(writer);
        }
        self.write_certifications(writer);
        write_period(writer, "472", &self.service_date);
        for date in &self.dates {
            date.write(writer);
        }
        self.write_measures(writer);
        if let Some(number) = &self.control_number {
            writer.put("REF", &[&"6R", number]);
        }
        self.references.write(writer);
        write_amount(writer, "T", self.sales_tax);
        self.write_remarks(writer);
        if let Some(drug) = &self.drug {
            drug.write(writer);
        }
        self.write_providers(writer);
        for adjudication in &self.adjudications {
            adjudication.write(writer);
        }
        for form in &self.forms {
            form.write(writer);
        }
    }

    fn write_sv1(&self, writer: &mut TransactionWriter) {
        let pointers: [Option<&u8>; 4] = std::array::from_fn(|n| self.diagnosis_pointers.get(n));
        let [one, two, three, four] = &pointers;
        let nothing: &dyn Element = &"";
        writer.put(
            "SV1",
            &[
                &self.procedure,
                &self.charge,
                &self.unit,
                &self.quantity,
                &self.place_of_service,
                nothing,
                &Composite(&[one, two, three, four]),
                nothing,
                &flag(self.emergency, "Y"),
                nothing,
                &flag(self.epsdt, "Y"),
                &flag(self.family_planning, "Y"),
                nothing,
                nothing,
                &flag(self.copay_exempt, "0"),
            ],
        );
    }

    fn write_providers(&self, writer: &mut TransactionWriter) {
        write_provider(writer, "82", self.rendering.as_deref());
        write_provider(writer, "QB", self.purchased_from.as_deref());
        if let Some(facility) = &self.facility {
            facility.write(writer);
        }
        write_provider(writer, "DQ", self.supervising.as_deref());
        write_provider(writer, "DK", self.ordering.as_deref());
        write_provider(writer, "DN", self.referring.as_deref());
        write_provider(writer, "P3", self.primary_care.as_deref());
        write_location(writer, "PW", self.pick_up.as_deref());
        write_location(writer, "45", self.drop_off.as_deref());
    }
}
