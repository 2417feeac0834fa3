-- Who may read a practitioner's calendar without a token. Of a key only its SHA-256 is kept.
CREATE TABLE calendar_links (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  show_patients boolean NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32)
);
CREATE UNIQUE INDEX calendar_links_by_key ON calendar_links (practice_id, key_hash);
CREATE INDEX calendar_links_by_practitioner ON calendar_links (practice_id, practitioner_id, id);
CALL isolate('calendar_links');

-- What patients fill in before a visit; no visit types means all.
CREATE TABLE forms (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  visit_type_ids uuid[] NOT NULL,
  valid_days int CHECK (valid_days BETWEEN 1 AND 3650)
);
CREATE INDEX forms_by_id ON forms (practice_id, id);
CALL isolate('forms');

CREATE TABLE completed_forms (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL REFERENCES patients (id),
  form_id uuid NOT NULL REFERENCES forms (id),
  completed_on date NOT NULL,
  CONSTRAINT completed_forms_once_a_day UNIQUE (practice_id, patient_id, form_id, completed_on)
);
CREATE INDEX completed_forms_by_patient ON completed_forms (practice_id, patient_id, id);
CALL isolate('completed_forms');

-- The readiness list asks for what others announced of a patient. A column of its own, because row-level security lets no
-- index on an expression over jsonb be used.
ALTER TABLE projection ADD COLUMN patient_id uuid GENERATED ALWAYS AS ((data ->> 'patient_id')::uuid) STORED;
CREATE INDEX projection_by_patient ON projection (practice_id, patient_id, subject) WHERE patient_id IS NOT NULL;

-- The day as the front desk reads it: from the first start to the last.
CREATE INDEX appointments_by_day_and_start ON appointments (practice_id, service_date, start_at, id);

-- When a practice lets visits be marked that nobody marked; the tick that does it goes through all practices.
CREATE TABLE marking_policies (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  version bigint NOT NULL,
  no_show_after_minutes int CHECK (no_show_after_minutes BETWEEN 0 AND 10080),
  complete_after_minutes int CHECK (complete_after_minutes BETWEEN 0 AND 10080)
);
CALL isolate_but_system('marking_policies');
CREATE INDEX appointments_to_be_missed ON appointments (practice_id, end_at) WHERE status = 'booked';
CREATE INDEX appointments_to_be_completed ON appointments (practice_id, end_at) WHERE status IN ('arrived', 'in_progress');
