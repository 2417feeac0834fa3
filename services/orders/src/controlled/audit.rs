//! The audit of controlled substances: only ever added to, each entry hashed with the one before (1311.120(b)(23), 1311.150(a)).

pub mod routes;
pub mod store;

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use model::{PrescriptionId, word_enum};
use platform::{Caller, Db, Problem, Reply, Tx};
use serde::Serialize;
use utoipa::ToSchema;

word_enum! {
    AuditKind {
        Created = "created",
        Altered = "altered",
        /// The safety checks ran or were answered, and it is not ready yet.
        Checked = "checked",
        Ready = "ready",
        Signed = "signed",
        Transmitted = "transmitted",
        TransmissionFailed = "transmission_failed",
        /// Taken back, before or after it was sent.
        Deleted = "deleted",
        Printed = "printed",
        AccessEntered = "access_entered",
        AccessGranted = "access_granted",
        AccessRevoked = "access_revoked",
        /// The practice's policy of signing was set.
        PolicySet = "policy_set",
        /// Somebody tried what is not theirs to do, or without the second factor.
        UnauthorizedAccess = "unauthorized_access",
        /// Somebody changed the database past this service.
        UnauthorizedChange = "unauthorized_change",
    }
}

impl AuditKind {
    /// What a person must judge, whoever did it and whatever came of it (1311.150(a)).
    pub fn is_auditable(self) -> bool {
        match self {
            Self::UnauthorizedAccess
            | Self::UnauthorizedChange
            | Self::AccessEntered
            | Self::AccessGranted
            | Self::AccessRevoked
            | Self::PolicySet => true,
            Self::Created
            | Self::Altered
            | Self::Checked
            | Self::Ready
            | Self::Signed
            | Self::Transmitted
            | Self::TransmissionFailed
            | Self::Deleted
            | Self::Printed => false,
        }
    }
}

/// Something to be added.
pub struct Happening {
    pub kind: AuditKind,
    pub actor: String,
    /// A noun and its id, as `prescription/0190…`.
    pub subject: String,
    pub outcome: &'static str,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, QueryableByName, Serialize, ToSchema)]
pub struct AuditEntry {
    /// 1, 2, 3, … without a gap.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub kind: AuditKind,
    #[diesel(sql_type = Text)]
    pub actor: String,
    #[diesel(sql_type = Text)]
    pub subject: String,
    #[diesel(sql_type = Text)]
    pub outcome: String,
    #[diesel(sql_type = Nullable<Text>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// SHA-256 over the hash before and this entry, in hexadecimal.
    #[diesel(sql_type = Text)]
    pub hash: String,
}

/// Somebody tried to sign what is not theirs, or without the second factor: audited apart, for the try itself is rolled back.
pub async fn tried(
    db: &Db,
    caller: &Caller,
    of: &[PrescriptionId],
    answer: &Result<Reply, Problem>,
) -> Result<(), Problem> {
    const REFUSED: [StatusCode; 2] = [StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS];
    let Err(problem) = answer else { return Ok(()) };
    if !REFUSED.iter().any(|status| status.as_u16() == problem.status) {
        return Ok(());
    }
    let (ids, actor, note) = (of.to_vec(), caller.client.clone(), problem.code.clone());
    let record = async move |tx: &mut Tx| {
        let what = (AuditKind::UnauthorizedAccess, actor.as_str());
        Ok::<_, Problem>(store::record_controlled(tx, &ids, what, &note).await?)
    };
    db.transaction(&caller.context(), record).await
}
