//! What is announced of the practice itself: who works there, and where.

use super::facts;
use crate::code::{DeaNumber, Name, Npi, Phone, PlaceOfService, ServiceType, StateCode, TaxId, Taxonomy};
use crate::id::{LocationId, PractitionerId, VisitTypeId};
use crate::person::Address;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A practitioner as prescriptions and claims name them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PractitionerSnapshot {
    pub practitioner_id: PractitionerId,
    pub given_name: Name,
    pub family_name: Name,
    pub npi: Npi,
    pub taxonomy: Taxonomy,
    pub license_states: Vec<StateCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dea_number: Option<DeaNumber>,
}

/// A location as the billing provider of claims and the prescriber's address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LocationSnapshot {
    pub location_id: LocationId,
    pub name: Name,
    /// IANA name, such as `America/Chicago`.
    pub time_zone: String,
    pub address: Address,
    pub npi: Npi,
    pub tax_id: TaxId,
    pub phone: Phone,
    pub place_of_service: PlaceOfService,
}

/// A kind of visit, with what payers are asked about before one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VisitTypeSnapshot {
    pub visit_type_id: VisitTypeId,
    pub name: Name,
    pub minutes: i32,
    pub telehealth: bool,
    /// X12 service type codes (EQ01); with none, only the plan as a whole is asked about.
    #[serde(default)]
    pub service_types: Vec<ServiceType>,
}

facts! { PractitionerSnapshot by "practitioner"/practitioner_id:
    PractitionerUpdated = "practitioner.updated",
}
facts! { LocationSnapshot by "location"/location_id:
    LocationUpdated = "location.updated",
}
facts! { VisitTypeSnapshot by "visit-type"/visit_type_id:
    /// Said when it is added, too. Those added before this was said have no service types until they are changed, and then
    /// it is said: who has not heard of a visit type knows all there is to know of it.
    VisitTypeUpdated = "visit-type.updated",
}
