//! HL7 over TLS, both ways, and where MLLP does not go in the clear.

use crate::lab::{Laboratory, potassium};
use crate::mllp::{Wire, listening, settings};
use crate::office::Office;
use crate::tls::Authority;
use hl7::Verdict;
use hl7::mllp::frame;
use orders::exchange::mllp::serve;
use orders::exchange::tls::acceptor;
use orders::settings::{Delivery, Mllp};
use platform::Stop;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// PEM files of one test, gone with it.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        let folder =
            std::env::temp_dir().join(format!("praxis-mllp-{}", platform::mint::<uuid::Uuid>().simple()));
        std::fs::create_dir(&folder).expect("a folder");
        Self(folder)
    }

    fn with(&self, name: &str, text: &str) -> Option<PathBuf> {
        let path = self.0.join(name);
        std::fs::write(&path, text).expect("written");
        Some(path)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// As a laboratory calls: it believes the authority, and shows a certificate where it has one.
async fn called(
    stream: TcpStream,
    believed: &Authority,
    shown: Option<(String, String)>,
) -> std::io::Result<TlsStream<TcpStream>> {
    let certificate = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
    let mut roots = RootCertStore::empty();
    roots.add(certificate(&believed.pem())).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots);
    let config = match shown {
        Some((ours, key)) => {
            let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("a key");
            config.with_client_auth_cert(vec![certificate(&ours)], key).expect("a configuration")
        }
        None => config.with_no_client_auth(),
    };
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

#[actix_web::test]
async fn results_come_over_tls_and_nobody_is_heard_without_it() {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    let (authority, files) = (Authority::new(), Files::new());
    let (certificate, key) = authority.issues("localhost");
    let settings = Mllp {
        certificate: files.with("certificate.pem", &certificate),
        key: files.with("key.pem", &key),
        ..settings(&office)
    };
    let stream = listening(&office, settings.clone()).await;
    let mut wire = Wire::on(called(stream, &authority, None).await.expect("an encrypted connection"));
    wire.write(&frame(potassium("1", 0, "4.0", "N", "F").as_bytes())).await;
    assert_eq!(wire.answer().await.expect("an answer").verdict, Verdict::Accepted);

    let mut plain = Wire::on(listening(&office, settings).await);
    plain.write(&frame(potassium("2", 5, "5.0", "N", "F").as_bytes())).await;
    assert!(plain.answer().await.is_none(), "whoever speaks in the clear is hung up on");
    assert_eq!(office.only_value().await.0, "4.0");
}

#[actix_web::test]
async fn only_laboratories_with_a_certificate_are_heard_where_that_is_demanded() {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    let (ours, theirs, files) = (Authority::new(), Authority::new(), Files::new());
    let (certificate, key) = ours.issues("localhost");
    let settings = Mllp {
        certificate: files.with("certificate.pem", &certificate),
        key: files.with("key.pem", &key),
        clients: files.with("clients.pem", &theirs.pem()),
        ..settings(&office)
    };
    for (shown, heard) in
        [(None, false), (Some(ours.issues("cedar")), false), (Some(theirs.issues("cedar")), true)]
    {
        let stream = listening(&office, settings.clone()).await;
        // With TLS 1.3 the refusal comes with the first answer.
        let answer = match called(stream, &ours, shown).await {
            Ok(stream) => {
                let mut wire = Wire::on(stream);
                wire.try_to_write(&frame(potassium("1", 0, "4.0", "N", "F").as_bytes())).await;
                wire.answer().await
            }
            Err(_) => None,
        };
        assert_eq!(answer.is_some(), heard);
        assert_eq!(office.queue().await.len(), usize::from(heard));
    }
}

#[actix_web::test]
async fn half_of_a_certificate_does_not_start() {
    let office = Office::open().await;
    let (authority, files) = (Authority::new(), Files::new());
    let (certificate, key) = authority.issues("localhost");
    let certificate = files.with("certificate.pem", &certificate);
    for (certificate, key, clients, word) in [
        (certificate.clone(), None, None, "belong together"),
        (None, files.with("key.pem", &key), None, "belong together"),
        (None, None, certificate.clone(), "belong together"),
        (certificate.clone(), certificate.clone(), None, "cannot speak TLS"),
        (certificate, Some(PathBuf::from("/nowhere/key.pem")), None, "cannot read /nowhere/key.pem"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let settings = Mllp { certificate, key, clients, ..settings(&office) };
        let served = serve(listener, settings, office.house.db().clone(), Stop::default()).await;
        let error = format!("{:#}", served.expect_err("it does not start"));
        assert!(error.contains(word), "{error}");
        assert!(!error.contains("PRIVATE KEY"), "{error}");
    }
}

/// A signed order to this connection.
async fn ordered(office: &Office, connection: Value) -> String {
    office.insured().await;
    let place = office.laboratory(connection).await;
    let id = office.order(office.order_wish(&place)).await;
    office.order_act(&id, "sign", json!({})).await.expect(200);
    id
}

/// What the history says of the first try.
async fn said(office: &Office, id: &str) -> String {
    office.order_becomes(id, "unknown").await;
    let history = office.items(&format!("/v1/orders/{id}/history")).await;
    let failed =
        history.iter().find(|it| it["change"].as_str().is_some_and(|it| it.contains("came to nothing")));
    failed.expect("a try")["note"].as_str().expect("a note").to_owned()
}

#[actix_web::test]
async fn an_order_goes_over_tls_to_whom_its_authority_vouches_for() {
    let authority = Authority::new();
    let (certificate, key) = authority.issues("localhost");
    let acceptor = acceptor(&certificate, &key, None).expect("an acceptor");
    let (laboratory, port) = Laboratory::by_tls(acceptor).await;
    let way = |tls: Value| json!({"kind": "mllp", "host": "localhost", "port": port, "tls": tls});

    let office = Office::open().await.with_porter();
    let trusted = ordered(&office, way(json!({"authority": authority.pem()}))).await;
    office.order_becomes(&trusted, "acknowledged").await;
    let received = laboratory.received();
    assert_eq!(office.items(&format!("/v1/orders/{trusted}/hl7")).await[0]["body"], received[0]);

    for tls in [json!({}), json!({"authority": Authority::new().pem()})] {
        let office = Office::open().await.with_porter();
        let id = ordered(&office, way(tls)).await;
        assert!(said(&office, &id).await.contains("is not that of a trusted authority"));
    }
    // A certificate for somebody else is none.
    let office = Office::open().await.with_porter();
    let elsewhere =
        json!({"kind": "mllp", "host": "127.0.0.1", "port": port, "tls": {"authority": authority.pem()}});
    let id = ordered(&office, elsewhere).await;
    assert!(said(&office, &id).await.contains("is not that of a trusted authority"));
    assert_eq!(laboratory.received().len(), 1);
}

#[actix_web::test]
async fn where_an_order_may_go_is_judged_when_it_goes() {
    let (laboratory, port) = Laboratory::by_wire().await;
    let delivery = || Delivery { answer_seconds: 1, retry_seconds: vec![], private_networks: false };
    for host in ["localhost", "127.0.0.1"] {
        let office = Office::open().await.with_porter_as(delivery());
        let id = ordered(&office, json!({"kind": "mllp", "host": host, "port": port})).await;
        assert!(said(&office, &id).await.contains("lies in a private network"), "{host}");
    }
    assert!(laboratory.received().is_empty());
}

#[actix_web::test]
async fn no_laboratory_in_the_public_internet_is_called_in_the_clear() {
    let office = Office::open().await;
    let mut body = office.laboratory_body();
    body["connection"] = json!({"kind": "mllp", "host": "8.8.8.8", "port": 2575});
    let refused = office.house.post("/v1/laboratories", body.clone()).await;
    refused.refused(400, "invalid-request");
    refused.names("/connection/tls");
    let id = office.laboratory(Value::Null).await;
    let path = format!("/v1/laboratories/{id}");
    let change = json!({"connection": body["connection"]});
    office.house.if_match(1).patch(&path, change).await.expect(400).names("/connection/tls");
    body["connection"]["tls"] = json!({"authority": "MIIB"});
    office.house.post("/v1/laboratories", body.clone()).await.expect(400).names("/connection");
    let change = json!({"connection": {"kind": "mllp", "host": "8.8.8.8", "port": 2575, "tls": {}}});
    let changed = office.house.if_match(1).patch(&path, change).await.expect(200).body;
    assert_eq!(changed["connection"]["tls"], json!({}));
}
