//! Writing a 999.

use super::{Ack999, Context, ElementError, SegmentError, TransactionAck};
use crate::acknowledgment::IMPLEMENTATION;
use crate::error::X12Error;
use crate::writer::{TransactionText, TransactionWriter, composite};

impl Ack999 {
    /// Writes ST to SE; `control` is ST02.
    ///
    /// # Errors
    /// Characters X12 does not allow.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("999", control, Some(IMPLEMENTATION));
        let group = &self.group;
        writer.segment("AK1", &[&group.functional_id, &group.control, &group.implementation]);
        self.transactions.iter().for_each(|transaction| transaction.write(&mut writer));
        let counts = [self.declared, self.received, self.accepted].map(|count| count.to_string());
        let mut elements = vec![self.status.code()];
        elements.extend(counts.iter().chain(&self.codes).map(String::as_str));
        writer.segment("AK9", &elements);
        writer.finish()
    }
}

impl TransactionAck {
    fn write(&self, writer: &mut TransactionWriter) {
        writer.segment("AK2", &[&self.st01, &self.control, &self.implementation]);
        self.errors.iter().for_each(|error| error.write(writer));
        let mut elements = vec![self.status.code()];
        elements.extend(self.codes.iter().map(String::as_str));
        writer.segment("IK5", &elements);
    }
}

impl SegmentError {
    fn write(&self, writer: &mut TransactionWriter) {
        writer.segment("IK3", &[&self.segment_id, &self.position.to_string(), &self.loop_id, &self.code]);
        self.contexts.iter().for_each(|context| context.write(writer));
        self.elements.iter().for_each(|element| element.write(writer));
    }
}

impl ElementError {
    fn write(&self, writer: &mut TransactionWriter) {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let position =
            composite(&[&self.position.to_string(), &number(self.component), &number(self.repetition)]);
        writer.segment("IK4", &[&position, &self.reference, &self.code, &self.value]);
        self.contexts.iter().for_each(|context| context.write(writer));
    }
}

impl Context {
    fn write(&self, writer: &mut TransactionWriter) {
        let joined = |parts: &Vec<String>| composite(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        let elements: Vec<String> = self.0.iter().map(joined).collect();
        writer.segment("CTX", &elements.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
