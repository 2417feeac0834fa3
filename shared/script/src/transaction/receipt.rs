//! Status, Error and Verify: what became of a message on its way.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, ErrorCode, StatusCode, Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub code: StatusCode,
    pub description_code: Option<Text>,
    pub description: Option<Text>,
    pub other: Vec<Element>,
}

/// The Error transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorReport {
    pub code: ErrorCode,
    pub description_code: Option<Text>,
    pub description: Option<Text>,
    pub other: Vec<Element>,
}

/// The receiver looked at the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verify {
    pub code: StatusCode,
    pub description: Option<Text>,
    pub other: Vec<Element>,
}

impl Status {
    pub fn of(code: StatusCode) -> Self {
        Self { code, description_code: None, description: None, other: Vec::new() }
    }
}

impl ErrorReport {
    pub fn of(code: ErrorCode, description: Option<Text>) -> Self {
        Self { code, description_code: None, description, other: Vec::new() }
    }
}

impl Verify {
    pub fn of(code: StatusCode) -> Self {
        Self { code, description: None, other: Vec::new() }
    }
}

impl Part for Status {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            code: fields.required_text("Code")?.into(),
            description_code: fields.text("DescriptionCode")?,
            description: fields.text("Description")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("Code", &self.code);
        into.put("DescriptionCode", &self.description_code);
        into.put("Description", &self.description);
        into.preserve(&self.other);
    }
}

impl Part for ErrorReport {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            code: fields.required_text("Code")?.into(),
            description_code: fields.text("DescriptionCode")?,
            description: fields.text("Description")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("Code", &self.code);
        into.put("DescriptionCode", &self.description_code);
        into.put("Description", &self.description);
        into.preserve(&self.other);
    }
}

impl Part for Verify {
    fn read(fields: &mut Fields) -> Result<Self> {
        if fields.has("VerifyStatus") {
            let verify = fields.required("VerifyStatus", read_verified)?;
            return Ok(Self { other: fields.rest(), ..verify });
        }
        let verify = read_verified(fields)?;
        Ok(Self { other: fields.rest(), ..verify })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("VerifyStatus", |status| {
            status.must("Code", &self.code);
            status.put("Description", &self.description);
        });
        into.preserve(&self.other);
    }
}

/// The fields stand in VerifyStatus, or, from some senders, directly in Verify.
fn read_verified(fields: &mut Fields) -> Result<Verify> {
    let code = fields.required_text("Code")?.into();
    Ok(Verify { code, description: fields.text("Description")?, other: Vec::new() })
}
