//! The one transaction a message carries.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::transaction::{
    CancelRx, CancelRxResponse, ErrorReport, NewRx, RxChangeRequest, RxChangeResponse, RxFill,
    RxHistoryRequest, RxHistoryResponse, RxRenewalRequest, RxRenewalResponse, Status, UNMODELLED, Verify,
};
use crate::{Element, RenewalOutcome, ScriptError, Versions};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    NewRx(Box<NewRx>),
    CancelRx(Box<CancelRx>),
    CancelRxResponse(Box<CancelRxResponse>),
    RxRenewalRequest(Box<RxRenewalRequest>),
    RxRenewalResponse(Box<RxRenewalResponse>),
    RxChangeRequest(Box<RxChangeRequest>),
    RxChangeResponse(Box<RxChangeResponse>),
    RxFill(Box<RxFill>),
    RxHistoryRequest(Box<RxHistoryRequest>),
    RxHistoryResponse(Box<RxHistoryResponse>),
    Status(Status),
    Error(ErrorReport),
    Verify(Verify),
    /// A transaction of 42 CFR 423.160(b)(1) without a type here: to be answered with an Error, never dropped.
    Unmodelled {
        transaction: String,
    },
    /// The name of something that is no SCRIPT transaction.
    Unknown(String),
}

impl Body {
    /// The element's name in Body.
    pub fn transaction(&self) -> &str {
        match self {
            Self::NewRx(_) => "NewRx",
            Self::CancelRx(_) => "CancelRx",
            Self::CancelRxResponse(_) => "CancelRxResponse",
            Self::RxRenewalRequest(_) => "RxRenewalRequest",
            Self::RxRenewalResponse(_) => "RxRenewalResponse",
            Self::RxChangeRequest(_) => "RxChangeRequest",
            Self::RxChangeResponse(_) => "RxChangeResponse",
            Self::RxFill(_) => "RxFill",
            Self::RxHistoryRequest(_) => "RxHistoryRequest",
            Self::RxHistoryResponse(_) => "RxHistoryResponse",
            Self::Status(_) => "Status",
            Self::Error(_) => "Error",
            Self::Verify(_) => "Verify",
            Self::Unmodelled { transaction } | Self::Unknown(transaction) => transaction,
        }
    }

    pub(super) fn read(message: &mut Fields) -> Result<Self> {
        let element = only_child(message)?;
        let path = format!("Body/{}", element.name());
        let name = element.name().to_owned();
        if !is_modelled(&name) {
            return Ok(Self::named(name));
        }
        let fields = &mut Fields::of(element, path)?;
        Ok(match name.as_str() {
            "NewRx" => Self::NewRx(boxed(fields)?),
            "CancelRx" => Self::CancelRx(boxed(fields)?),
            "CancelRxResponse" => Self::CancelRxResponse(boxed(fields)?),
            "RxRenewalRequest" => Self::RxRenewalRequest(boxed(fields)?),
            "RxRenewalResponse" => Self::RxRenewalResponse(boxed(fields)?),
            "RxChangeRequest" => Self::RxChangeRequest(boxed(fields)?),
            "RxChangeResponse" => Self::RxChangeResponse(boxed(fields)?),
            "RxFill" => Self::RxFill(boxed(fields)?),
            "RxHistoryRequest" => Self::RxHistoryRequest(boxed(fields)?),
            "RxHistoryResponse" => Self::RxHistoryResponse(boxed(fields)?),
            "Status" => Self::Status(Part::read(fields)?),
            "Error" => Self::Error(Part::read(fields)?),
            "Verify" => Self::Verify(Part::read(fields)?),
            _ => Self::named(name),
        })
    }

    pub(super) fn name(message: &mut Fields) -> Result<Self> {
        Ok(Self::named(only_child(message)?.name().to_owned()))
    }

    fn named(name: String) -> Self {
        let known = is_modelled(&name) || UNMODELLED.contains(&name.as_str());
        if known { Self::Unmodelled { transaction: name } } else { Self::Unknown(name) }
    }

    pub(super) fn element(&self, versions: Versions) -> Result<Element> {
        let mut draft = Draft::new(self.transaction(), versions);
        match self {
            Self::NewRx(part) => part.write(&mut draft),
            Self::CancelRx(part) => part.write(&mut draft),
            Self::CancelRxResponse(part) => part.write(&mut draft),
            Self::RxRenewalRequest(part) => part.write(&mut draft),
            Self::RxRenewalResponse(part) => match part.outcome {
                RenewalOutcome::DeniedNewPrescriptionToFollow(_) => return Err(self.not_writable()),
                _ => part.write(&mut draft),
            },
            Self::RxChangeRequest(part) => part.write(&mut draft),
            Self::RxChangeResponse(part) => part.write(&mut draft),
            Self::RxFill(part) => part.write(&mut draft),
            Self::RxHistoryRequest(part) => part.write(&mut draft),
            Self::RxHistoryResponse(part) => part.write(&mut draft),
            Self::Status(part) => part.write(&mut draft),
            Self::Error(part) => part.write(&mut draft),
            Self::Verify(part) => part.write(&mut draft),
            Self::Unmodelled { .. } | Self::Unknown(_) => return Err(self.not_writable()),
        }
        Ok(draft.finish())
    }

    fn not_writable(&self) -> ScriptError {
        ScriptError::NotWritable { transaction: self.transaction().to_owned() }
    }
}

fn boxed<T: Part>(fields: &mut Fields) -> Result<Box<T>> {
    T::read(fields).map(Box::new)
}

const MODELLED: [&str; 13] = [
    "NewRx",
    "CancelRx",
    "CancelRxResponse",
    "RxRenewalRequest",
    "RxRenewalResponse",
    "RxChangeRequest",
    "RxChangeResponse",
    "RxFill",
    "RxHistoryRequest",
    "RxHistoryResponse",
    "Status",
    "Error",
    "Verify",
];

fn is_modelled(name: &str) -> bool {
    MODELLED.contains(&name)
}

fn only_child(message: &mut Fields) -> Result<Element> {
    let body = message.take("Body")?;
    let mut children = message.require("Body", body)?.into_children();
    match (children.pop(), children.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(ScriptError::NotOne {
            path: "Body".to_owned(),
            options: "the SCRIPT transactions".to_owned(),
        }),
    }
}
