//! What every service must hold: its document has no gaps and no drift, and no operation answers without a caller or a scope.

use crate::service::House;
use model::operation::OPERATIONS;
use model::scope::Service;
use reqwest::Method;
use serde_json::{Value, json};
use std::path::PathBuf;
use utoipa::openapi::OpenApi;

/// Compares with `openapi/<service>.json`; with UPDATE_OPENAPI=1 writes it instead. Also finds gaps.
pub fn openapi(service: Service, document: &OpenApi) {
    let gaps = platform::openapi::gaps(document, service);
    assert!(gaps.is_empty(), "the document has gaps:\n{}", gaps.join("\n"));
    drift(&format!("{service}.json"), &serde_json::to_value(document).expect("JSON"));
}

/// Compares any generated document with the checked-in one.
pub fn drift(name: &str, document: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../openapi").join(name);
    let text = format!("{}\n", serde_json::to_string_pretty(document).expect("JSON"));
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &text).expect("the document can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "openapi/{name} is stale: run the tests once with UPDATE_OPENAPI=1 and look at the difference"
    );
}

/// Every operation answers 401 without a caller and 403 without its scope, and every table below is isolated.
pub async fn guarded(house: &House, service: Service) {
    for operation in OPERATIONS.iter().filter(|o| o.service == service) {
        let path = concrete(operation.path);
        let method = || Method::from_bytes(operation.method.as_bytes()).expect("a method");
        let nobody = house.request(method(), &path).json(&json!({})).nobody().send().await;
        nobody.refused(401, "no-caller");
        let scopes: Vec<_> = model::Scope::ALL.iter().copied().filter(|s| *s != operation.scope).collect();
        let scopeless = house.request(method(), &path).json(&json!({})).scopes(&scopes).send().await;
        scopeless.refused(403, "scope-missing");
    }
    isolated(house.db()).await;
}

fn concrete(pattern: &str) -> String {
    let part = |p: &str| if p.starts_with('{') { uuid::Uuid::nil().to_string() } else { p.to_owned() };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every table forces row-level security, and the service's role owns nothing and bypasses nothing.
pub async fn isolated(db: &platform::Db) {
    #[derive(diesel::QueryableByName)]
    struct Finding {
        #[diesel(sql_type = diesel::sql_types::Text)]
        finding: String,
    }
    // `mailboxes` holds only how far a mailbox has been read.
    let sql = "SELECT c.relname || ' does not force row-level security' AS finding FROM pg_class c \
          JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' \
          WHERE c.relkind = 'r' AND c.relname NOT LIKE '\\_\\_%' AND c.relname <> 'mailboxes' \
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity \
            AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*')) \
        UNION ALL SELECT 'the role owns ' || c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner \
          WHERE r.rolname = current_user \
        UNION ALL SELECT 'the role bypasses row-level security' FROM pg_roles \
          WHERE rolname = current_user AND (rolbypassrls OR rolsuper)";
    let read = async move |tx: &mut platform::Tx| {
        use diesel_async::RunQueryDsl;
        anyhow::Ok(diesel::sql_query(sql).load::<Finding>(tx).await?)
    };
    let findings: Vec<String> =
        db.system(read).await.expect("the catalog").into_iter().map(|f| f.finding).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
