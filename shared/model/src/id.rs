//! Identifiers: a UUIDv7 each, told apart by type so that a patient's id can never stand where a claim's belongs.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
        #[serde(transparent)]
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl ToSql<diesel::sql_types::Uuid, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<diesel::sql_types::Uuid, Pg>::to_sql(&self.0, out)
            }
        }

        impl FromSql<diesel::sql_types::Uuid, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                <Uuid as FromSql<diesel::sql_types::Uuid, Pg>>::from_sql(value).map(Self)
            }
        }
    )*};
}

ids! {
    /// The practice (tenant) everything belongs to; nothing of another practice can be seen.
    PracticeId,
    PatientId,
    PractitionerId,
    LocationId,
    VisitTypeId,
    /// A room or a device.
    RoomId,
    AbsenceId,
    ClosureId,
    AppointmentId,
    HoldId,
    SeriesId,
    PayerId,
    /// A way to payers: a clearinghouse, or a payer's own system.
    ConnectionId,
    CoverageId,
    EligibilityCheckId,
    AuthorizationId,
    EstimateId,
    FeeScheduleId,
    EligibilityBatchId,
    PharmacyId,
    /// A network that carries SCRIPT messages to pharmacies.
    NetworkId,
    /// Something a person must do about a prescription, an order or a result.
    TaskId,
    AllergyId,
    PrescriptionId,
    /// A pharmacy's request to renew or change a prescription.
    PharmacyRequestId,
    FillId,
    SafetyCheckId,
    /// That a client of the API is a prescriber's own.
    CredentialId,
    /// A key with which a practice's prescriptions are signed.
    SigningKeyId,
    /// What a prescriber has beside the client's secret.
    SecondFactorId,
    /// The right to sign controlled substances.
    ControlledAccessId,
    MeasurementId,
    ReportedMedicationId,
    PrescriptionTemplateId,
    EncounterId,
    ClaimId,
    RemittanceId,
    PaymentId,
    LedgerTransactionId,
    EventId,
    CalendarLinkId,
    FormId,
    CompletedFormId,
    ReminderRuleId,
    ReminderId,
    PortalKeyId,
    WaitlistEntryId,
    WaitlistOfferId,
    /// A place that performs tests or takes images.
    LaboratoryId,
    /// A lab, imaging or referral order.
    OrderId,
    /// One report of a laboratory.
    ResultId,
    ObservationId,
    UnmatchedResultId,
    /// A practitioner's time somebody gave up.
    FreedTimeId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_reads_as_a_plain_uuid() {
        let text = "0190b7a2-6f3e-7c11-9d43-0a1b2c3d4e5f";
        let id: PatientId = text.parse().expect("a uuid");
        assert_eq!(id.to_string(), text);
        assert_eq!(serde_json::to_string(&id).expect("json"), format!("\"{text}\""));
    }
}
