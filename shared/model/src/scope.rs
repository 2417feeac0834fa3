//! What a caller may do.

use crate::word_enum;

word_enum! {
    /// A permission a token carries; every operation names the one it needs in `operation::OPERATIONS`.
    Scope {
        SchedulingRead = "scheduling:read",
        SchedulingWrite = "scheduling:write",
        /// Booking beside what a practitioner does already.
        SchedulingOverbook = "scheduling:overbook",
        EligibilityRead = "eligibility:read",
        EligibilityWrite = "eligibility:write",
        OrdersRead = "orders:read",
        OrdersWrite = "orders:write",
        /// Delivering results, for laboratories and their interfaces.
        ResultsDeliver = "results:deliver",
        BillingRead = "billing:read",
        BillingWrite = "billing:write",
        PrescriptionsSign = "prescriptions:sign",
        PrescriptionsDispense = "prescriptions:dispense",
        PaymentsPost = "payments:post",
        AuditRead = "audit:read",
        Admin = "admin",
        /// What the holder of a link's key may do: signed by the gateway alone, never granted to a client.
        LinkHolder = "link:holder",
        /// What a patient may do with a key of the practice: signed by the gateway alone, never granted to a client.
        PatientPortal = "patient:portal",
    }

    /// The services behind the gateway.
    Service {
        Gateway = "gateway",
        Scheduling = "scheduling",
        Eligibility = "eligibility",
        Orders = "orders",
        Billing = "billing",
    }
}

impl Scope {
    /// Whether a client can be given it and a token can carry it.
    pub const fn is_grantable(self) -> bool {
        !matches!(self, Self::LinkHolder | Self::PatientPortal)
    }

    /// The scopes clients can have.
    pub fn grantable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|scope| scope.is_grantable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_of_keys_are_no_clients() {
        assert!(!Scope::grantable().any(|scope| matches!(scope, Scope::LinkHolder | Scope::PatientPortal)));
        assert_eq!(Scope::grantable().count(), Scope::ALL.len() - 2);
    }
}
