//! The tables, as diesel sees them; `practice_id` is the database's business.

diesel::table! {
    payers (id) {
        id -> Uuid,
        version -> Int8,
        name -> Text,
        payer_id -> Text,
        transactions -> Jsonb,
        connection_id -> Uuid,
        inquiry -> Jsonb,
    }
}

diesel::table! {
    coverages (id) {
        id -> Uuid,
        version -> Int8,
        patient_id -> Uuid,
        payer_id -> Uuid,
        member_id -> Text,
        group_number -> Nullable<Text>,
        rank -> Text,
        holder -> Jsonb,
        effective -> Date,
        terminates -> Nullable<Date>,
        plan_kind -> Nullable<Text>,
        coordination -> Jsonb,
        identity_since -> Timestamptz,
    }
}

diesel::table! {
    visits (id) {
        id -> Uuid,
        patient_id -> Uuid,
        service_date -> Date,
        expected -> Bool,
        visit_type_id -> Nullable<Uuid>,
        location_id -> Nullable<Uuid>,
        looked_at -> Nullable<Timestamptz>,
        look_at -> Nullable<Timestamptz>,
        must_ask -> Bool,
    }
}

diesel::table! {
    patient_merges (patient_id) {
        patient_id -> Uuid,
        into_id -> Uuid,
    }
}

diesel::table! {
    schedules (practice_id) {
        practice_id -> Uuid,
        version -> Int8,
        on_booking -> Bool,
        booking_horizon_days -> Int4,
        days_before -> Array<Int4>,
        nightly_days -> Int4,
        hour -> Int4,
        on_coverage_change -> Bool,
        other_coverages -> Bool,
        max_age_hours -> Int4,
    }
}

diesel::table! {
    batches (id) {
        id -> Uuid,
        version -> Int8,
        asked -> Jsonb,
        service_types -> Nullable<Jsonb>,
        max_age_hours -> Int4,
        asked_at -> Timestamptz,
        state -> Jsonb,
    }
}

diesel::table! {
    coverage_history (id) {
        id -> Uuid,
        coverage_id -> Uuid,
        at -> Timestamptz,
        client -> Text,
        change -> Text,
        before -> Nullable<Jsonb>,
        after -> Jsonb,
    }
}

diesel::table! {
    member_id_rules (payer_id) {
        payer_id -> Uuid,
        version -> Int8,
        pattern -> Text,
        enforced -> Bool,
    }
}

diesel::table! {
    coverage_cards (coverage_id, side) {
        coverage_id -> Uuid,
        side -> Text,
        version -> Int8,
        media_type -> Text,
        image -> Bytea,
        stored_at -> Timestamptz,
    }
}

diesel::table! {
    checks (id) {
        id -> Uuid,
        version -> Int8,
        coverage_id -> Uuid,
        patient_id -> Uuid,
        appointment_id -> Nullable<Uuid>,
        service_date -> Date,
        service_types -> Jsonb,
        asked_at -> Timestamptz,
        state -> Jsonb,
        status -> Text,
        attempts -> Jsonb,
        give_up_at -> Timestamptz,
        rank -> Text,
        shared_from -> Nullable<Uuid>,
    }
}

diesel::table! {
    exchanges (id) {
        id -> Uuid,
        check_id -> Uuid,
        control -> Int8,
        request -> Bytea,
        response -> Nullable<Bytea>,
        file_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    connections (id) {
        id -> Uuid,
        version -> Int8,
        name -> Text,
        kind -> Text,
        url -> Text,
        identity -> Jsonb,
        limits -> Jsonb,
        credentials -> Nullable<Text>,
        secret -> Nullable<Bytea>,
        breaker -> Jsonb,
        batch_url -> Nullable<Text>,
    }
}

diesel::table! {
    authorizations (id) {
        id -> Uuid,
        practice_id -> Uuid,
        version -> Int8,
        patient_id -> Uuid,
        coverage_id -> Uuid,
        kind -> Text,
        state -> Jsonb,
        status -> Text,
        covers -> Jsonb,
        unit -> Text,
        units_per_visit -> Int4,
        granted -> Nullable<Int4>,
        used -> Int4,
        reserved -> Int4,
        effective -> Date,
        expires -> Date,
        warn_units_left -> Int4,
        warn_days_before -> Int4,
        warn_on -> Date,
        warned -> Text,
    }
}

diesel::table! {
    authorization_visits (id) {
        id -> Uuid,
        patient_id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        visit_type_id -> Uuid,
        service_date -> Date,
        stage -> Text,
    }
}

diesel::table! {
    authorization_bookings (authorization_id, appointment_id) {
        authorization_id -> Uuid,
        appointment_id -> Uuid,
        coverage_id -> Uuid,
        kind -> Text,
        units -> Int4,
        used -> Bool,
    }
}

diesel::table! {
    authorization_uses (id) {
        id -> Uuid,
        authorization_id -> Uuid,
        cause -> Jsonb,
        units -> Int4,
        used_on -> Date,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    authorization_settings (practice_id) {
        practice_id -> Uuid,
        version -> Int8,
        warn_units_left -> Int4,
        warn_days_before -> Int4,
    }
}

diesel::table! {
    prices (procedure_code, effective, fee_schedule_id) {
        fee_schedule_id -> Uuid,
        procedure_code -> Text,
        effective -> Date,
        charge -> Int8,
    }
}

diesel::table! {
    contract_prices (id) {
        id -> Uuid,
        version -> Int8,
        payer_id -> Uuid,
        name -> Text,
        effective -> Date,
        items -> Jsonb,
    }
}

diesel::table! {
    estimates (id) {
        id -> Uuid,
        version -> Int8,
        patient_id -> Uuid,
        coverage_id -> Nullable<Uuid>,
        payer_id -> Nullable<Uuid>,
        appointment_id -> Nullable<Uuid>,
        visit_type_id -> Nullable<Uuid>,
        service_date -> Date,
        made_at -> Timestamptz,
        lines -> Jsonb,
        charge -> Nullable<Int8>,
        allowed -> Nullable<Int8>,
        result -> Jsonb,
        explanation -> Jsonb,
        good_faith -> Nullable<Jsonb>,
        bill -> Nullable<Jsonb>,
        supersedes -> Nullable<Uuid>,
    }
}

diesel::table! {
    estimate_outcomes (estimate_id) {
        estimate_id -> Uuid,
        claim_id -> Uuid,
        payer_id -> Uuid,
        visit_type_id -> Uuid,
        service_date -> Date,
        expected -> Nullable<Int8>,
        actual -> Int8,
        decision -> Text,
        recorded_at -> Timestamptz,
    }
}

diesel::joinable!(payers -> connections (connection_id));
diesel::allow_tables_to_appear_in_same_query!(payers, connections);
diesel::joinable!(coverages -> payers (payer_id));
diesel::allow_tables_to_appear_in_same_query!(coverages, payers);
diesel::allow_tables_to_appear_in_same_query!(checks, coverages);
diesel::joinable!(exchanges -> checks (check_id));
diesel::allow_tables_to_appear_in_same_query!(exchanges, checks);
