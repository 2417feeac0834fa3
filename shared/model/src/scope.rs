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
        BillingRead = "billing:read",
        BillingWrite = "billing:write",
        PrescriptionsSign = "prescriptions:sign",
        PrescriptionsDispense = "prescriptions:dispense",
        PaymentsPost = "payments:post",
        AuditRead = "audit:read",
        Admin = "admin",
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
