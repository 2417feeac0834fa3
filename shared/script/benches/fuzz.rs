//! Fuzzing of the inbound door: `cargo bench -p script --bench fuzz -- [executions] [seed]`.

#[path = "fuzz/engine.rs"]
mod engine;

use engine::Run;

const EXECUTIONS: u64 = 100_000;
const SEED: u64 = 1;

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<u64>().ok());
    let (executions, seed) = (numbers.next().unwrap_or(EXECUTIONS), numbers.next().unwrap_or(SEED));
    println!("executions {executions}, seed {seed}");
    let began = std::time::Instant::now();
    let run = Run::new(seed).executions(executions);
    println!(
        "{} executions, {} read, {} refused, {} inputs kept for new behaviour, {:.0} s: nothing found",
        run.count,
        run.read,
        run.refused,
        run.kept(),
        began.elapsed().as_secs_f64()
    );
}
