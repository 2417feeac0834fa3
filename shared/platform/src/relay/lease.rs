//! Which partitions this process publishes: session locks that PostgreSQL frees when the process dies.
//!
//! The lease serves order and thrift; safety never depends on it, because listeners drop what they know.

use crate::outbox::PARTITIONS;
use crate::settings;
use diesel::QueryableByName;
use diesel::sql_types::{Integer, SmallInt};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use std::time::{Duration, Instant};

/// The first key of the two-key advisory locks; any number no one else uses.
const CLASS: i32 = 0x7072_6178;
const CLAIM_EVERY: Duration = Duration::from_secs(5);

pub struct Lease {
    session: AsyncPgConnection,
    parts: Vec<i16>,
    claimed: Option<Instant>,
}

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = SmallInt)]
    part: i16,
}

impl Lease {
    pub async fn open(settings: &settings::Database) -> anyhow::Result<Self> {
        let connect = AsyncPgConnection::establish(settings.url.expose());
        let session = tokio::time::timeout(Duration::from_secs(5), connect).await??;
        Ok(Self { session, parts: Vec::new(), claimed: None })
    }

    /// The partitions owned now; others are tried for every few seconds, and the session is proven alive by it.
    pub async fn parts(&mut self) -> anyhow::Result<&[i16]> {
        let fresh = self.claimed.is_some_and(|at| at.elapsed() < CLAIM_EVERY);
        if !fresh {
            let wanted = diesel::sql_query(
                "SELECT p::smallint AS part FROM generate_series(0, $2 - 1) p \
                 WHERE NOT p::smallint = ANY($3) AND pg_try_advisory_lock($1, p)",
            )
            .bind::<Integer, _>(CLASS)
            .bind::<Integer, _>(i32::from(PARTITIONS))
            .bind::<diesel::sql_types::Array<SmallInt>, _>(&self.parts);
            let won: Vec<Part> = wanted.load(&mut self.session).await?;
            self.parts.extend(won.into_iter().map(|p| p.part));
            self.claimed = Some(Instant::now());
        }
        Ok(&self.parts)
    }
}
