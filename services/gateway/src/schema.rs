//! The gateway's tables as its migrations leave them.

diesel::table! {
    clients (client_id) {
        client_id -> Text,
        practice_id -> Uuid,
        name -> Text,
        scopes -> Array<Text>,
        secret_hash -> Binary,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    events (event_id) {
        event_id -> Uuid,
        position -> BigInt,
        kind -> Text,
        source -> Text,
        subject -> Text,
        occurred_at -> Timestamptz,
        cause -> Nullable<Uuid>,
        patient_id -> Nullable<Uuid>,
        envelope -> Jsonb,
    }
}

diesel::table! {
    audit_events (id) {
        id -> BigInt,
        practice_id -> Uuid,
        occurred_at -> Timestamptz,
        client_id -> Text,
        operation -> Text,
        method -> Text,
        path -> Text,
        status -> SmallInt,
        trace_id -> Text,
    }
}
