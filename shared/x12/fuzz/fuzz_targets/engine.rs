//! What every target has around its check: the mutator, and the watch over memory.

mod memory;
mod mutate;
mod random;
mod text;
mod vocabulary;

use libfuzzer_sys::Corpus;
use x12_fuzz::{Reached, TARGETS};

pub use mutate::mutate;

/// Declares the target of this name.
macro_rules! target {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|input: &[u8]| -> libfuzzer_sys::Corpus { engine::run($name, input) });
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            engine::mutate($name, data, size, max_size, seed)
        });
    };
}
pub(crate) use target;

/// Runs one input; whatever it took from memory must have been given back.
pub fn run(name: &str, input: &[u8]) -> Corpus {
    let check = TARGETS.iter().find(|(target, _)| *target == name).expect("it is listed").1;
    match memory::watched(|| check(input)) {
        Reached::Nothing => Corpus::Reject,
        _ => Corpus::Keep,
    }
}
