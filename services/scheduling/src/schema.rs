diesel::table! {
    patients (id) {
        id -> Uuid,
        version -> BigInt,
        given_name -> Text,
        middle_name -> Nullable<Text>,
        family_name -> Text,
        suffix -> Nullable<Text>,
        birth_date -> Date,
        sex -> Text,
        address -> Nullable<Jsonb>,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        mrn -> Text,
        preferred_language -> Nullable<Text>,
        deceased -> Bool,
        identifiers -> Jsonb,
        guarantor -> Nullable<Jsonb>,
        emergency_contacts -> Jsonb,
        merged_into -> Nullable<Uuid>,
        plain_family -> Text,
        plain_given -> Text,
    }
}

diesel::table! {
    practitioners (id) {
        id -> Uuid,
        version -> BigInt,
        given_name -> Text,
        family_name -> Text,
        npi -> Text,
        taxonomy -> Text,
        license_states -> Array<Text>,
        dea_number -> Nullable<Text>,
    }
}

diesel::table! {
    locations (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        time_zone -> Text,
        address -> Jsonb,
        npi -> Text,
        tax_id -> Text,
        phone -> Text,
        place_of_service -> Text,
        travel_minutes -> Integer,
    }
}

diesel::table! {
    visit_types (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        minutes -> Integer,
        buffer_before_minutes -> Integer,
        buffer_after_minutes -> Integer,
        patient_can_book -> Bool,
        minimum_notice_minutes -> Integer,
        cancel_notice_minutes -> Integer,
        telehealth -> Bool,
        capacity -> Integer,
        start_every_minutes -> Nullable<Integer>,
        practitioner_ids -> Array<Uuid>,
        location_ids -> Array<Uuid>,
        room_ids -> Array<Uuid>,
        device_ids -> Array<Uuid>,
        service_types -> Array<Text>,
    }
}

diesel::table! {
    availability (practitioner_id) {
        practitioner_id -> Uuid,
        version -> BigInt,
        rules -> Jsonb,
        exceptions -> Jsonb,
    }
}

diesel::table! {
    holds (id) {
        id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        visit_type_id -> Uuid,
        start -> Timestamptz,
        expires_at -> Timestamptz,
        room_id -> Nullable<Uuid>,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    appointments (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        visit_type_id -> Uuid,
        start_at -> Timestamptz,
        end_at -> Timestamptz,
        service_date -> Date,
        reason -> Nullable<Text>,
        series_id -> Nullable<Uuid>,
        room_id -> Nullable<Uuid>,
        device_id -> Nullable<Uuid>,
        overbook_reason -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamptz>,
        state -> Jsonb,
    }
}

diesel::table! {
    series (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        visit_type_id -> Uuid,
        rrule -> Text,
        first_start -> Timestamptz,
    }
}

diesel::table! {
    appointment_history (id) {
        id -> Uuid,
        appointment_id -> Uuid,
        at -> Timestamptz,
        client -> Text,
        change -> Text,
        before -> Nullable<Jsonb>,
        after -> Jsonb,
    }
}

diesel::table! {
    calendar_links (id) {
        id -> Uuid,
        version -> BigInt,
        practitioner_id -> Uuid,
        show_patients -> Bool,
        created_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        key_hash -> Bytea,
    }
}

diesel::table! {
    rooms (id) {
        id -> Uuid,
        version -> BigInt,
        kind -> Text,
        name -> Text,
        location_id -> Uuid,
    }
}

diesel::table! {
    absences (id) {
        id -> Uuid,
        version -> BigInt,
        practitioner_id -> Uuid,
        start_at -> Timestamptz,
        end_at -> Timestamptz,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    forms (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        visit_type_ids -> Array<Uuid>,
        valid_days -> Nullable<Integer>,
    }
}

diesel::table! {
    completed_forms (id) {
        id -> Uuid,
        patient_id -> Uuid,
        form_id -> Uuid,
        completed_on -> Date,
    }
}

diesel::table! {
    closures (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        location_id -> Nullable<Uuid>,
        first_day -> Date,
        last_day -> Date,
    }
}

diesel::table! {
    patient_merges (id) {
        id -> Uuid,
        from_id -> Uuid,
        into_id -> Uuid,
        at -> Timestamptz,
        client -> Text,
        undone_at -> Nullable<Timestamptz>,
        undone_by -> Nullable<Text>,
    }
}

diesel::table! {
    marking_policies (practice_id) {
        practice_id -> Uuid,
        version -> BigInt,
        no_show_after_minutes -> Nullable<Integer>,
        complete_after_minutes -> Nullable<Integer>,
    }
}

diesel::table! {
    reminder_rules (id) {
        id -> Uuid,
        version -> BigInt,
        occasion -> Jsonb,
        channel -> Text,
        visit_type_ids -> Array<Uuid>,
        template -> Nullable<Text>,
        enabled -> Bool,
        since -> Timestamptz,
    }
}

diesel::table! {
    reminder_settings (practice_id) {
        practice_id -> Uuid,
        version -> BigInt,
        practice_name -> Nullable<Text>,
        quiet -> Nullable<Jsonb>,
        webhook -> Nullable<Jsonb>,
        link_base_url -> Nullable<Text>,
    }
}

diesel::table! {
    reminder_preferences (patient_id) {
        patient_id -> Uuid,
        version -> BigInt,
        email -> Bool,
        sms -> Bool,
        time_zone -> Nullable<Text>,
        stop -> Bool,
    }
}

diesel::table! {
    reminders (id) {
        id -> Uuid,
        appointment_id -> Uuid,
        rule_id -> Uuid,
        occasion -> Jsonb,
        channel -> Text,
        start_at -> Timestamptz,
        told_version -> BigInt,
        due_at -> Timestamptz,
        resend_of -> Nullable<Uuid>,
        message -> Nullable<Text>,
        state -> Jsonb,
    }
}

diesel::table! {
    portal_keys (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        key_hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    waitlist_settings (practice_id) {
        practice_id -> Uuid,
        version -> BigInt,
        enabled -> Bool,
        offer_minutes -> Integer,
        hours -> Nullable<Jsonb>,
    }
}

diesel::table! {
    waitlist_entries (id) {
        id -> Uuid,
        version -> BigInt,
        patient_id -> Uuid,
        visit_type_id -> Uuid,
        practitioner_ids -> Array<Uuid>,
        location_ids -> Array<Uuid>,
        earliest -> Date,
        latest -> Date,
        windows -> Jsonb,
        priority -> Text,
        minimum_notice_minutes -> Integer,
        note -> Nullable<Text>,
        since -> Timestamptz,
        offers_had -> Integer,
        state -> Jsonb,
    }
}

diesel::table! {
    freed_times (id) {
        id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        appointment_id -> Uuid,
        start_at -> Timestamptz,
        end_at -> Timestamptz,
        freed_at -> Timestamptz,
        due_at -> Nullable<Timestamptz>,
        looked_at -> Nullable<Timestamptz>,
        ranking -> Jsonb,
    }
}

diesel::table! {
    waitlist_offers (id) {
        id -> Uuid,
        version -> BigInt,
        entry_id -> Uuid,
        freed_time_id -> Uuid,
        patient_id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        visit_type_id -> Uuid,
        start_at -> Timestamptz,
        end_at -> Timestamptz,
        offered_at -> Timestamptz,
        deadline -> Timestamptz,
        ranking -> Jsonb,
        told -> Jsonb,
        state -> Jsonb,
    }
}
