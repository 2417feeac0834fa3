//! Reminders from the booking to the patient, over real conversations with a mail server and a web server.

pub mod desk;
mod links;
mod plans;
mod sending;
