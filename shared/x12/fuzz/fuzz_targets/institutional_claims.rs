#![no_main]

mod engine;

engine::target!("institutional_claims");
