//! What kind of plan a coverage is, and what decides in which order plans pay.

use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    PlanKind {
        /// Through an employer or another group.
        CommercialGroup = "commercial_group",
        /// Bought by the subscriber.
        Individual = "individual",
        /// Original Medicare, Part A or B.
        Medicare = "medicare",
        /// Medicare Part C: a private plan in place of original Medicare.
        MedicareAdvantage = "medicare_advantage",
        Medicaid = "medicaid",
        Tricare = "tricare",
        Va = "va",
        WorkersCompensation = "workers_compensation",
        /// An automobile policy's medical payments or no-fault cover.
        Auto = "auto",
        /// Somebody else's liability insurance.
        Liability = "liability",
    }

    /// What the subscriber's cover through an employer rests on.
    Employment {
        /// On current employment.
        Active = "active",
        /// On employment that has ended: retired or laid off.
        Retired = "retired",
        /// On a right to continue it (COBRA or a state's law).
        Cobra = "cobra",
    }

    /// How many the employer employs, as the Medicare Secondary Payer rules count.
    EmployerSize { Under20 = "under_20", From20To99 = "20_to_99", From100 = "100_or_more" }

    /// Why a person has Medicare.
    MedicareReason {
        Age = "age",
        Disability = "disability",
        /// End-stage renal disease.
        Esrd = "esrd",
    }

    /// How the subscriber stands to a child whose parents do not live together.
    Custody {
        CustodialParent = "custodial_parent",
        SpouseOfCustodialParent = "spouse_of_custodial_parent",
        OtherParent = "other_parent",
        SpouseOfOtherParent = "spouse_of_other_parent",
    }
}

/// What the order of coverages rests on beside the kind of plan; what is not known is left out.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow,
)]
#[serde(deny_unknown_fields, default)]
#[diesel(sql_type = Jsonb)]
#[schema(as = CoverageCoordination)]
pub struct Coordination {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment: Option<Employment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer_size: Option<EmployerSize>,
    /// On Medicare: what entitles the patient to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medicare_reason: Option<MedicareReason>,
    /// On Medicare: the first month in which end-stage renal disease made the patient eligible; any day of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub esrd_since: Option<NaiveDate>,
    /// Since when the subscriber is covered by this plan, if longer than this coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_since: Option<NaiveDate>,
    /// A court made this subscriber responsible for the child's health care.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court_ordered: Option<bool>,
    /// Left out where the child's parents live together or share custody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custody: Option<Custody>,
}

model::jsonb!(Coordination);

impl Coordination {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
