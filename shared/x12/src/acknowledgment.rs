//! Acknowledgments of what was received: TA1 for an interchange, 999 (005010X231A1) for a group.
//!
//! [`Acknowledger`] makes both from what the validator finds. Reading a 999 that came for a batch of claims, and making one
//! by hand:
//!
//! ```
//! use x12::acknowledgment::{Ack999, AckStatus};
//! use x12::reader::Interchange;
//!
//! # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*FA*PAYER*CLINIC*20260309*1405*1*X*005010X231A1~";
//! let file = format!(
//!     "{head}ST*999*0001*005010X231A1~AK1*HC*17*005010X222A1~AK2*837*0001*005010X222A1~IK3*CLM*22*2300*8~\
//!      IK4*2*782*1~IK5*R*5~AK2*837*0002*005010X222A1~IK5*A~AK9*P*2*2*1~SE*10*0001~GE*1*1~IEA*1*000000042~"
//! );
//! let interchanges = Interchange::read(&file)?;
//! let answer = Ack999::parse(interchanges[0].transactions().next().expect("one"))?;
//! assert_eq!((answer.accepts("0001"), answer.accepts("0002")), (Some(false), Some(true)));
//! let error = &answer.transactions[0].errors[0];
//! assert_eq!((error.segment_id.as_str(), error.position, error.elements[0].position), ("CLM", 22, 2));
//!
//! let received = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *260309*1405*^*00501*000000043*0*T*:~\
//!     GS*HC*CLINIC*PAYER*20260309*1405*18*X*005010X222A1~ST*837*0001*005010X222A1~SE*2*0001~GE*1*18~IEA*1*000000043~";
//! let taken = Ack999::accept(&Interchange::read(received)?[0].groups[0]);
//! assert_eq!((&taken.status, taken.group.control.as_str()), (&AckStatus::Accepted, "18"));
//! assert!(taken.write("0001")?.as_str().contains("~AK1*HC*18*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~AK9*A*1*1*1~"));
//! # Ok::<(), x12::X12Error>(())
//! ```

mod acknowledger;
mod answer;
mod functional;
mod interchange;

pub use acknowledger::{Acknowledger, InterchangeAnswer};
pub use answer::TransactionFault;
pub use functional::{
    Ack999, AckStatus, Context, ElementError, GroupReference, SegmentError, TransactionAck,
};
pub use interchange::{Ta1, write_interchange_acknowledgment};

/// GS08 and ST03 of a 999.
pub const IMPLEMENTATION: &str = "005010X231A1";
/// GS01 of a 999.
pub const GROUP: &str = "FA";
