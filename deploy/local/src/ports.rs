//! Free TCP ports on 127.0.0.1.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::bail;

/// Below the range (32768 and up, or 49152 and up) from which systems give ports to outgoing connections: a port that
/// is remembered from the last start is then not taken by somebody's chance connection.
const RANGE: std::ops::Range<u16> = 20_000..32_000;
const TRIES: usize = 200;

/// The wished port if it is free, otherwise any free one.
pub fn choose(wished: Option<u16>) -> anyhow::Result<u16> {
    match wished {
        Some(port) if is_free(port) => Ok(port),
        _ => any_free(),
    }
}

pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn any_free() -> anyhow::Result<u16> {
    for _ in 0..TRIES {
        let port = rand::random_range(RANGE);
        if is_free(port) {
            return Ok(port);
        }
    }
    bail!("no free port found on 127.0.0.1 between {} and {} in {TRIES} tries", RANGE.start, RANGE.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_wish_is_granted_and_a_taken_one_is_replaced() -> anyhow::Result<()> {
        let free = any_free()?;
        assert_eq!(choose(Some(free))?, free);

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let taken = listener.local_addr()?.port();
        assert!(!is_free(taken));
        let other = choose(Some(taken))?;
        assert_ne!(other, taken);
        assert!(RANGE.contains(&other));
        Ok(())
    }
}
