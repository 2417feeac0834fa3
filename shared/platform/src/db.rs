//! The database: transactions that carry their practice, retry what may be retried, and outlive the request.

use crate::context::{Context, Trace};
use crate::problem::Problem;
use crate::seal::Sealing;
use crate::settings;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::{Nullable, Text};
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::bb8::{Pool, RunError};
use diesel_async::{AnsiTransactionManager as Ansi, AsyncPgConnection, RunQueryDsl, TransactionManager};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// A connection inside a transaction.
pub type Tx = AsyncPgConnection;

/// How often work is tried that lost against a concurrent transaction.
const TRIES: u32 = 5;

#[derive(Clone)]
pub struct Db {
    pool: Pool<AsyncPgConnection>,
    committed: Arc<Notify>,
    sealing_keys: Option<settings::Secret>,
}

/// An error that can say whether the same work may succeed when tried again.
pub trait Transient {
    /// Lost against a concurrent transaction (40001, 40P01): try again at once.
    fn lost_a_race(&self) -> bool;
}

impl Transient for DieselError {
    fn lost_a_race(&self) -> bool {
        match self {
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
            DieselError::DatabaseError(_, cause) => cause.message().starts_with("deadlock detected"),
            _ => false,
        }
    }
}

impl Transient for anyhow::Error {
    fn lost_a_race(&self) -> bool {
        self.downcast_ref::<DieselError>().is_some_and(Transient::lost_a_race)
    }
}

/// PostgreSQL's 53xxx, 57P0x, 55P03, 57014 and a cut socket, which the driver reports as text only: the statement is not
/// to blame, and the same work may succeed later.
pub(crate) fn is_about_the_server(message: &str) -> bool {
    const SIGNS: &[&str] = &[
        "deadlock detected",
        "too many",
        "shutting down",
        "starting up",
        "recovery mode",
        "terminating connection",
        "connection closed",
        "Broken pipe",
        "reset by peer",
        "unexpected message",
        "lock timeout",
        "statement timeout",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}

impl Db {
    /// Opens the pool; connections are made when first needed, so a service starts while its database is still down.
    pub fn open(settings: &settings::Database) -> Self {
        let config = AsyncDieselConnectionManager::<AsyncPgConnection>::new(settings.url.expose());
        let pool = Pool::builder()
            .max_size(settings.connections)
            .connection_timeout(Duration::from_secs(5))
            .test_on_check_out(true)
            .build_unchecked(config);
        Self { pool, committed: Arc::new(Notify::new()), sealing_keys: settings.sealing_keys.clone() }
    }

    /// What seals in this database; an error says how to set its keys.
    pub fn sealing(&self) -> anyhow::Result<Sealing> {
        Sealing::new(self.sealing_keys.as_ref().unwrap_or(&"".into()))
    }

    /// Runs a transaction for a practice in a task of its own: a client that hangs up cannot leave it half-done.
    pub async fn transaction<T, E, F>(&self, context: &Context, work: F) -> Result<T, E>
    where
        T: 'static,
        E: From<DieselError> + From<RunError> + Transient + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, E> + 'static,
    {
        let done = self.detached(TransactionScope::of(context), work).await?;
        self.committed.notify_waiters();
        Ok(done)
    }

    /// Like `transaction`, for work that only reads: it wakes nobody.
    pub async fn read<T, E, F>(&self, context: &Context, work: F) -> Result<T, E>
    where
        T: 'static,
        E: From<DieselError> + From<RunError> + Transient + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, E> + 'static,
    {
        self.detached(TransactionScope::of(context), work).await
    }

    /// The platform's own work across practices; never reachable from a request. It wakes nobody: who polls would wake itself.
    pub async fn system<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: 'static,
        E: From<DieselError> + From<RunError> + Transient + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, E> + 'static,
    {
        self.detached(TransactionScope::system(), work).await
    }

    async fn detached<T, E, F>(&self, scope: TransactionScope, work: F) -> Result<T, E>
    where
        T: 'static,
        E: From<DieselError> + From<RunError> + Transient + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, E> + 'static,
    {
        let db = self.clone();
        let task = actix_web::rt::spawn(async move { db.attempt(&scope, &work).await });
        match task.await {
            Ok(result) => result,
            Err(gone) => match gone.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_cancelled) => Err(E::from(DieselError::RollbackTransaction)),
            },
        }
    }

    async fn attempt<T, E, F>(&self, scope: &TransactionScope, work: &F) -> Result<T, E>
    where
        E: From<DieselError> + From<RunError> + Transient,
        F: AsyncFn(&mut Tx) -> Result<T, E>,
    {
        let mut tries = 1;
        loop {
            let mut connection = self.pool.get().await?;
            match run(&mut connection, scope, work).await {
                Err(error) if tries < TRIES && error.lost_a_race() => {
                    drop(connection);
                    tokio::time::sleep(Duration::from_millis(rand::random_range(1..=8 << tries))).await;
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    /// Resolves when a practice's transaction committed in this process: something may wait to be published or sent.
    ///
    /// It counts from its making, not from its first poll, so make it before looking.
    pub fn committed(&self) -> tokio::sync::futures::Notified<'_> {
        self.committed.notified()
    }

    /// Whether the database answers within a second and a half.
    pub async fn is_alive(&self) -> bool {
        let ping = async {
            let mut connection = self.pool.get().await.ok()?;
            diesel::sql_query("SELECT 1").execute(&mut *connection).await.ok()
        };
        tokio::time::timeout(Duration::from_millis(1500), ping).await.ok().flatten().is_some()
    }
}

/// One try: begin, tell the transaction whose it is, work, and commit or roll back.
async fn run<T, E, F>(tx: &mut Tx, scope: &TransactionScope, work: &F) -> Result<T, E>
where
    E: From<DieselError>,
    F: AsyncFn(&mut Tx) -> Result<T, E>,
{
    Ansi::begin_transaction(tx).await?;
    let result = match scope.set(tx).await {
        Ok(()) => work(tx).await,
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(value) => {
            Ansi::commit_transaction(tx).await?;
            Ok(value)
        }
        Err(error) => {
            // A failed rollback marks the connection broken, and the pool drops it; the first error is the one to tell.
            let _rolled_back = Ansi::rollback_transaction(tx).await;
            Err(error)
        }
    }
}

/// What a transaction is told about itself with SET LOCAL, so that it cannot leak to the next one on the connection.
struct TransactionScope {
    practice: String,
    trace: String,
    cause: Option<String>,
    system: &'static str,
}

impl TransactionScope {
    fn of(context: &Context) -> Self {
        Self {
            practice: context.practice.to_string(),
            trace: context.trace.as_str().to_owned(),
            cause: context.cause.map(|id| id.to_string()),
            system: "",
        }
    }

    fn system() -> Self {
        let trace = Trace::begin().as_str().to_owned();
        Self { practice: String::new(), trace, cause: None, system: "on" }
    }

    async fn set(&self, tx: &mut Tx) -> Result<(), DieselError> {
        diesel::sql_query(
            "SELECT set_config('app.practice', $1, true), set_config('app.trace', $2, true), \
             set_config('app.cause', coalesce($3, ''), true), set_config('app.system', $4, true)",
        )
        .bind::<Text, _>(&self.practice)
        .bind::<Text, _>(&self.trace)
        .bind::<Nullable<Text>, _>(&self.cause)
        .bind::<Text, _>(self.system)
        .execute(tx)
        .await
        .map(|_| ())
    }
}

/// Gives a broken constraint its meaning; any other error stays what it is.
pub fn on_constraint<T>(
    result: Result<T, DieselError>,
    constraint: &str,
    refusal: impl Into<Problem>,
) -> Result<T, Problem> {
    result.map_err(|error| match &error {
        DieselError::DatabaseError(_, cause) if cause.constraint_name() == Some(constraint) => refusal.into(),
        _ => error.into(),
    })
}
