//! Where files of inquiries go, on ways that take files.

use super::{Connection, ConnectionKind, Endpoint};

/// How files of inquiries reach the partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files<'a> {
    /// Through the batch folder of this name.
    Folder(&'a str),
    Core(CoreBatches<'a>),
}

/// Where CAQH CORE batches go, and in what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoreBatches<'a> {
    pub envelope: CoreEnvelope,
    pub url: &'a Endpoint,
}

/// One of the two standards for envelopes of CAQH CORE Connectivity vC2.2.0 (4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoreEnvelope {
    /// Standard A.
    Mime,
    /// Standard B.
    Soap,
}

impl ConnectionKind {
    pub fn core_envelope(self) -> Option<CoreEnvelope> {
        match self {
            Self::CoreMime => Some(CoreEnvelope::Mime),
            Self::CoreSoap => Some(CoreEnvelope::Soap),
            Self::Https | Self::BatchFolder => None,
        }
    }
}

impl Connection {
    /// Where files of inquiries go, if they go on this way.
    pub fn files(&self) -> Option<Files<'_>> {
        if let Some(name) = self.url.folder() {
            return Some(Files::Folder(name));
        }
        let (envelope, url) = (self.kind.core_envelope()?, self.batch_url.as_ref()?);
        Some(Files::Core(CoreBatches { envelope, url }))
    }
}
