//! A network over TLS that lets nobody in without a certificate of its own authority.

use crate::office::Office;
use crate::pharmacy::{status, written};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority"))
    }

    /// A certificate and its key, in PEM.
    pub fn issues(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }
}

/// Serves Status 010 to whoever shows a certificate of the authority; answers its address and how many it served.
async fn network(authority: &Authority) -> (String, Arc<AtomicUsize>) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
    let certificate = params.signed_by(&key, &authority.0).expect("a certificate");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(authority.0.der().to_vec())).expect("a root");
    let _first = rustls::crypto::ring::default_provider().install_default();
    let clients = WebPkiClientVerifier::builder(Arc::new(roots)).build().expect("a verifier");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder()
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a configuration");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://{}/script", listener.local_addr().expect("an address"));
    let (acceptor, served) = (TlsAcceptor::from(Arc::new(config)), Arc::new(AtomicUsize::new(0)));
    let counted = served.clone();
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await
                && answer(stream).await.is_some()
            {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    (url, served)
}

async fn answer(mut stream: tokio_rustls::server::TlsStream<tokio::net::TcpStream>) -> Option<()> {
    let mut request = Vec::new();
    let body = loop {
        if stream.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((_, body)) =
            text.split_once("\r\n\r\n").filter(|(_, body)| body.trim_end().ends_with("</Message>"))
        {
            break body.to_owned();
        }
    };
    let xml = written(&status(&script::parse(&body).ok()?, "010"));
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        xml.len()
    );
    stream.write_all(format!("{head}{xml}").as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}

async fn signed_behind(office: &Office, ncpdp_id: &str, body: Value) -> String {
    let network = office.house.post("/v1/networks", body).await.expect(201).id();
    let mut pharmacy = office.pharmacy_body("https://unused.example/");
    pharmacy["ncpdp_id"] = json!(ncpdp_id);
    pharmacy["script"] = json!(null);
    pharmacy["network_id"] = json!(network);
    let place = office.house.post("/v1/pharmacies", pharmacy).await.expect(201).id();
    if ncpdp_id == "9900011" { office.signed(&place).await } else { office.signed_beside(&place).await }
}

#[actix_web::test]
async fn a_network_knows_us_by_our_certificate_and_lets_nobody_else_in() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let (ours, strange) = (Authority::new(), Authority::new());
    let (url, served) = network(&ours).await;
    let body = |(certificate, key): (String, String)| {
        let secret = json!({"kind": "mutual_tls", "certificate": certificate, "key": key});
        json!({"name": "North", "endpoint": url, "authority": ours.pem(), "credentials": secret})
    };
    let known = signed_behind(&office, "9900011", body(ours.issues("praxis"))).await;
    office.becomes(&known, "accepted_by_pharmacy").await;
    assert_eq!(served.load(Ordering::SeqCst), 1);

    let unknown = signed_behind(&office, "9900012", body(strange.issues("praxis"))).await;
    office.becomes(&unknown, "unknown").await;
    let bare = json!({"name": "South", "endpoint": url, "authority": ours.pem()});
    let nobody = signed_behind(&office, "9900013", bare).await;
    office.becomes(&nobody, "unknown").await;
    // Nor do we trust a server nobody vouches for.
    let (certificate, key) = ours.issues("praxis");
    let secret = json!({"kind": "mutual_tls", "certificate": certificate, "key": key});
    let unvouched = json!({"name": "West", "endpoint": url, "credentials": secret});
    let id = signed_behind(&office, "9900014", unvouched).await;
    office.becomes(&id, "unknown").await;
    assert_eq!(served.load(Ordering::SeqCst), 1);
}
