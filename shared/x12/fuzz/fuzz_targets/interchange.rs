#![no_main]

mod engine;

engine::target!("interchange");
