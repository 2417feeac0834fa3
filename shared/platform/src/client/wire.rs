//! The way out for partners that speak no HTTP: within the same reach, and in the clear only where the public does not listen.

use super::outside::{Private, Reach, is_public};
use std::net::{IpAddr, SocketAddr};
use tokio::net::{TcpStream, lookup_host};

/// Whether what is said can be read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// The caller encrypts it.
    Encrypted,
    Clear,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum Unreached {
    #[error(transparent)]
    Private(#[from] Private),
    #[error("the address leads through the public internet, where nothing goes in the clear")]
    InTheClear,
    #[error("nobody answers there")]
    Silent(#[source] std::io::Error),
}

/// Connects to an address that people entered: whatever its name means at this moment is what is judged.
pub async fn dial(host: &str, port: u16, reach: Reach, cover: Cover) -> Result<TcpStream, Unreached> {
    let found = lookup_host((host, port)).await.map_err(Unreached::Silent)?;
    let fit = fit(found, reach, cover)?;
    TcpStream::connect(fit.as_slice()).await.map_err(Unreached::Silent)
}

/// Those of the addresses that may be called; why not, when none may.
fn fit(
    found: impl Iterator<Item = SocketAddr>,
    reach: Reach,
    cover: Cover,
) -> Result<Vec<SocketAddr>, Unreached> {
    let (mut fit, mut refused) = (Vec::new(), None);
    for address in found {
        match judge(address.ip(), reach, cover) {
            Ok(()) => fit.push(address),
            Err(why) => refused = Some(why),
        }
    }
    refused.filter(|_| fit.is_empty()).map_or(Ok(fit), Err)
}

fn judge(address: IpAddr, reach: Reach, cover: Cover) -> Result<(), Unreached> {
    match (is_public(address), reach, cover) {
        (false, Reach::Public, _) => Err(Private.into()),
        (true, _, Cover::Clear) => Err(Unreached::InTheClear),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_in_the_clear_to_the_public_nor_anything_where_it_may_not() {
        let (public, private) = ("8.8.8.8", "10.1.2.3");
        for (address, reach, cover, said) in [
            (public, Reach::Public, Cover::Encrypted, "fine"),
            (public, Reach::Anywhere, Cover::Encrypted, "fine"),
            (public, Reach::Public, Cover::Clear, "clear"),
            (public, Reach::Anywhere, Cover::Clear, "clear"),
            (private, Reach::Anywhere, Cover::Clear, "fine"),
            (private, Reach::Anywhere, Cover::Encrypted, "fine"),
            (private, Reach::Public, Cover::Encrypted, "private"),
            (private, Reach::Public, Cover::Clear, "private"),
        ] {
            let answer = match judge(address.parse().expect("an address"), reach, cover) {
                Ok(()) => "fine",
                Err(Unreached::InTheClear) => "clear",
                Err(Unreached::Private(_)) => "private",
                Err(Unreached::Silent(_)) => "silent",
            };
            assert_eq!(answer, said, "{address} {reach:?} {cover:?}");
        }
    }

    #[test]
    fn of_several_addresses_those_that_may_be_called_are() {
        let both = || ["10.1.2.3:2575", "8.8.8.8:2575"].map(|it| it.parse().expect("an address")).into_iter();
        let called = |reach, cover| fit(both(), reach, cover).expect("one of them")[0].to_string();
        assert_eq!(called(Reach::Anywhere, Cover::Clear), "10.1.2.3:2575");
        assert_eq!(called(Reach::Public, Cover::Encrypted), "8.8.8.8:2575");
        assert!(fit(both(), Reach::Public, Cover::Clear).is_err());
    }

    #[tokio::test]
    async fn a_name_is_judged_by_what_it_means_when_it_is_called() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let refused = dial("localhost", port, Reach::Public, Cover::Encrypted).await;
        assert!(matches!(refused, Err(Unreached::Private(_))), "{refused:?}");
        dial("127.0.0.1", port, Reach::Anywhere, Cover::Clear).await.expect("a connection");
    }
}
