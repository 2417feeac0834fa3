//! The simulators as an integrator meets them: brains by their answers, processes by their HTTP.

mod clearinghouse;
mod envelope;
mod examples;
mod payer;
mod pharmacy;
mod samples;
mod web;
