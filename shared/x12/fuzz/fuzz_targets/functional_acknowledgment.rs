#![no_main]

mod engine;

engine::target!("functional_acknowledgment");
