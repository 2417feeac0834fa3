#![no_main]

mod engine;

engine::target!("to_json");
