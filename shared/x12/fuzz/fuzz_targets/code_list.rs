#![no_main]

mod engine;

engine::target!("code_list");
