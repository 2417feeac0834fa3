//! What some kinds of care have to say of the patient: CRC, CL1, CR1, CR2, CR5 and CR6.

mod condition;
mod home_health;
mod oxygen;
mod spinal;
mod transport;

pub use condition::{Admission, Condition};
pub use home_health::{HomeHealth, Surgery};
pub use oxygen::HomeOxygen;
pub use spinal::SpinalManipulation;
pub use transport::Transport;

use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// CRC, CL1, CR1, CR2, CR5 and CR6 of one event, in the order of the guide.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Certifications {
    /// CRC; requests only.
    pub conditions: Vec<Condition>,
    /// CL1.
    pub admission: Option<Admission>,
    /// CR1.
    pub transport: Option<Transport>,
    /// CR2.
    pub spinal: Option<SpinalManipulation>,
    /// CR5.
    pub oxygen: Option<HomeOxygen>,
    /// CR6.
    pub home_health: Option<HomeHealth>,
}

hidden!(Certifications);

impl Certifications {
    /// False where the segment is none of these, or one too much.
    pub(super) fn take(&mut self, segment: &Segment<'_>) -> Result<bool, X12Error> {
        match segment.id() {
            "CRC" => self.conditions.push(Condition::read(segment)),
            "CL1" if self.admission.is_none() => self.admission = Some(Admission::read(segment)),
            "CR1" if self.transport.is_none() => self.transport = Some(Transport::read(segment)?),
            "CR2" if self.spinal.is_none() => self.spinal = Some(SpinalManipulation::read(segment)?),
            "CR5" if self.oxygen.is_none() => self.oxygen = Some(HomeOxygen::read(segment)?),
            "CR6" if self.home_health.is_none() => self.home_health = Some(HomeHealth::read(segment)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        self.conditions.iter().for_each(|condition| condition.write(writer));
        self.admission.iter().for_each(|admission| admission.write(writer));
        self.transport.iter().for_each(|transport| transport.write(writer));
        self.spinal.iter().for_each(|spinal| spinal.write(writer));
        self.oxygen.iter().for_each(|oxygen| oxygen.write(writer));
        self.home_health.iter().for_each(|home_health| home_health.write(writer));
    }
}
