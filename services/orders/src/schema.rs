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
        prepared_by -> Nullable<Text>,
        original_printed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    safety_checks (id) {
        id -> Uuid,
        prescription_id -> Uuid,
        report -> Jsonb,
        checked_at -> Timestamptz,
        voided_at -> Nullable<Timestamptz>,
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
        practice_id -> Uuid,
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

diesel::table! {
    laboratories (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        account_number -> Nullable<Text>,
        time_zone -> Text,
        their_application -> Text,
        their_facility -> Text,
        our_application -> Text,
        our_facility -> Text,
        connection -> Nullable<Jsonb>,
    }
}

diesel::table! {
    compendium_tests (id) {
        id -> Uuid,
        laboratory_id -> Uuid,
        code -> Text,
        name -> Text,
        loinc -> Nullable<Text>,
        specimen -> Nullable<Text>,
    }
}

diesel::table! {
    patient_numbers (patient_id) {
        patient_id -> Uuid,
        mrn -> Nullable<Text>,
        merged_into -> Nullable<Uuid>,
    }
}

diesel::table! {
    known_coverages (coverage_id) {
        coverage_id -> Uuid,
        patient_id -> Uuid,
        coverage -> Jsonb,
    }
}

diesel::table! {
    orders (id) {
        id -> Uuid,
        version -> BigInt,
        order_number -> Text,
        patient_id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Nullable<Uuid>,
        laboratory_id -> Nullable<Uuid>,
        content -> Jsonb,
        duplicates -> Jsonb,
        signature -> Nullable<Jsonb>,
        state -> Jsonb,
        status -> Text,
    }
}

diesel::table! {
    ordered_tests (order_id, code) {
        order_id -> Uuid,
        patient_id -> Uuid,
        code -> Text,
        ordered_at -> Timestamptz,
    }
}

diesel::table! {
    order_history (id) {
        id -> Uuid,
        order_id -> Uuid,
        at -> Timestamptz,
        actor -> Text,
        change -> Text,
        status -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    hl7_messages (id) {
        id -> Uuid,
        laboratory_id -> Nullable<Uuid>,
        order_id -> Nullable<Uuid>,
        direction -> Text,
        sender -> Nullable<Text>,
        control_id -> Nullable<Text>,
        at -> Timestamptz,
        body -> Binary,
        answer -> Nullable<Text>,
        accepted -> Bool,
    }
}

diesel::table! {
    results (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        order_id -> Nullable<Uuid>,
        laboratory_id -> Uuid,
        filler_number -> Text,
        code -> Text,
        system -> Text,
        name -> Text,
        report_status -> Text,
        severity -> Text,
        urgency -> Text,
        rank -> SmallInt,
        observed_at -> Timestamptz,
        stated_at -> Timestamptz,
        changed_at -> Timestamptz,
        specimen -> Nullable<Text>,
        notes -> Array<Text>,
        review -> Jsonb,
        status -> Text,
    }
}

diesel::table! {
    observations (id) {
        id -> Uuid,
        result_id -> Uuid,
        patient_id -> Uuid,
        message_id -> Uuid,
        position -> Integer,
        code -> Text,
        system -> Text,
        name -> Text,
        sub_id -> Text,
        reading -> Jsonb,
        unit -> Nullable<Text>,
        range -> Nullable<Text>,
        flags -> Array<Text>,
        severity -> Text,
        status -> Text,
        observed_at -> Timestamptz,
        stated_at -> Timestamptz,
        performer -> Nullable<Text>,
        notes -> Array<Text>,
        superseded_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    result_documents (id) {
        id -> Uuid,
        result_id -> Uuid,
        media_type -> Text,
        content -> Binary,
    }
}

diesel::table! {
    result_history (id) {
        id -> Uuid,
        result_id -> Uuid,
        at -> Timestamptz,
        actor -> Text,
        change -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    unmatched_results (id) {
        id -> Uuid,
        version -> BigInt,
        laboratory_id -> Uuid,
        message_id -> Uuid,
        place -> Jsonb,
        reason -> Text,
        stated -> Jsonb,
        severity -> Text,
        received_at -> Timestamptz,
        state -> Jsonb,
        status -> Text,
    }
}

diesel::table! {
    networks (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        door -> Jsonb,
        account -> Nullable<Text>,
        authority -> Nullable<Text>,
        credentials -> Nullable<Text>,
        secret -> Nullable<Binary>,
    }
}

diesel::table! {
    prescription_watches (prescription_id, about) {
        prescription_id -> Uuid,
        practice_id -> Uuid,
        about -> Text,
        since -> Timestamptz,
        due_at -> Timestamptz,
    }
}

diesel::table! {
    successions (successor_id) {
        successor_id -> Uuid,
        predecessor_id -> Uuid,
        reason -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    pharmacy_requests (id) {
        id -> Uuid,
        version -> BigInt,
        kind -> Text,
        pharmacy -> Text,
        reference -> Nullable<Text>,
        times -> Integer,
        prescription_id -> Nullable<Uuid>,
        patient_id -> Nullable<Uuid>,
        ask -> Jsonb,
        state -> Jsonb,
        status -> Text,
        message -> Nullable<Uuid>,
        received_at -> Timestamptz,
    }
}

diesel::table! {
    pharmacy_clients (client) {
        client -> Text,
        pharmacy_id -> Uuid,
    }
}

diesel::table! {
    queue_entries (prescription_id) {
        prescription_id -> Uuid,
        pharmacy_id -> Uuid,
        parties -> Jsonb,
        put_at -> Timestamptz,
        due_at -> Nullable<Timestamptz>,
        hold -> Nullable<Jsonb>,
        held_until -> Nullable<Timestamptz>,
        allowed -> BigInt,
    }
}

diesel::table! {
    fills (id) {
        id -> Uuid,
        prescription_id -> Uuid,
        number -> Int4,
        kind -> Text,
        quantity -> BigInt,
        handout -> Jsonb,
        recorded_at -> Timestamptz,
        recorded_by -> Text,
        withdrawal -> Nullable<Jsonb>,
    }
}

diesel::table! {
    pharmacy_webhooks (pharmacy_id) {
        pharmacy_id -> Uuid,
        version -> BigInt,
        url -> Text,
        secret -> Bytea,
    }
}

diesel::table! {
    prescriber_credentials (id) {
        id -> Uuid,
        version -> BigInt,
        practitioner_id -> Uuid,
        client_id -> Text,
        bound_at -> Timestamptz,
        bound_by -> Text,
        revoked -> Nullable<Jsonb>,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Uuid,
        sealed_seed -> Bytea,
        made_at -> Timestamptz,
        made_by -> Text,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    second_factors (id) {
        id -> Uuid,
        version -> BigInt,
        practitioner_id -> Uuid,
        kind -> Text,
        name -> Text,
        standing -> Jsonb,
        watch -> Jsonb,
        sealed_secret -> Bytea,
    }
}

diesel::table! {
    signing_policies (practice_id) {
        practice_id -> Uuid,
        version -> BigInt,
        second_factor -> Text,
        controlled_substances -> Bool,
        web_application -> Nullable<Jsonb>,
    }
}

diesel::table! {
    second_factor_challenges (id) {
        id -> Uuid,
        practitioner_id -> Uuid,
        sealed_state -> Bytea,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    controlled_access (id) {
        id -> Uuid,
        version -> BigInt,
        practitioner_id -> Uuid,
        dea_number -> Text,
        expires_on -> Date,
        standing -> Jsonb,
    }
}

diesel::table! {
    controlled_audit_reports (practice_id, day) {
        practice_id -> Uuid,
        day -> Date,
        report -> Jsonb,
    }
}

diesel::table! {
    controlled_logs (id) {
        id -> Uuid,
        practitioner_id -> Uuid,
        month -> Date,
        made_at -> Timestamptz,
        lines -> Jsonb,
    }
}

diesel::table! {
    measurements (id) {
        id -> Uuid,
        patient_id -> Uuid,
        kind -> Text,
        value -> Text,
        unit -> Text,
        measured_on -> Date,
        recorded_at -> Timestamptz,
        recorded_by -> Text,
    }
}

diesel::table! {
    reported_medications (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        entry -> Jsonb,
        recorded_at -> Timestamptz,
        recorded_by -> Text,
    }
}

diesel::table! {
    medication_decisions (id) {
        id -> Uuid,
        patient_id -> Uuid,
        medication_id -> Uuid,
        action -> Text,
        decision -> Jsonb,
        at -> Timestamptz,
        decided_by -> Text,
    }
}

diesel::table! {
    prescription_templates (id) {
        id -> Uuid,
        version -> BigInt,
        kind -> Text,
        prescriber_id -> Nullable<Uuid>,
        name -> Text,
        lines -> Jsonb,
        created_at -> Timestamptz,
        created_by -> Text,
    }
}

diesel::joinable!(ordered_tests -> orders (order_id));
diesel::allow_tables_to_appear_in_same_query!(ordered_tests, orders);
diesel::allow_tables_to_appear_in_same_query!(prescriptions, successions);
diesel::joinable!(queue_entries -> prescriptions (prescription_id));
diesel::joinable!(pharmacy_clients -> pharmacies (pharmacy_id));
diesel::allow_tables_to_appear_in_same_query!(queue_entries, prescriptions);
diesel::allow_tables_to_appear_in_same_query!(pharmacy_clients, pharmacies);
diesel::allow_tables_to_appear_in_same_query!(medication_decisions, prescriptions);
