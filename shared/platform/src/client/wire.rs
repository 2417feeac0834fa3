//! The way out for partners that speak no HTTP: within the same reach, and in the clear only where the public does not listen.

use super::outside::{Barred, Cover, Reach, fit};
use tokio::net::{TcpStream, lookup_host};

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum Unreached {
    #[error(transparent)]
    Barred(#[from] Barred),
    #[error("nobody answers there")]
    Silent(#[source] std::io::Error),
}

/// Connects to an address that people entered: whatever its name means at this moment is what is judged.
pub async fn dial(host: &str, port: u16, reach: Reach, cover: Cover) -> Result<TcpStream, Unreached> {
    let found = lookup_host((host, port)).await.map_err(Unreached::Silent)?;
    let fit = fit(found, reach, cover)?;
    TcpStream::connect(fit.as_slice()).await.map_err(Unreached::Silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_is_judged_by_what_it_means_when_it_is_called() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let refused = dial("localhost", port, Reach::Public, Cover::Encrypted).await;
        assert!(matches!(refused, Err(Unreached::Barred(Barred::Private))), "{refused:?}");
        dial("127.0.0.1", port, Reach::Anywhere, Cover::Clear).await.expect("a connection");
    }
}
