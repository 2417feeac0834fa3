-- Reminders follow a version of their appointment; what is behind is planned, whoever changed it and however.
ALTER TABLE appointments
  ADD COLUMN confirmed_at timestamptz,
  ADD COLUMN reminded_version bigint NOT NULL DEFAULT 0,
  ADD COLUMN reminded_start timestamptz,
  ADD COLUMN reminded_location uuid,
  ADD CHECK ((reminded_start IS NULL) = (reminded_location IS NULL));
CREATE INDEX appointments_to_plan ON appointments (practice_id, id) WHERE reminded_version < version;
-- The planner looks across practices for what is behind; it then works inside the practice.
DROP POLICY practice_isolation ON appointments;
CALL isolate_but_system('appointments');

CREATE TABLE reminder_rules (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL,
  occasion jsonb NOT NULL CHECK (occasion ->> 'occasion' IN ('before', 'booked', 'rescheduled', 'cancelled')),
  channel text NOT NULL CHECK (channel IN ('email', 'sms', 'webhook')),
  visit_type_ids uuid[] NOT NULL,
  template text,
  enabled boolean NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX reminder_rules_by_id ON reminder_rules (practice_id, id);
CALL isolate('reminder_rules');

CREATE TABLE reminder_settings (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  version bigint NOT NULL,
  practice_name text,
  quiet jsonb,
  webhook jsonb,
  link_base_url text
);
CALL isolate('reminder_settings');

CREATE TABLE reminder_preferences (
  patient_id uuid PRIMARY KEY REFERENCES patients (id),
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL,
  email boolean NOT NULL,
  sms boolean NOT NULL,
  time_zone text,
  stop boolean NOT NULL
);
CREATE INDEX reminder_preferences_by_patient ON reminder_preferences (practice_id, patient_id);
CALL isolate('reminder_preferences');

CREATE TABLE reminders (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  rule_id uuid NOT NULL REFERENCES reminder_rules (id),
  occasion jsonb NOT NULL,
  channel text NOT NULL,
  start_at timestamptz NOT NULL,
  -- The appointment's version a notice tells of; 0 where it is the time alone that calls for it.
  told_version bigint NOT NULL,
  due_at timestamptz NOT NULL,
  resend_of uuid REFERENCES reminders (id),
  message text,
  state jsonb NOT NULL,
  status text GENERATED ALWAYS AS (state ->> 'status') STORED
);
-- Once each: only what was called off may be planned again.
CREATE UNIQUE INDEX reminders_once ON reminders (practice_id, appointment_id, rule_id, start_at, told_version)
  WHERE resend_of IS NULL AND status NOT IN ('superseded', 'dropped');
CREATE INDEX reminders_due ON reminders (due_at, id) WHERE status = 'planned';
CREATE INDEX reminders_by_id ON reminders (practice_id, id);
CREATE INDEX reminders_by_appointment ON reminders (practice_id, appointment_id, id);
CREATE INDEX reminders_by_status ON reminders (practice_id, status, id);
CALL isolate_but_system('reminders');

-- The practice's own key for signing links; nobody outside its transactions reads it.
CREATE TABLE link_secrets (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  secret bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
CALL isolate('link_secrets');

-- Which appointment a link was signed for; the link itself is kept nowhere.
CREATE TABLE appointment_links (
  practice_id uuid NOT NULL DEFAULT practice(),
  key_hash bytea NOT NULL,
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  start_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (practice_id, key_hash)
);
CALL isolate('appointment_links');
