//! What the services say to each other: ids, codes, money, people, events, and who may call what.
//!
//! Everything here is pure: no clock, no randomness, no I/O. A value that exists is valid.

pub mod code;
pub mod envelope;
pub mod event;
pub mod holiday;
pub mod id;
pub mod key;
pub mod money;
pub mod nickname;
pub mod operation;
pub mod person;
pub mod scope;
mod text;

pub use code::*;
pub use envelope::Envelope;
pub use event::Event;
pub use id::*;
pub use key::{KeyHash, LinkKey};
pub use money::Money;
pub use person::*;
pub use scope::Scope;
pub use text::Invalid;
