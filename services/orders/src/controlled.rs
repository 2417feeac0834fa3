//! Controlled substances (21 CFR 1311): a module of its own, absent unless the settings install it and the practice wants it.
//!
//! A program alone does not make it lawful: the two-factor credentials must come from an approved credential service
//! provider (1311.105), and the application must pass a third-party audit before its use (1311.300).

pub mod access;
pub mod audit;
pub mod display;
pub mod log;
pub mod report;

use crate::medication::Schedule;
use crate::prescription::Refusal;
use actix_web::web;
use model::DeaNumber;
use platform::Problem;

/// Present among the application's data where the module is installed.
#[derive(Clone, Copy)]
pub struct Installed;

/// What a handler asks for: whether the module is installed.
pub type Module = Option<web::Data<Installed>>;

pub fn require(module: &Module) -> Result<(), Problem> {
    module.as_ref().map(|_| ()).ok_or_else(|| {
        let detail = "The module for controlled substances is not installed here.";
        Problem::conflict("controlled-substances-off", detail)
            .next_step("Whoever runs this service installs it with CONTROLLED_SUBSTANCES__ENABLED=true.")
    })
}

/// Whether the one who signs may sign controlled substances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// The module is not installed, or the practice does not want it.
    Off,
    /// Nobody has granted it, or it has expired.
    NotGranted,
    /// For prescriptions under this registration.
    Granted(DeaNumber),
}

impl Right {
    /// What stands against signing a drug of this schedule in the name of a prescriber with this DEA number.
    pub fn require(&self, schedule: Schedule, dea_number: Option<&DeaNumber>) -> Result<(), Refusal> {
        match (schedule, self) {
            (Schedule::None, _) => Ok(()),
            (_, Self::Off) => Err(Refusal::Controlled(schedule)),
            (_, Self::Granted(granted)) if dea_number == Some(granted) => Ok(()),
            (_, Self::Granted(_) | Self::NotGranted) => Err(Refusal::NoControlledAccess),
        }
    }
}

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    access::routes::all(config);
    display::routes::all(config);
    audit::routes::all(config);
    report::routes::all(config);
    log::all(config);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_for_one_registration_and_needed_only_for_scheduled_drugs() {
        let dea = |text: &str| text.parse::<DeaNumber>().expect("a DEA number");
        let (own, other) = (dea("BL8426529"), dea("AB1234563"));
        assert_eq!(Right::Off.require(Schedule::None, None), Ok(()));
        assert_eq!(Right::Off.require(Schedule::II, Some(&own)), Err(Refusal::Controlled(Schedule::II)));
        assert_eq!(Right::NotGranted.require(Schedule::V, Some(&own)), Err(Refusal::NoControlledAccess));
        assert_eq!(Right::Granted(own.clone()).require(Schedule::II, Some(&own)), Ok(()));
        for number in [None, Some(&other)] {
            let refused = Right::Granted(own.clone()).require(Schedule::IV, number);
            assert_eq!(refused, Err(Refusal::NoControlledAccess));
        }
    }
}
