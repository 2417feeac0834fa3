//! Chance that can be repeated: JOURNEY_SEED names it, otherwise it is drawn and printed.

use std::sync::OnceLock;

/// A number below `most`, by the seed and the name of what is drawn.
pub fn draw(name: &str, most: usize) -> usize {
    let mixed = name.bytes().fold(seed(), |state, byte| mix(state ^ u64::from(byte)));
    usize::try_from(mixed % most.max(1) as u64).unwrap_or_default()
}

/// The same for the whole process, and printed once.
fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| {
        let given = std::env::var("JOURNEY_SEED").ok().and_then(|text| text.parse().ok());
        let seed = given.unwrap_or_else(rand::random);
        println!("JOURNEY_SEED={seed} replays the chance of these journeys");
        seed
    })
}

/// The finishing step of SplitMix64.
fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
