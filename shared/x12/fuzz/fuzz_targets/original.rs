#![no_main]

mod engine;

engine::target!("original");
