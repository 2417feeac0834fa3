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
