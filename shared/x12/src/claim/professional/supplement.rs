//! What a claim rarely has: contract, transport, manipulation, certifications, codes, pricing.

use super::Claim;
use crate::claim::ambulance::AmbulanceTransport;
use crate::claim::attachment::FixedFormat;
use crate::claim::certification::Certification;
use crate::claim::contract::Contract;
use crate::claim::element::text;
use crate::claim::pricing::Pricing;
use crate::claim::spinal::SpinalManipulation;
use crate::claim::supplement::{add, fill};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

impl Claim {
    /// False, and nothing changed, where the claim has no room for the segment, or it is not understood.
    pub(super) fn take_supplement(&mut self, segment: &Segment<'_>) -> bool {
        match segment.id() {
            "CN1" => fill(&mut self.contract, Contract::read(segment).ok().map(Box::new)),
            "K3" => add(&mut self.fixed_format, text(segment, 1).map(FixedFormat)),
            "CR1" => fill(&mut self.transport, AmbulanceTransport::read(segment).map(Box::new)),
            "CR2" => fill(&mut self.spinal_manipulation, SpinalManipulation::read(segment).map(Box::new)),
            "CRC" => add(&mut self.certifications, Certification::read(segment)),
            "HI" => self.codes.take(segment),
            "HCP" => fill(&mut self.pricing, Pricing::read(segment).ok().map(Box::new)),
            _ => false,
        }
    }

    /// CN1.
    pub(super) fn write_contract(&self, writer: &mut TransactionWriter) {
        if let Some(contract) = &self.contract {
            contract.write(writer);
        }
    }

    /// K3.
    pub(super) fn write_fixed_format(&self, writer: &mut TransactionWriter) {
        for text in &self.fixed_format {
            writer.put("K3", &[&text.0]);
        }
    }

    /// CR1, CR2 and CRC.
    pub(super) fn write_conditions(&self, writer: &mut TransactionWriter) {
        if let Some(transport) = &self.transport {
            transport.write(writer);
        }
        if let Some(manipulation) = &self.spinal_manipulation {
            manipulation.write(writer);
        }
        for certification in &self.certifications {
            certification.write(writer);
        }
    }

    /// HCP.
    pub(super) fn write_pricing(&self, writer: &mut TransactionWriter) {
        if let Some(pricing) = &self.pricing {
            pricing.write(writer);
        }
    }
}
