#![no_main]

mod engine;

engine::target!("claim_by_claim");
