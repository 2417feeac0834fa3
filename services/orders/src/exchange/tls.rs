//! HL7 over TLS: whom we believe when we call, and what we show when we are called.

use anyhow::Context as _;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// Believes whom the world trusts, and `authority`.
pub fn connector(authority: Option<&str>) -> anyhow::Result<TlsConnector> {
    let extra = authority.map(certificates).transpose()?.unwrap_or_default();
    let verifier = Verifier::new_with_extra_roots(extra, provider())?;
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Shows the certificate; with `clients`, lets in only who shows one of theirs.
pub fn acceptor(certificate: &str, key: &str, clients: Option<&str>) -> anyhow::Result<TlsAcceptor> {
    let config = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let config = match clients {
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            for root in certificates(clients)? {
                roots.add(root)?;
            }
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).build()?;
            config.with_client_cert_verifier(verifier)
        }
        None => config.with_no_client_auth(),
    };
    let config = config.with_single_cert(certificates(certificate)?, private_key(key)?)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Whether it holds certificates that can vouch for others.
pub fn is_authority(pem: &str) -> bool {
    let mut roots = RootCertStore::empty();
    certificates(pem).is_ok_and(|found| found.into_iter().all(|root| roots.add(root).is_ok()))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn certificates(pem: &str) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let found = found.context("a certificate cannot be read")?;
    anyhow::ensure!(!found.is_empty(), "there is no certificate");
    Ok(found)
}

/// The reader's own words could repeat the key.
fn private_key(pem: &str) -> anyhow::Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok().context("the private key cannot be read")
}
