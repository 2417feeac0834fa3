//! The tables, as diesel sees them; `practice_id` is the database's business.

diesel::table! {
    payers (id) {
        id -> Uuid,
        version -> Int8,
        name -> Text,
        payer_id -> Text,
        transactions -> Jsonb,
        connection -> Jsonb,
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
    }
}
