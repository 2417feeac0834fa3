//! The one table of operations: path, method, id, owner, and the scope each demands. What is not here is refused.

use crate::scope::{Scope, Service};

pub struct Operation {
    pub method: &'static str,
    /// As in the OpenAPI document, with `{id}` for parameters.
    pub path: &'static str,
    /// The OpenAPI operation id, `<verb>_<noun>`.
    pub id: &'static str,
    pub service: Service,
    pub scope: Scope,
}

impl Operation {
    /// Whether a key in the request opens it in place of a token: the path's `{token}`, else the query's `key`.
    ///
    /// The gateway reads the practice out of the key; the service verifies the secret.
    pub fn is_opened_by_key(&self) -> bool {
        self.scope == Scope::LinkHolder
    }

    /// Whether a patient's key opens it: `Authorization: Bearer` with the key the practice gave the patient.
    pub fn is_of_patients(&self) -> bool {
        self.scope == Scope::PatientPortal
    }

    /// The key in a concrete path of this operation, if the path is where it stands.
    pub fn key_in_path<'a>(&self, path: &'a str) -> Option<&'a str> {
        let mut parts = self.path.split('/').zip(path.split('/'));
        parts.find(|(pattern, _)| *pattern == KEY_SEGMENT).map(|(_, segment)| segment)
    }

    /// A concrete path of this operation as it may be written down.
    pub fn path_without_key(&self, path: &str) -> String {
        let part = |(pattern, segment)| if pattern == KEY_SEGMENT { KEY_SEGMENT } else { segment };
        let parts: Vec<&str> = self.path.split('/').zip(path.split('/')).map(part).collect();
        parts.join("/")
    }
}

/// Where a path holds the key that opens it.
const KEY_SEGMENT: &str = "{token}";

/// The operation of a method on a path pattern.
pub fn find(method: &str, pattern: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|o| o.method == method && o.path == pattern)
}

/// What the gateway knows of a concrete path.
#[derive(Clone, Copy)]
pub enum Match {
    Found(&'static Operation),
    /// The path exists, the method does not.
    OtherMethod,
    Unknown,
}

/// Matches a concrete path; a literal segment wins over a parameter.
pub fn route(method: &str, path: &str) -> Match {
    let segments: Vec<&str> = path.split('/').collect();
    let fits: Vec<&'static Operation> = OPERATIONS.iter().filter(|o| path_fits(o.path, &segments)).collect();
    let fewest = fits.iter().map(|o| parameters(o.path)).min();
    let best = fits.iter().filter(|o| Some(parameters(o.path)) == fewest);
    match (best.clone().find(|o| o.method == method), fewest) {
        (Some(operation), _) => Match::Found(operation),
        (None, Some(_)) => Match::OtherMethod,
        (None, None) => Match::Unknown,
    }
}

fn parameters(pattern: &str) -> usize {
    pattern.matches('{').count()
}

fn path_fits(pattern: &str, segments: &[&str]) -> bool {
    let mut parts = pattern.split('/');
    let all = segments
        .iter()
        .all(|s| parts.next().is_some_and(|p| p == *s || (p.starts_with('{') && !s.is_empty())));
    all && parts.next().is_none()
}

const fn op(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    service: Service,
    scope: Scope,
) -> Operation {
    Operation { method, path, id, service, scope }
}

use Scope::{
    Admin, AuditRead, BillingRead, BillingWrite, EligibilityRead, EligibilityWrite, LinkHolder, OrdersRead,
    OrdersWrite, PatientPortal, PaymentsPost, PrescriptionsDispense, PrescriptionsSign, ResultsDeliver,
    SchedulingOverbook, SchedulingRead, SchedulingWrite,
};
use Service::{Billing, Eligibility, Gateway, Orders, Scheduling};

#[rustfmt::skip]
pub const OPERATIONS: &[Operation] = &[
    op("GET",   "/v1/events",                              "list_events",               Gateway,     AuditRead),
    op("GET",   "/v1/patients/{id}/timeline",              "get_patient_timeline",      Gateway,     AuditRead),

    op("POST",  "/v1/patients",                            "register_patient",          Scheduling,  SchedulingWrite),
    op("GET",   "/v1/patients",                            "list_patients",             Scheduling,  SchedulingRead),
    op("GET",   "/v1/patients/{id}",                       "get_patient",               Scheduling,  SchedulingRead),
    op("PATCH", "/v1/patients/{id}",                       "update_patient",            Scheduling,  SchedulingWrite),
    op("PATCH", "/v1/practitioners/{id}",                 "update_practitioner",         Scheduling,  SchedulingWrite),
    op("POST",  "/v1/practitioners",                       "create_practitioner",       Scheduling,  SchedulingWrite),
    op("GET",   "/v1/practitioners",                       "list_practitioners",        Scheduling,  SchedulingRead),
    op("GET",   "/v1/practitioners/{id}",                  "get_practitioner",          Scheduling,  SchedulingRead),
    op("PUT",   "/v1/practitioners/{id}/availability",     "set_availability",          Scheduling,  SchedulingWrite),
    op("GET",   "/v1/practitioners/{id}/availability",     "get_availability",          Scheduling,  SchedulingRead),
    op("PATCH", "/v1/locations/{id}",                     "update_location",             Scheduling,  SchedulingWrite),
    op("POST",  "/v1/locations",                           "create_location",           Scheduling,  SchedulingWrite),
    op("GET",   "/v1/locations",                           "list_locations",            Scheduling,  SchedulingRead),
    op("GET",   "/v1/locations/{id}",                      "get_location",              Scheduling,  SchedulingRead),
    op("POST",  "/v1/rooms",                               "create_room",               Scheduling,  SchedulingWrite),
    op("GET",   "/v1/rooms",                               "list_rooms",                Scheduling,  SchedulingRead),
    op("GET",   "/v1/rooms/{id}",                          "get_room",                  Scheduling,  SchedulingRead),
    op("POST",  "/v1/devices",                             "create_device",             Scheduling,  SchedulingWrite),
    op("GET",   "/v1/devices",                             "list_devices",              Scheduling,  SchedulingRead),
    op("GET",   "/v1/devices/{id}",                        "get_device",                Scheduling,  SchedulingRead),
    op("POST",  "/v1/practitioners/{id}/absences",         "record_absence",            Scheduling,  SchedulingWrite),
    op("GET",   "/v1/practitioners/{id}/absences",         "list_absences",             Scheduling,  SchedulingRead),
    op("DELETE", "/v1/absences/{id}",                      "delete_absence",            Scheduling,  SchedulingWrite),
    op("POST",  "/v1/closures",                            "create_closure",            Scheduling,  SchedulingWrite),
    op("POST",  "/v1/closures/federal-holidays",           "close_on_federal_holidays", Scheduling,  SchedulingWrite),
    op("GET",   "/v1/closures",                            "list_closures",             Scheduling,  SchedulingRead),
    op("DELETE", "/v1/closures/{id}",                      "delete_closure",            Scheduling,  SchedulingWrite),
    op("PATCH", "/v1/visit-types/{id}",                   "update_visit_type",           Scheduling,  SchedulingWrite),
    op("POST",  "/v1/visit-types",                         "create_visit_type",         Scheduling,  SchedulingWrite),
    op("GET",   "/v1/visit-types",                         "list_visit_types",          Scheduling,  SchedulingRead),
    op("GET",   "/v1/visit-types/{id}",                    "get_visit_type",            Scheduling,  SchedulingRead),
    op("GET",   "/v1/slots",                               "list_slots",                Scheduling,  SchedulingRead),
    op("GET",   "/v1/slots/explain",                       "explain_slot",              Scheduling,  SchedulingRead),
    op("POST",  "/v1/holds",                               "place_hold",                Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments",                        "book_appointment",          Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/overbook",               "overbook_appointment",      Scheduling,  SchedulingOverbook),
    op("GET",   "/v1/appointments",                        "list_appointments",         Scheduling,  SchedulingRead),
    op("GET",   "/v1/appointments/{id}",                   "get_appointment",           Scheduling,  SchedulingRead),
    op("GET",   "/v1/appointments/{id}/history",           "get_appointment_history",   Scheduling,  SchedulingRead),
    op("POST",  "/v1/appointments/{id}/reschedule",        "reschedule_appointment",    Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/{id}/cancel",            "cancel_appointment",        Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/{id}/reinstate",         "reinstate_appointment",     Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/{id}/arrive",            "arrive_appointment",        Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/{id}/begin",             "begin_appointment",         Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/{id}/complete",          "complete_appointment",      Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointments/{id}/no-show",           "mark_no_show",              Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointment-series",                  "book_series",               Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointment-series/preview",          "preview_series",            Scheduling,  SchedulingRead),
    op("GET",   "/v1/appointment-series/{id}",             "get_series",                Scheduling,  SchedulingRead),
    op("POST",  "/v1/appointment-series/{id}/reschedule",  "reschedule_series",         Scheduling,  SchedulingWrite),
    op("POST",  "/v1/appointment-series/{id}/cancel",      "cancel_series",             Scheduling,  SchedulingWrite),
    op("POST",  "/v1/patients/match",                      "match_patients",            Scheduling,  SchedulingRead),
    op("POST",  "/v1/patients/{id}/merge",                 "merge_patient",             Scheduling,  SchedulingWrite),
    op("POST",  "/v1/patients/{id}/unmerge",               "unmerge_patient",           Scheduling,  SchedulingWrite),
    op("POST",  "/v1/practitioners/{id}/calendar-links",   "create_calendar_link",      Scheduling,  SchedulingWrite),
    op("GET",   "/v1/practitioners/{id}/calendar-links",   "list_calendar_links",       Scheduling,  SchedulingRead),
    op("POST",  "/v1/practitioners/{id}/calendar-links/{link_id}/revoke", "revoke_calendar_link", Scheduling, SchedulingWrite),
    op("GET",   "/v1/practitioners/{id}/calendar.ics",     "get_calendar",              Scheduling,  LinkHolder),
    op("GET",   "/v1/readiness",                           "list_readiness",            Scheduling,  SchedulingRead),
    op("POST",  "/v1/forms",                               "create_form",               Scheduling,  SchedulingWrite),
    op("GET",   "/v1/forms",                               "list_forms",                Scheduling,  SchedulingRead),
    op("POST",  "/v1/patients/{id}/completed-forms",       "record_completed_form",     Scheduling,  SchedulingWrite),
    op("GET",   "/v1/patients/{id}/completed-forms",       "list_completed_forms",      Scheduling,  SchedulingRead),
    op("GET",   "/v1/day-sheets",                          "get_day_sheet",             Scheduling,  SchedulingRead),
    op("GET",   "/v1/day-sheets/print",                    "print_day_sheet",           Scheduling,  SchedulingRead),
    op("GET",   "/v1/reports/utilization",                 "get_utilization",           Scheduling,  SchedulingRead),
    op("GET",   "/v1/reports/utilization/print",           "print_utilization",         Scheduling,  SchedulingRead),
    op("POST",  "/v1/appointments/batch",                  "change_appointments",       Scheduling,  SchedulingWrite),
    op("GET",   "/v1/marking-policy",                      "get_marking_policy",        Scheduling,  SchedulingRead),
    op("PUT",   "/v1/marking-policy",                      "set_marking_policy",        Scheduling,  SchedulingWrite),
    op("POST",  "/v1/reminder-rules",                      "create_reminder_rule",      Scheduling,  SchedulingWrite),
    op("GET",   "/v1/reminder-rules",                      "list_reminder_rules",       Scheduling,  SchedulingRead),
    op("GET",   "/v1/reminder-rules/{id}",                 "get_reminder_rule",         Scheduling,  SchedulingRead),
    op("PATCH", "/v1/reminder-rules/{id}",                 "update_reminder_rule",      Scheduling,  SchedulingWrite),
    op("PUT",   "/v1/reminder-settings",                   "set_reminder_settings",     Scheduling,  SchedulingWrite),
    op("GET",   "/v1/reminder-settings",                   "get_reminder_settings",     Scheduling,  SchedulingRead),
    op("PUT",   "/v1/patients/{id}/reminder-preferences",  "set_reminder_preferences",  Scheduling,  SchedulingWrite),
    op("GET",   "/v1/patients/{id}/reminder-preferences",  "get_reminder_preferences",  Scheduling,  SchedulingRead),
    op("GET",   "/v1/reminders",                           "list_reminders",            Scheduling,  SchedulingRead),
    op("GET",   "/v1/reminders/{id}",                      "get_reminder",              Scheduling,  SchedulingRead),
    op("POST",  "/v1/reminders/{id}/resend",               "resend_reminder",           Scheduling,  SchedulingWrite),
    op("GET",   "/v1/appointment-links/{token}",           "get_appointment_link",      Scheduling,  LinkHolder),
    op("POST",  "/v1/appointment-links/{token}/confirm",   "confirm_appointment_link",  Scheduling,  LinkHolder),
    op("POST",  "/v1/appointment-links/{token}/cancel",    "cancel_appointment_link",   Scheduling,  LinkHolder),
    op("POST",  "/v1/patients/{id}/portal-keys",                  "create_portal_key",        Scheduling,  SchedulingWrite),
    op("GET",   "/v1/patients/{id}/portal-keys",                  "list_portal_keys",         Scheduling,  SchedulingRead),
    op("DELETE", "/v1/portal-keys/{id}",                  "revoke_portal_key",        Scheduling,  SchedulingWrite),
    op("GET",   "/v1/portal/visit-types",                  "list_bookable_visit_types", Scheduling,  PatientPortal),
    op("GET",   "/v1/portal/slots",                        "list_bookable_slots",       Scheduling,  PatientPortal),
    op("GET",   "/v1/portal/appointments",                 "list_own_appointments",     Scheduling,  PatientPortal),
    op("POST",  "/v1/portal/appointments",                 "book_own_appointment",      Scheduling,  PatientPortal),
    op("POST",  "/v1/portal/appointments/{id}/reschedule", "reschedule_own_appointment", Scheduling, PatientPortal),
    op("POST",  "/v1/portal/appointments/{id}/cancel",     "cancel_own_appointment",    Scheduling,  PatientPortal),
    op("POST",  "/v1/waitlist",                          "add_waitlist_entry",        Scheduling,  SchedulingWrite),
    op("GET",   "/v1/waitlist",                          "list_waitlist_entries",     Scheduling,  SchedulingRead),
    op("GET",   "/v1/waitlist/offers",                   "list_waitlist_offers",      Scheduling,  SchedulingRead),
    op("GET",   "/v1/waitlist/offers/{id}",              "get_waitlist_offer",        Scheduling,  SchedulingRead),
    op("POST",  "/v1/waitlist/offers/{id}/accept",       "accept_waitlist_offer",     Scheduling,  SchedulingWrite),
    op("POST",  "/v1/waitlist/offers/{id}/decline",      "decline_waitlist_offer",    Scheduling,  SchedulingWrite),
    op("GET",   "/v1/waitlist/freed-times",              "list_freed_times",          Scheduling,  SchedulingRead),
    op("GET",   "/v1/waitlist/{id}",                     "get_waitlist_entry",        Scheduling,  SchedulingRead),
    op("PATCH", "/v1/waitlist/{id}",                     "update_waitlist_entry",     Scheduling,  SchedulingWrite),
    op("POST",  "/v1/waitlist/{id}/withdraw",            "withdraw_waitlist_entry",   Scheduling,  SchedulingWrite),
    op("GET",   "/v1/waitlist-settings",                 "get_waitlist_settings",     Scheduling,  SchedulingRead),
    op("PUT",   "/v1/waitlist-settings",                 "set_waitlist_settings",     Scheduling,  SchedulingWrite),
    op("GET",   "/v1/waitlist-offer-links/{token}",         "get_waitlist_offer_link",     Scheduling, LinkHolder),
    op("POST",  "/v1/waitlist-offer-links/{token}/accept",  "accept_waitlist_offer_link",  Scheduling, LinkHolder),
    op("POST",  "/v1/waitlist-offer-links/{token}/decline", "decline_waitlist_offer_link", Scheduling, LinkHolder),

    op("POST",  "/v1/payers",                              "create_payer",              Eligibility, EligibilityWrite),
    op("GET",   "/v1/payers",                              "list_payers",               Eligibility, EligibilityRead),
    op("GET",   "/v1/payers/{id}",                         "get_payer",                 Eligibility, EligibilityRead),
    op("PATCH", "/v1/payers/{id}",                         "update_payer",              Eligibility, EligibilityWrite),
    op("GET",   "/v1/payers/{id}/status",                  "get_payer_status",          Eligibility, EligibilityRead),
    op("POST",  "/v1/x12/270",                             "ask_x12_inquiry",           Eligibility, EligibilityWrite),
    op("POST",  "/v1/connections",                         "create_connection",         Eligibility, EligibilityWrite),
    op("GET",   "/v1/connections",                         "list_connections",          Eligibility, EligibilityRead),
    op("GET",   "/v1/connections/{id}",                    "get_connection",            Eligibility, EligibilityRead),
    op("PATCH", "/v1/connections/{id}",                    "update_connection",         Eligibility, EligibilityWrite),
    op("GET",   "/v1/connections/{id}/status",             "get_connection_status",     Eligibility, EligibilityRead),
    op("POST",  "/v1/coverages",                           "record_coverage",           Eligibility, EligibilityWrite),
    op("GET",   "/v1/coverages",                           "list_coverages",            Eligibility, EligibilityRead),
    op("GET",   "/v1/coverages/{id}",                      "get_coverage",              Eligibility, EligibilityRead),
    op("PATCH", "/v1/coverages/{id}",                      "update_coverage",           Eligibility, EligibilityWrite),
    op("POST",  "/v1/eligibility-checks",                  "request_eligibility_check", Eligibility, EligibilityWrite),
    op("GET",   "/v1/eligibility-checks",                  "list_eligibility_checks",   Eligibility, EligibilityRead),
    op("GET",   "/v1/eligibility-checks/{id}",             "get_eligibility_check",     Eligibility, EligibilityRead),
    op("GET",   "/v1/eligibility-checks/{id}/x12",         "get_eligibility_check_x12", Eligibility, EligibilityRead),
    op("POST",  "/v1/eligibility-checks/{id}/differences/{field}/accept", "accept_difference", Eligibility, EligibilityWrite),
    op("POST",  "/v1/x12/271",                             "read_eligibility_response", Eligibility, EligibilityRead),
    op("POST",  "/v1/authorizations",                      "record_authorization",      Eligibility, EligibilityWrite),
    op("GET",   "/v1/authorizations",                      "list_authorizations",       Eligibility, EligibilityRead),
    op("GET",   "/v1/authorizations/{id}",                 "get_authorization",         Eligibility, EligibilityRead),
    op("PATCH", "/v1/authorizations/{id}",                 "update_authorization",      Eligibility, EligibilityWrite),
    op("POST",  "/v1/authorizations/{id}/approve",         "approve_authorization",     Eligibility, EligibilityWrite),
    op("POST",  "/v1/authorizations/{id}/deny",            "deny_authorization",        Eligibility, EligibilityWrite),
    op("POST",  "/v1/authorizations/{id}/void",            "void_authorization",        Eligibility, EligibilityWrite),
    op("POST",  "/v1/authorizations/{id}/uses",            "record_authorization_use",  Eligibility, EligibilityWrite),
    op("GET",   "/v1/authorizations/{id}/uses",            "list_authorization_uses",   Eligibility, EligibilityRead),
    op("GET",   "/v1/authorization-settings",              "get_authorization_settings", Eligibility, EligibilityRead),
    op("PUT",   "/v1/authorization-settings",              "set_authorization_settings", Eligibility, EligibilityWrite),
    op("POST",  "/v1/contract-prices",                     "load_contract_prices",      Eligibility, EligibilityWrite),
    op("GET",   "/v1/contract-prices",                     "list_contract_prices",      Eligibility, EligibilityRead),
    op("GET",   "/v1/contract-prices/{id}",                "get_contract_prices",       Eligibility, EligibilityRead),
    op("POST",  "/v1/estimates",                           "request_estimate",          Eligibility, EligibilityWrite),
    op("GET",   "/v1/estimates",                           "list_estimates",            Eligibility, EligibilityRead),
    op("GET",   "/v1/estimates/{id}",                      "get_estimate",              Eligibility, EligibilityRead),
    op("GET",   "/v1/estimates/{id}/print",                "print_estimate",            Eligibility, EligibilityRead),
    op("POST",  "/v1/estimates/{id}/bill",                 "record_estimate_bill",      Eligibility, EligibilityWrite),
    op("GET",   "/v1/reports/estimate-accuracy",           "get_estimate_accuracy",     Eligibility, EligibilityRead),
    op("GET",   "/v1/eligibility-schedule",                "get_eligibility_schedule",  Eligibility, EligibilityRead),
    op("PUT",   "/v1/eligibility-schedule",                "set_eligibility_schedule",  Eligibility, EligibilityWrite),
    op("POST",  "/v1/eligibility-batches",                 "ask_eligibility_batch",     Eligibility, EligibilityWrite),
    op("GET",   "/v1/eligibility-batches",                 "list_eligibility_batches",  Eligibility, EligibilityRead),
    op("GET",   "/v1/eligibility-batches/{id}",            "get_eligibility_batch",     Eligibility, EligibilityRead),
    op("POST",  "/v1/eligibility-batches/{id}/cancel",     "cancel_eligibility_batch",  Eligibility, EligibilityWrite),
    op("GET",   "/v1/eligibility-batches/{id}/results.csv", "export_eligibility_batch", Eligibility, EligibilityRead),
    op("POST",  "/v1/coverages/{id}/renew",                "renew_coverage",            Eligibility, EligibilityWrite),
    op("GET",   "/v1/coverages/{id}/history",              "get_coverage_history",      Eligibility, EligibilityRead),
    op("GET",   "/v1/patients/{id}/coverage-order",        "get_coverage_order",        Eligibility, EligibilityRead),
    op("GET",   "/v1/payers/{id}/member-id-rule",          "get_member_id_rule",        Eligibility, EligibilityRead),
    op("PUT",   "/v1/payers/{id}/member-id-rule",          "set_member_id_rule",        Eligibility, EligibilityWrite),
    op("DELETE", "/v1/payers/{id}/member-id-rule",         "delete_member_id_rule",     Eligibility, EligibilityWrite),
    op("PUT",   "/v1/coverages/{id}/card/{side}",          "store_coverage_card",       Eligibility, EligibilityWrite),
    op("GET",   "/v1/coverages/{id}/card/{side}",          "get_coverage_card",         Eligibility, EligibilityRead),
    op("DELETE", "/v1/coverages/{id}/card/{side}",         "delete_coverage_card",      Eligibility, EligibilityWrite),

    op("GET",   "/v1/medications",                         "list_medications",          Orders,      OrdersRead),
    op("POST",  "/v1/pharmacies",                          "create_pharmacy",           Orders,      OrdersWrite),
    op("GET",   "/v1/pharmacies",                          "list_pharmacies",           Orders,      OrdersRead),
    op("GET",   "/v1/pharmacies/{id}",                     "get_pharmacy",              Orders,      OrdersRead),
    op("PATCH", "/v1/pharmacies/{id}",                     "update_pharmacy",           Orders,      OrdersWrite),
    op("POST",  "/v1/networks",                            "create_network",            Orders,      OrdersWrite),
    op("GET",   "/v1/networks",                            "list_networks",             Orders,      OrdersRead),
    op("GET",   "/v1/networks/{id}",                       "get_network",               Orders,      OrdersRead),
    op("PATCH", "/v1/networks/{id}",                       "update_network",            Orders,      OrdersWrite),
    op("POST",  "/v1/patients/{id}/allergies",             "record_allergy",            Orders,      OrdersWrite),
    op("GET",   "/v1/patients/{id}/allergies",             "list_allergies",            Orders,      OrdersRead),
    op("POST",  "/v1/patients/{id}/measurements",          "record_measurement",        Orders,      OrdersWrite),
    op("GET",   "/v1/patients/{id}/measurements",          "list_measurements",         Orders,      OrdersRead),
    op("GET",   "/v1/patients/{id}/medications",           "list_patient_medications",  Orders,      OrdersRead),
    op("POST",  "/v1/patients/{id}/medications",           "report_medication",         Orders,      OrdersWrite),
    op("POST",  "/v1/patients/{id}/medications/{medication_id}/reconcile", "reconcile_medication", Orders, OrdersWrite),
    op("GET",   "/v1/patients/{id}/medications/{medication_id}/decisions", "list_medication_decisions", Orders, OrdersRead),
    op("GET",   "/v1/medication-stops",                    "list_open_stops",           Orders,      OrdersRead),
    op("POST",  "/v1/sigs/build",                          "build_sig",                 Orders,      OrdersRead),
    op("POST",  "/v1/sigs/read",                           "read_sig",                  Orders,      OrdersRead),
    op("POST",  "/v1/prescription-favorites",              "create_prescription_favorite", Orders,   OrdersWrite),
    op("GET",   "/v1/prescription-favorites",              "list_prescription_favorites", Orders,    OrdersRead),
    op("DELETE", "/v1/prescription-favorites/{id}",        "delete_prescription_favorite", Orders,   OrdersWrite),
    op("POST",  "/v1/prescription-favorites/{id}/draft",   "draft_prescription_favorite", Orders,    OrdersWrite),
    op("POST",  "/v1/prescription-order-sets",             "create_prescription_order_set", Orders,  OrdersWrite),
    op("GET",   "/v1/prescription-order-sets",             "list_prescription_order_sets", Orders,   OrdersRead),
    op("DELETE", "/v1/prescription-order-sets/{id}",       "delete_prescription_order_set", Orders,  OrdersWrite),
    op("POST",  "/v1/prescription-order-sets/{id}/draft",  "draft_prescription_order_set", Orders,   OrdersWrite),
    op("POST",  "/v1/prescriptions",                       "draft_prescription",        Orders,      OrdersWrite),
    op("GET",   "/v1/prescriptions",                       "list_prescriptions",        Orders,      OrdersRead),
    op("GET",   "/v1/prescriptions/{id}",                  "get_prescription",          Orders,      OrdersRead),
    op("PATCH", "/v1/prescriptions/{id}",                  "update_prescription",       Orders,      OrdersWrite),
    op("POST",  "/v1/prescriptions/{id}/discard",          "discard_prescription",      Orders,      OrdersWrite),
    op("GET",   "/v1/prescriptions/{id}/history",          "get_prescription_history",  Orders,      OrdersRead),
    op("GET",   "/v1/prescriptions/{id}/script",           "get_prescription_script",   Orders,      OrdersRead),
    op("POST",  "/v1/prescriptions/{id}/checks",           "check_prescription",        Orders,      OrdersWrite),
    op("POST",  "/v1/prescriptions/{id}/checks/{check_id}/override", "override_alert",  Orders,      OrdersWrite),
    op("GET",   "/v1/alert-statistics",                    "get_alert_statistics",      Orders,      OrdersRead),
    op("POST",  "/v1/prescriptions/{id}/sign",             "sign_prescription",         Orders,      PrescriptionsSign),
    op("POST",  "/v1/prescription-signings",               "sign_prescriptions",        Orders,      PrescriptionsSign),
    op("POST",  "/v1/prescribers/{id}/credentials",        "bind_credential",           Orders,      Admin),
    op("GET",   "/v1/prescribers/{id}/credentials",        "list_credentials",          Orders,      OrdersRead),
    op("POST",  "/v1/prescriber-credentials/{id}/revoke",  "revoke_credential",         Orders,      Admin),
    op("POST",  "/v1/second-factors",                      "enrol_second_factor",       Orders,      PrescriptionsSign),
    op("POST",  "/v1/second-factors/{id}/confirm",         "confirm_second_factor",     Orders,      PrescriptionsSign),
    op("POST",  "/v1/second-factor-challenges",            "begin_second_factor_challenge", Orders,   PrescriptionsSign),
    op("POST",  "/v1/second-factors/{id}/revoke",          "revoke_second_factor",      Orders,      Admin),
    op("GET",   "/v1/prescribers/{id}/second-factors",     "list_second_factors",       Orders,      OrdersRead),
    op("GET",   "/v1/signing-policy",                      "get_signing_policy",        Orders,      OrdersRead),
    op("PUT",   "/v1/signing-policy",                      "set_signing_policy",        Orders,      Admin),
    op("GET",   "/v1/prescriptions/{id}/print",            "print_prescription",        Orders,      OrdersRead),
    op("POST",  "/v1/prescriptions/{id}/print-original",   "print_original",            Orders,      PrescriptionsSign),
    op("POST",  "/v1/controlled-substance-access",         "enter_controlled_access",   Orders,      Admin),
    op("GET",   "/v1/controlled-substance-access",         "list_controlled_access",    Orders,      OrdersRead),
    op("POST",  "/v1/controlled-substance-access/{id}/execute", "execute_controlled_access", Orders, PrescriptionsSign),
    op("POST",  "/v1/controlled-substance-access/{id}/revoke", "revoke_controlled_access", Orders,   Admin),
    op("GET",   "/v1/patients/{id}/controlled-signing-list", "get_controlled_signing_list", Orders,  PrescriptionsSign),
    op("GET",   "/v1/controlled-substance-log",            "list_controlled_log",       Orders,      OrdersRead),
    op("GET",   "/v1/controlled-substance-logs",           "list_monthly_logs",         Orders,      OrdersRead),
    op("GET",   "/v1/controlled-substance-audit",          "list_controlled_audit",     Orders,      AuditRead),
    op("GET",   "/v1/controlled-substance-audit/reports",  "list_audit_reports",        Orders,      AuditRead),
    op("GET",   "/v1/signing-keys",                        "list_signing_keys",         Orders,      OrdersRead),
    op("POST",  "/v1/signing-keys",                        "rotate_signing_key",        Orders,      Admin),
    op("POST",  "/v1/prescriptions/{id}/cancel",           "cancel_prescription",       Orders,      PrescriptionsSign),
    op("POST",  "/v1/prescriptions/{id}/change-pharmacy",  "change_pharmacy",           Orders,      PrescriptionsSign),
    op("POST",  "/v1/prescriptions/{id}/report-not-received", "report_not_received",    Orders,      OrdersWrite),
    op("GET",   "/v1/prescriptions/{id}/evidence",         "print_evidence",            Orders,      OrdersRead),
    op("GET",   "/v1/patients/{id}/prescription-history",  "print_prescription_history", Orders,     OrdersRead),
    op("GET",   "/v1/renewal-requests",                    "list_renewal_requests",     Orders,      OrdersRead),
    op("GET",   "/v1/renewal-requests/{id}",               "get_renewal_request",       Orders,      OrdersRead),
    op("POST",  "/v1/renewal-requests/{id}/attach",        "attach_renewal_request",    Orders,      OrdersWrite),
    op("POST",  "/v1/renewal-requests/{id}/approve",       "approve_renewal_request",   Orders,      PrescriptionsSign),
    op("POST",  "/v1/renewal-requests/{id}/approve-with-changes", "approve_renewal_request_with_changes", Orders, PrescriptionsSign),
    op("POST",  "/v1/renewal-requests/{id}/deny",          "deny_renewal_request",      Orders,      PrescriptionsSign),
    op("POST",  "/v1/renewal-requests/{id}/replace",       "replace_renewal_request",   Orders,      PrescriptionsSign),
    op("GET",   "/v1/change-requests",                     "list_change_requests",      Orders,      OrdersRead),
    op("GET",   "/v1/change-requests/{id}",                "get_change_request",        Orders,      OrdersRead),
    op("POST",  "/v1/change-requests/{id}/attach",         "attach_change_request",     Orders,      OrdersWrite),
    op("POST",  "/v1/change-requests/{id}/approve",        "approve_change_request",    Orders,      PrescriptionsSign),
    op("POST",  "/v1/change-requests/{id}/approve-with-changes", "approve_change_request_with_changes", Orders, PrescriptionsSign),
    op("POST",  "/v1/change-requests/{id}/validate",       "validate_change_request",   Orders,      PrescriptionsSign),
    op("POST",  "/v1/change-requests/{id}/deny",           "deny_change_request",       Orders,      PrescriptionsSign),
    op("GET",   "/v1/tasks",                               "list_tasks",                Orders,      OrdersRead),
    op("GET",   "/v1/tasks/count",                         "count_tasks",               Orders,      OrdersRead),
    op("GET",   "/v1/tasks/{id}",                          "get_task",                  Orders,      OrdersRead),
    op("POST",  "/v1/tasks/{id}/assign",                   "assign_task",               Orders,      OrdersWrite),
    op("POST",  "/v1/tasks/{id}/resolve",                  "resolve_task",              Orders,      OrdersWrite),
    op("POST",  "/v1/script/messages",                     "receive_script_message",    Orders,      PrescriptionsDispense),
    op("PUT",   "/v1/pharmacies/{id}/clients",             "set_pharmacy_clients",      Orders,      Admin),
    op("GET",   "/v1/pharmacies/{id}/clients",             "get_pharmacy_clients",      Orders,      OrdersRead),
    op("GET",   "/v1/pharmacy/queue",                      "list_queue",                Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/queue/take",                 "take_from_queue",           Orders,      PrescriptionsDispense),
    op("GET",   "/v1/pharmacy/prescriptions/{id}",         "get_pharmacy_prescription", Orders,      PrescriptionsDispense),
    op("GET",   "/v1/pharmacy/prescriptions/{id}/print",   "print_pharmacy_prescription", Orders,    PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/take",    "take_prescription",         Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/return",  "return_prescription",       Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/accept",  "accept_prescription",       Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/dispense", "dispense_prescription",    Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/partial", "partially_dispense_prescription", Orders, PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/withdraw", "withdraw_fill",            Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/decline", "decline_prescription",      Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/answer-cancel", "answer_cancel",       Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/request-renewal", "request_renewal", Orders,      PrescriptionsDispense),
    op("POST",  "/v1/pharmacy/prescriptions/{id}/request-change", "request_change",   Orders,      PrescriptionsDispense),
    op("GET",   "/v1/pharmacy/webhook",                    "get_pharmacy_webhook",      Orders,      PrescriptionsDispense),
    op("PUT",   "/v1/pharmacy/webhook",                    "set_pharmacy_webhook",      Orders,      PrescriptionsDispense),
    op("DELETE", "/v1/pharmacy/webhook",                   "delete_pharmacy_webhook",   Orders,      PrescriptionsDispense),

    op("POST",  "/v1/laboratories",                        "create_laboratory",         Orders,      OrdersWrite),
    op("GET",   "/v1/laboratories",                        "list_laboratories",         Orders,      OrdersRead),
    op("GET",   "/v1/laboratories/{id}",                   "get_laboratory",            Orders,      OrdersRead),
    op("PATCH", "/v1/laboratories/{id}",                   "update_laboratory",         Orders,      OrdersWrite),
    op("POST",  "/v1/compendia",                           "load_compendium",           Orders,      OrdersWrite),
    op("GET",   "/v1/compendia",                           "list_compendium_tests",     Orders,      OrdersRead),
    op("POST",  "/v1/orders",                              "draft_order",               Orders,      OrdersWrite),
    op("GET",   "/v1/orders",                              "list_orders",               Orders,      OrdersRead),
    op("GET",   "/v1/orders/{id}",                         "get_order",                 Orders,      OrdersRead),
    op("GET",   "/v1/orders/{id}/history",                 "get_order_history",         Orders,      OrdersRead),
    op("GET",   "/v1/orders/{id}/hl7",                     "get_order_hl7",             Orders,      OrdersRead),
    op("GET",   "/v1/orders/{id}/print",                   "print_order",               Orders,      OrdersRead),
    op("POST",  "/v1/orders/{id}/sign",                    "sign_order",                Orders,      PrescriptionsSign),
    op("POST",  "/v1/orders/{id}/hand-over",               "hand_over_order",           Orders,      OrdersWrite),
    op("POST",  "/v1/orders/{id}/close",                   "close_order",               Orders,      OrdersWrite),
    op("POST",  "/v1/orders/{id}/cancel",                  "cancel_order",              Orders,      PrescriptionsSign),
    op("POST",  "/v1/hl7/messages",                        "receive_hl7_message",       Orders,      ResultsDeliver),
    op("GET",   "/v1/results",                             "list_results",              Orders,      OrdersRead),
    op("GET",   "/v1/results/{id}",                        "get_result",                Orders,      OrdersRead),
    op("GET",   "/v1/results/{id}/print",                  "print_result",              Orders,      OrdersRead),
    op("GET",   "/v1/results/{id}/documents/{document_id}", "get_result_document",      Orders,      OrdersRead),
    op("POST",  "/v1/results/{id}/review",                 "review_result",             Orders,      OrdersWrite),
    op("GET",   "/v1/patients/{id}/observations",          "list_observations",         Orders,      OrdersRead),
    op("GET",   "/v1/unmatched-results",                   "list_unmatched_results",    Orders,      OrdersRead),
    op("POST",  "/v1/unmatched-results/{id}/attach",       "attach_unmatched_result",   Orders,      OrdersWrite),
    op("POST",  "/v1/unmatched-results/{id}/dismiss",      "dismiss_unmatched_result",  Orders,      OrdersWrite),

    op("POST",  "/v1/fee-schedules",                       "create_fee_schedule",       Billing,     BillingWrite),
    op("GET",   "/v1/fee-schedules",                       "list_fee_schedules",        Billing,     BillingRead),
    op("GET",   "/v1/fee-schedules/{id}",                  "get_fee_schedule",          Billing,     BillingRead),
    op("POST",  "/v1/encounters",                          "open_encounter",            Billing,     BillingWrite),
    op("GET",   "/v1/encounters",                          "list_encounters",           Billing,     BillingRead),
    op("GET",   "/v1/encounters/{id}",                     "get_encounter",             Billing,     BillingRead),
    op("PUT",   "/v1/encounters/{id}",                     "code_encounter",            Billing,     BillingWrite),
    op("POST",  "/v1/encounters/{id}/sign",                "sign_encounter",            Billing,     BillingWrite),
    op("GET",   "/v1/claims",                              "list_claims",               Billing,     BillingRead),
    op("GET",   "/v1/claims/{id}",                         "get_claim",                 Billing,     BillingRead),
    op("GET",   "/v1/claims/{id}/x12",                     "get_claim_x12",             Billing,     BillingRead),
    op("GET",   "/v1/claims/{id}/history",                 "get_claim_history",         Billing,     BillingRead),
    op("POST",  "/v1/claims/{id}/submit",                  "submit_claim",              Billing,     BillingWrite),
    op("POST",  "/v1/remittances",                         "post_remittance",           Billing,     PaymentsPost),
    op("GET",   "/v1/remittances",                         "list_remittances",          Billing,     BillingRead),
    op("GET",   "/v1/remittances/{id}",                    "get_remittance",            Billing,     BillingRead),
    op("POST",  "/v1/acknowledgements",                    "receive_acknowledgement",   Billing,     BillingWrite),
    op("POST",  "/v1/payments",                            "post_payment",              Billing,     PaymentsPost),
    op("GET",   "/v1/patients/{id}/account",               "get_account",               Billing,     BillingRead),
    op("GET",   "/v1/ledger",                              "list_ledger",               Billing,     BillingRead),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operation_ids_and_routes_are_unique() {
        for (i, a) in OPERATIONS.iter().enumerate() {
            for b in &OPERATIONS[i + 1..] {
                assert_ne!(a.id, b.id);
                assert!(a.method != b.method || a.path != b.path, "{} {}", a.method, a.path);
            }
        }
    }

    #[test]
    fn a_path_leads_to_its_owner() {
        let owner = |method, path| match route(method, path) {
            Match::Found(o) => o.id,
            Match::OtherMethod => "other method",
            Match::Unknown => "unknown",
        };
        assert_eq!(owner("GET", "/v1/patients/7/allergies"), "list_allergies");
        assert_eq!(owner("GET", "/v1/patients/7"), "get_patient");
        assert_eq!(owner("DELETE", "/v1/patients/7"), "other method");
        assert_eq!(owner("GET", "/v1/patients/"), "unknown");
        assert_eq!(owner("GET", "/v1/patients/7/nothing"), "unknown");
    }
}
