#![no_main]

mod engine;

engine::target!("status_response");
