//! The whole house: all services, a real PostgreSQL and RabbitMQ, the simulators.

mod bad_input;
mod broker;
mod containers;
mod eligibility;
mod independent;
mod isolation;
mod kill;
mod logs;
mod prescriptions;
mod visit;
