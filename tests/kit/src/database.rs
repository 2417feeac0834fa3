//! A database a test: migrated once per process and service, then copied as a template in about a tenth of a second.

use crate::server;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use diesel_migrations::EmbeddedMigrations;
use platform::settings;
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

static TEMPLATES: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A fresh, migrated database of a service, with the role that owns it and the role that only uses it.
pub async fn database(service: &'static str, migrations: EmbeddedMigrations) -> settings::Database {
    let admin = server::postgres_url();
    make_template(&admin, service, migrations);
    let name = format!("{service}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let template = template_name(service);
    run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template} OWNER {service}_owner")).await;
    settings::Database {
        url: url_for(&admin, &format!("{service}_app"), &name).as_str().into(),
        owner_url: Some(url_for(&admin, &format!("{service}_owner"), &name).as_str().into()),
        connections: 6,
        // For tests only.
        sealing_keys: Some("1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8".into()),
    }
}

fn template_name(service: &str) -> String {
    format!("{service}_template_{}", std::process::id())
}

/// Holds the lock while it migrates, so that tests of one process share the template.
fn make_template(admin: &str, service: &'static str, migrations: EmbeddedMigrations) {
    let mut made = TEMPLATES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !made.get_or_insert_default().insert(service) {
        return;
    }
    let (admin, template) = (admin.to_owned(), template_name(service));
    let prepare = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(prepare(&admin, service, &template));
        platform::migrate::run(&url_for(&admin, &format!("{service}_owner"), &template), migrations)
            .expect("migrated");
    });
    prepare.join().expect("a template database");
}

async fn prepare(admin: &str, service: &str, template: &str) {
    for role in ["owner", "app"] {
        run(admin, &format!("DO $$ BEGIN CREATE ROLE {service}_{role} LOGIN PASSWORD 'kit'; EXCEPTION WHEN duplicate_object THEN END $$")).await;
    }
    run(admin, &format!("CREATE DATABASE {template} OWNER {service}_owner")).await;
    let (base, _) = admin.rsplit_once('/').expect("a database URL");
    run(&format!("{base}/{template}"), "CREATE EXTENSION IF NOT EXISTS btree_gist").await;
}

async fn run(url: &str, sql: &str) {
    let mut connection = AsyncPgConnection::establish(url).await.expect("PostgreSQL answers");
    connection.batch_execute(sql).await.expect("the statement runs");
}

fn url_for(admin: &str, role: &str, database: &str) -> String {
    let (_, place) = admin.rsplit_once('@').expect("a URL with a user");
    let (host, _) = place.split_once('/').expect("a URL with a database");
    format!("postgres://{role}:kit@{host}/{database}")
}
