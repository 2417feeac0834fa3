#![no_main]

mod engine;

engine::target!("review_response");
