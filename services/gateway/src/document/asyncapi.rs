//! The AsyncAPI 3 document: every kind of event, where it is announced, and what it carries.

use model::event::{self, Event, KINDS};
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};

/// What is known of one kind.
struct Kind {
    kind: &'static str,
    name: String,
    schema: RefOr<Schema>,
    /// The schemas its own refers to.
    parts: Vec<(String, RefOr<Schema>)>,
}

fn kind<E: Event>() -> Kind {
    let mut parts = Vec::new();
    E::schemas(&mut parts);
    Kind { kind: E::KIND, name: E::name().into_owned(), schema: E::schema(), parts }
}

macro_rules! kinds {
    ($($event:ident),* $(,)?) => { vec![$(kind::<event::$event>()),*] };
}

fn kinds() -> Vec<Kind> {
    kinds![
        PatientRegistered,
        PatientUpdated,
        PractitionerUpdated,
        LocationUpdated,
        VisitTypeUpdated,
        AppointmentBooked,
        AppointmentRescheduled,
        AppointmentCancelled,
        AppointmentReinstated,
        AppointmentArrived,
        AppointmentBegun,
        AppointmentCompleted,
        AppointmentNoShow,
        CoverageRecorded,
        CoverageUpdated,
        EligibilityChecked,
        AuthorizationRecorded,
        AuthorizationUpdated,
        AuthorizationRunningLow,
        AuthorizationExhausted,
        EligibilityBatchFinished,
        PrescriptionSigned,
        PrescriptionTransmitted,
        PrescriptionAccepted,
        PrescriptionVerified,
        PrescriptionDispensed,
        PrescriptionNotDispensed,
        PrescriptionFillWithdrawn,
        PrescriptionCancelled,
        PrescriptionFailed,
        ResultReceived,
        ResultCorrected,
        ResultReviewed,
        RenewalRequested,
        RenewalAnswered,
        ChangeRequested,
        ChangeAnswered,
        TaskEscalated,
        ClaimReady,
        ClaimSubmitted,
        ClaimReceived,
        ClaimAccepted,
        ClaimRejected,
        ClaimPaid,
        ClaimDenied,
        PaymentPosted,
        AccountChanged,
        FeeScheduleUpdated,
        PatientMerged,
        PatientUnmerged,
        WaitlistOffered,
        DemographicsCorrected,
    ]
}

pub fn asyncapi() -> Value {
    let (mut channels, mut operations, mut messages) = (Map::new(), Map::new(), Map::new());
    let mut schemas = Map::from_iter([("Envelope".to_owned(), envelope())]);
    for Kind { kind, name, schema, parts } in kinds() {
        let channel = format!("#/channels/{kind}");
        channels.insert(
            kind.to_owned(),
            json!({
                "address": kind,
                "messages": {name.as_str(): {"$ref": format!("#/components/messages/{name}")}},
            }),
        );
        operations.insert(
            format!("announce_{name}"),
            json!({
                "action": "send",
                "channel": {"$ref": channel},
                "messages": [{"$ref": format!("{channel}/messages/{name}")}],
            }),
        );
        messages.insert(name.clone(), message(kind, &name));
        let parts = parts.into_iter().map(|(name, schema)| (name, json!(schema)));
        schemas.extend(parts.chain([(name, json!(schema))]));
    }
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Praxis events",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Facts the services announce on the topic exchange `praxis`, by routing key; also the items of GET /v1/events.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    })
}

fn message(kind: &str, name: &str) -> Value {
    json!({
        "name": kind,
        "contentType": "application/cloudevents+json",
        "payload": {"allOf": [
            {"$ref": "#/components/schemas/Envelope"},
            {"type": "object", "properties": {
                "type": {"const": kind},
                "data": {"$ref": format!("#/components/schemas/{name}")},
            }},
        ]},
    })
}

/// As `model::Envelope` reads and writes it.
fn envelope() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    let uuid = |description: &str| json!({"type": "string", "format": "uuid", "description": description});
    json!({
        "type": "object",
        "description": "CloudEvents 1.0 with the practice, the stream's sequence, the trace and the cause.",
        "required": ["specversion", "id", "source", "type", "subject", "sequence", "time", "practice", "traceparent", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": uuid("Unique; a listener that has seen it drops it."),
            "source": text("The service that says it, as `/scheduling`."),
            "type": {"type": "string", "enum": KINDS},
            "subject": text("The stream, as `appointment/0190…`."),
            "sequence": {"type": "integer", "format": "int64", "minimum": 1, "description": "Counts 1, 2, 3 within the stream."},
            "time": {"type": "string", "format": "date-time"},
            "practice": uuid("The practice it belongs to."),
            "traceparent": text("W3C trace context of the request that caused it."),
            "cause": uuid("The event that made it happen; absent when a person or a partner did."),
            "data": {"type": "object"},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_is_forgotten() {
        assert_eq!(kinds().iter().map(|kind| kind.kind).collect::<Vec<_>>(), KINDS);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = asyncapi();
        let text = document.to_string();
        for part in text.split("\"$ref\":\"#").skip(1) {
            let pointer = part.split('"').next().expect("a reference");
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
