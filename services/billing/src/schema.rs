//! The tables, in diesel's words.

diesel::table! {
    fee_schedules (id) {
        id -> Uuid,
        version -> BigInt,
        name -> Text,
        effective -> Date,
        items -> Jsonb,
    }
}

diesel::table! {
    encounters (id) {
        id -> Uuid,
        version -> BigInt,
        appointment_id -> Nullable<Uuid>,
        patient_id -> Uuid,
        practitioner_id -> Uuid,
        location_id -> Uuid,
        service_date -> Date,
        diagnoses -> Jsonb,
        lines -> Jsonb,
        state -> Jsonb,
        status -> Text,
    }
}

diesel::table! {
    claims (id) {
        id -> Uuid,
        version -> BigInt,
        encounter_id -> Uuid,
        patient_id -> Uuid,
        appointment_id -> Nullable<Uuid>,
        submission -> SmallInt,
        number -> Text,
        charge -> BigInt,
        paid -> BigInt,
        adjusted -> BigInt,
        patient_responsibility -> BigInt,
        payer_control_number -> Nullable<Text>,
        bill -> Jsonb,
        state -> Jsonb,
        status -> Text,
    }
}

diesel::table! {
    claim_history (id) {
        id -> BigInt,
        claim_id -> Uuid,
        at -> Timestamptz,
        status -> Text,
        what -> Text,
    }
}

diesel::table! {
    submissions (id) {
        id -> Uuid,
        claim_id -> Uuid,
        number -> Text,
        control -> Integer,
        content -> Text,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    acknowledgements (id) {
        id -> Uuid,
        content -> Text,
        digest -> Text,
        received_at -> Timestamptz,
    }
}

diesel::table! {
    claim_acknowledgements (claim_id, acknowledgement_id) {
        claim_id -> Uuid,
        acknowledgement_id -> Uuid,
    }
}

diesel::table! {
    remittances (id) {
        id -> Uuid,
        posted_at -> Timestamptz,
        payments -> Jsonb,
        claims -> Jsonb,
        adjustments -> Jsonb,
        content -> Text,
    }
}

diesel::table! {
    remittance_payments (key) {
        key -> Text,
        remittance_id -> Uuid,
    }
}

diesel::table! {
    payments (id) {
        id -> Uuid,
        patient_id -> Uuid,
        amount -> BigInt,
        method -> Text,
        reference -> Nullable<Text>,
        posted_at -> Timestamptz,
    }
}

diesel::table! {
    ledger_transactions (id) {
        id -> Uuid,
        kind -> Text,
        source_key -> Text,
        posted_at -> Timestamptz,
    }
}

diesel::table! {
    ledger_entries (id) {
        id -> BigInt,
        transaction_id -> Uuid,
        account -> Text,
        patient_id -> Nullable<Uuid>,
        claim_id -> Nullable<Uuid>,
        amount_cents -> BigInt,
    }
}

diesel::joinable!(ledger_entries -> ledger_transactions (transaction_id));
diesel::joinable!(claim_acknowledgements -> acknowledgements (acknowledgement_id));
diesel::joinable!(remittance_payments -> remittances (remittance_id));
diesel::allow_tables_to_appear_in_same_query!(ledger_entries, ledger_transactions);
diesel::allow_tables_to_appear_in_same_query!(claim_acknowledgements, acknowledgements);
diesel::allow_tables_to_appear_in_same_query!(remittance_payments, remittances);
