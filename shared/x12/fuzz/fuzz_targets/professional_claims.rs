#![no_main]

mod engine;

engine::target!("professional_claims");
