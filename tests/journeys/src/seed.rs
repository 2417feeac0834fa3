//! Chance that can be repeated: JOURNEY_SEED names it, otherwise it is drawn and printed.

/// A number below `most`, by the seed and the name of what is drawn.
pub fn draw(name: &str, most: usize) -> usize {
    let seed = std::env::var("JOURNEY_SEED").ok().and_then(|text| text.parse().ok());
    let seed: u64 = seed.unwrap_or_else(rand::random);
    println!("{name}: JOURNEY_SEED={seed} replays this");
    let mixed = name.bytes().fold(seed, |state, byte| mix(state ^ u64::from(byte)));
    usize::try_from(mixed % most.max(1) as u64).unwrap_or_default()
}

/// The finishing step of SplitMix64.
fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
