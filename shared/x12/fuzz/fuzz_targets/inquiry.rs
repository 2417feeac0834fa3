#![no_main]

mod engine;

engine::target!("inquiry");
