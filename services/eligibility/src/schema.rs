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
    }
}

diesel::table! {
    visits (id) {
        id -> Uuid,
        patient_id -> Uuid,
        service_date -> Date,
        expected -> Bool,
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
    }
}

diesel::joinable!(payers -> connections (connection_id));
diesel::allow_tables_to_appear_in_same_query!(payers, connections);
diesel::allow_tables_to_appear_in_same_query!(checks, coverages);
diesel::joinable!(exchanges -> checks (check_id));
diesel::allow_tables_to_appear_in_same_query!(exchanges, checks);
