//! The tables as the migrations leave them; the practice is the database's business.

diesel::table! {
    pharmacies (id) {
        id -> Uuid,
        version -> BigInt,
        ncpdp_id -> Text,
        npi -> Nullable<Text>,
        name -> Text,
        address -> Jsonb,
        phone -> Text,
        script -> Nullable<Jsonb>,
        queue -> Bool,
        network_id -> Nullable<Uuid>,
        service_levels -> Array<Text>,
    }
}

diesel::table! {
    allergies (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        entry -> Jsonb,
        recorded_at -> Timestamptz,
        recorded_by -> Text,
        superseded_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    prescriptions (id) {
        id -> Uuid,
        version -> BigInt,
        order_number -> Text,
        patient_id -> Uuid,
        prescriber_id -> Uuid,
        pharmacy_id -> Uuid,
        location_id -> Nullable<Uuid>,
        content -> Jsonb,
        signature -> Nullable<Jsonb>,
        state -> Jsonb,
        status -> Text,
    }
}

diesel::table! {
    safety_checks (id) {
        id -> Uuid,
        prescription_id -> Uuid,
        report -> Jsonb,
    }
}

diesel::table! {
    prescription_history (id) {
        id -> Uuid,
        prescription_id -> Uuid,
        at -> Timestamptz,
        actor -> Text,
        change -> Text,
        status -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    script_messages (id) {
        id -> Uuid,
        prescription_id -> Nullable<Uuid>,
        direction -> Text,
        transaction -> Text,
        sender -> Nullable<Text>,
        message_id -> Nullable<Text>,
        relates_to -> Nullable<Text>,
        at -> Timestamptz,
        body -> Text,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    tasks (id) {
        id -> Uuid,
        version -> BigInt,
        kind -> Text,
        subject -> Text,
        patient_id -> Nullable<Uuid>,
        what -> Text,
        owner -> Nullable<Text>,
        opened_at -> Timestamptz,
        due_at -> Nullable<Timestamptz>,
        escalated_at -> Nullable<Timestamptz>,
        solution -> Nullable<Jsonb>,
    }
}
