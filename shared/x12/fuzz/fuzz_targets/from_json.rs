#![no_main]

mod engine;

engine::target!("from_json");
