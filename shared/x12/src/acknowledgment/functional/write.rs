//! Writing a 999.

use super::{Ack999, Context, ElementError, SegmentError, TransactionAck};
use crate::acknowledgment::IMPLEMENTATION;
use crate::error::X12Error;
use crate::writer::{Composite, Element, Sheet, TransactionText, TransactionWriter};

impl Ack999 {
    /// Writes ST to SE; `control` is ST02.
    ///
    /// # Errors
    /// Characters X12 does not allow.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("999", control, Some(IMPLEMENTATION));
        let group = &self.group;
        writer.put("AK1", &[&group.functional_id, &group.control, &group.implementation]);
        self.transactions.iter().for_each(|transaction| transaction.write(&mut writer));
        let mut elements: Vec<&dyn Element> =
            vec![&self.status, &self.declared, &self.received, &self.accepted];
        elements.extend(self.codes.iter().map(|code| code as &dyn Element));
        writer.put("AK9", &elements);
        writer.finish()
    }
}

impl TransactionAck {
    fn write(&self, writer: &mut TransactionWriter) {
        writer.put("AK2", &[&self.st01, &self.control, &self.implementation]);
        self.errors.iter().for_each(|error| error.write(writer));
        let mut elements: Vec<&dyn Element> = vec![&self.status];
        elements.extend(self.codes.iter().map(|code| code as &dyn Element));
        writer.put("IK5", &elements);
    }
}

impl SegmentError {
    fn write(&self, writer: &mut TransactionWriter) {
        writer.put("IK3", &[&self.segment_id, &self.position, &self.loop_id, &self.code]);
        self.contexts.iter().for_each(|context| context.write(writer));
        self.elements.iter().for_each(|element| element.write(writer));
    }
}

impl ElementError {
    fn write(&self, writer: &mut TransactionWriter) {
        let position: [&dyn Element; 3] = [&self.position, &self.component, &self.repetition];
        writer.put("IK4", &[&Composite(&position), &self.reference, &self.code, &self.value]);
        self.contexts.iter().for_each(|context| context.write(writer));
    }
}

impl Context {
    fn write(&self, writer: &mut TransactionWriter) {
        let elements: Vec<Parts<'_>> = self.0.iter().map(|parts| Parts(parts)).collect();
        writer.put("CTX", &elements.iter().map(|parts| parts as &dyn Element).collect::<Vec<_>>());
    }
}

/// The components of one element of a CTX.
struct Parts<'a>(&'a [String]);

impl Element for Parts<'_> {
    fn put(&self, sheet: &mut Sheet) {
        Composite(&self.0.iter().map(|part| part as &dyn Element).collect::<Vec<_>>()).put(sheet);
    }
}
