//! Migrations, run as the owner of the tables before the service starts.

use anyhow::Context as _;
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const PLATFORM: EmbeddedMigrations = embed_migrations!("migrations");

/// Brings the database of this owner up to date: the platform's tables, then the service's.
///
/// Runs on a thread with a runtime of its own, because the harness blocks.
pub fn run(owner_url: &str, service: EmbeddedMigrations) -> anyhow::Result<()> {
    let url = owner_url.to_owned();
    let work = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        runtime.block_on(async {
            let connection = AsyncPgConnection::establish(&url).await.context("connecting as the owner")?;
            let mut harness = AsyncMigrationHarness::new(connection);
            for migrations in [PLATFORM, service] {
                let done = harness.run_pending_migrations(migrations).map_err(|e| anyhow::anyhow!("{e}"))?;
                done.iter().for_each(|version| tracing::info!(%version, "migrated"));
            }
            Ok(())
        })
    });
    work.join().map_err(|_| anyhow::anyhow!("the migration thread panicked"))?
}
