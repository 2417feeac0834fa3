#![no_main]

mod engine;

engine::target!("interchange_acknowledgment");
