//! CRC: whether an EPSDT screening sent the patient on.

use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// CRC*ZZ.
#[derive(Clone, PartialEq, Eq)]
pub struct EpsdtReferral {
    /// CRC02.
    pub given: bool,
    /// CRC03 to CRC05, such as `NU` (none needed) or `ST` (new services asked for).
    pub conditions: Vec<Text>,
}

impl std::fmt::Debug for EpsdtReferral {
    /// Shows that it is there: it is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EpsdtReferral([phi])")
    }
}

impl EpsdtReferral {
    pub(super) fn read(crc: &Segment<'_>) -> Self {
        let conditions = (3..=5).filter_map(|n| crc.optional(n)).map(Text::from).collect();
        Self { given: crc.element(2) == "Y", conditions }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let conditions: [Option<&Text>; 3] = std::array::from_fn(|n| self.conditions.get(n));
        let [one, two, three] = &conditions;
        let given = if self.given { "Y" } else { "N" };
        writer.put("CRC", &[&"ZZ", &given, one, two, three]);
    }
}
