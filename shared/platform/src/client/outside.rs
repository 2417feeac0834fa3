//! The way out to addresses that people enter: into the public internet alone, unless the installation says otherwise, and
//! in the clear only where the public does not listen.

use anyhow::Context as _;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{ClientBuilder, RequestBuilder, Url};
use std::error::Error as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Where such addresses may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not into this machine, nor the networks around it.
    Public,
    Anywhere,
}

impl Reach {
    pub fn of(private_networks: bool) -> Self {
        if private_networks { Self::Anywhere } else { Self::Public }
    }
}

/// Whether what is said can be read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    Encrypted,
    Clear,
}

/// An HTTP client that keeps within its reach: whatever a name means at the moment of the connection is what is judged.
#[derive(Clone)]
pub struct Outside {
    encrypted: reqwest::Client,
    /// Where something may go in the clear at all.
    clear: Option<reqwest::Client>,
    reach: Reach,
}

/// Why an address may not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Barred {
    #[error("the address leads into a private network, which is not allowed here")]
    Private,
    #[error("the address leads through the public internet, where nothing goes in the clear")]
    InTheClear,
}

impl Outside {
    pub fn open(reach: Reach) -> anyhow::Result<Self> {
        Self::furnished(reach, |builder| builder)
    }

    /// With what one partner demands of an encrypted connection besides, such as a certificate of ours.
    pub fn furnished(
        reach: Reach,
        furnish: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> anyhow::Result<Self> {
        // A proxy would resolve names by itself.
        let judged = |builder: ClientBuilder, cover| builder.no_proxy().dns_resolver(Names { reach, cover });
        let encrypted = furnish(super::builder());
        let (encrypted, clear) = match reach {
            Reach::Public => (judged(encrypted, Cover::Encrypted), None),
            Reach::Anywhere => (encrypted, Some(judged(super::builder(), Cover::Clear))),
        };
        let clear = clear.map(ClientBuilder::build).transpose().context("building the HTTP client")?;
        Ok(Self { encrypted: encrypted.build().context("building the HTTP client")?, clear, reach })
    }

    /// A request; a name that means an address that may not be called fails when it is sent: see [`barred`].
    ///
    /// # Errors
    /// The URL itself says that it may not be called: numbers are never resolved.
    pub fn post(&self, url: &str) -> Result<RequestBuilder, Barred> {
        let parsed = Url::parse(url).ok();
        let in_the_clear = parsed.as_ref().is_some_and(|url| url.scheme() == "http");
        let cover = if in_the_clear { Cover::Clear } else { Cover::Encrypted };
        if let Some(address) = parsed.as_ref().and_then(number) {
            judge(address, self.reach, cover)?;
        }
        let http = match cover {
            Cover::Encrypted => &self.encrypted,
            Cover::Clear => self.clear.as_ref().ok_or(Barred::InTheClear)?,
        };
        Ok(http.post(url))
    }
}

fn number(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_matches(['[', ']']).parse().ok()
}

/// What a request failed of, when what its name means may not be called.
pub fn barred(error: &reqwest::Error) -> Option<Barred> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(barred) = error.downcast_ref() {
            return Some(*barred);
        }
        cause = error.source();
    }
    None
}

pub(super) fn judge(address: IpAddr, reach: Reach, cover: Cover) -> Result<(), Barred> {
    match (is_public(address), reach, cover) {
        (false, Reach::Public, _) => Err(Barred::Private),
        (true, _, Cover::Clear) => Err(Barred::InTheClear),
        _ => Ok(()),
    }
}

/// Those of the addresses that may be called; why not, when none may.
pub(super) fn fit(
    found: impl Iterator<Item = SocketAddr>,
    reach: Reach,
    cover: Cover,
) -> Result<Vec<SocketAddr>, Barred> {
    let (mut fit, mut refused) = (Vec::new(), None);
    for address in found {
        match judge(address.ip(), reach, cover) {
            Ok(()) => fit.push(address),
            Err(why) => refused = Some(why),
        }
    }
    refused.filter(|_| fit.is_empty()).map_or(Ok(fit), Err)
}

/// Resolves names to those of their addresses that may be called.
struct Names {
    reach: Reach,
    cover: Cover,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let Self { reach, cover } = *self;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok::<Addrs, _>(Box::new(fit(found, reach, cover)?.into_iter()))
        })
    }
}

/// Whether it is somebody's in the public internet (IANA's special-purpose registries, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, shared address space (RFC 6598), protocol assignments, benchmarks, reserved.
        [0 | 240..=255, ..] => true,
        [100, second, ..] => (64..128).contains(&second),
        [192, 0, 0, _] | [192, 88, 99, _] => true,
        [198, 18 | 19, ..] => true,
        _ => false,
    };
    !(special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(within) = within(address) {
        return is_public_v4(within);
    }
    // Global unicast but for 2001::/23 (Teredo and the like), documentation.
    match address.segments() {
        [0x2001, second, ..] if second < 0x200 => false,
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

/// The IPv4 address it leads to: mapped, NAT64 (RFC 6052), 6to4 (RFC 3056).
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let last = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x0064, 0xff9b, 0, 0, 0, 0, high, low] => Some(last(high, low)),
        [0x2002, high, low, ..] => Some(last(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for public in [
            "8.8.8.8",
            "100.63.0.1",
            "172.32.0.1",
            "198.20.0.1",
            "2606:4700::1111",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:0a00:0001::",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "fec0::1",
        ] {
            assert!(!is_public(private.parse().expect("an address")), "{private}");
        }
    }

    #[test]
    fn numbers_are_judged_however_they_are_written() {
        let outside = Outside::open(Reach::Public).expect("a client");
        for private in [
            "http://127.0.0.1:9001/x12",
            "http://127.1/x12",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "https://[::1]/x12",
            "https://[::ffff:169.254.169.254]/latest",
        ] {
            assert_eq!(outside.post(private).err(), Some(Barred::Private), "{private}");
        }
        assert!(
            outside.post("https://8.8.8.8/x12").is_ok() && outside.post("https://payer.example/x12").is_ok()
        );
        let anywhere = Outside::open(Reach::Anywhere).expect("a client");
        assert!(
            anywhere.post("http://127.0.0.1:9001/x12").is_ok() && anywhere.post("https://8.8.8.8/").is_ok()
        );
        for (client, clear) in [
            (&outside, "http://8.8.8.8/x12"),
            (&outside, "http://payer.example/x12"),
            (&anywhere, "http://8.8.8.8/x12"),
            (&anywhere, "http://[2606:4700::1111]/x12"),
        ] {
            assert_eq!(client.post(clear).err(), Some(Barred::InTheClear), "{clear}");
        }
    }

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
                Err(Barred::InTheClear) => "clear",
                Err(Barred::Private) => "private",
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
        // A name that means this machine, as a name that was rebound would.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("https://localhost:{}/x12", listener.local_addr().expect("an address").port());
        let outside = Outside::open(Reach::Public).expect("a client");
        let error = outside.post(&url).expect("a name").send().await.expect_err("refused");
        assert_eq!(barred(&error), Some(Barred::Private), "{error:?}");
        let nobody = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "nobody called");
    }
}
