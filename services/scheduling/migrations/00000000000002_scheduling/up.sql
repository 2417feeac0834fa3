CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE patients (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  given_name text NOT NULL,
  middle_name text,
  family_name text NOT NULL,
  suffix text,
  birth_date date NOT NULL,
  sex text NOT NULL,
  address jsonb,
  phone text,
  email text,
  mrn text NOT NULL,
  preferred_language text,
  deceased boolean NOT NULL DEFAULT false,
  CONSTRAINT patients_mrn_unique UNIQUE (practice_id, mrn)
);
CREATE INDEX patients_by_name ON patients (practice_id, lower(family_name) text_pattern_ops);
CREATE INDEX patients_by_birth ON patients (practice_id, birth_date);
CREATE INDEX patients_by_phone ON patients (practice_id, phone);
CREATE INDEX patients_by_id ON patients (practice_id, id);
CALL isolate('patients');

CREATE TABLE practitioners (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  given_name text NOT NULL,
  family_name text NOT NULL,
  npi text NOT NULL,
  taxonomy text NOT NULL,
  license_states text[] NOT NULL,
  dea_number text,
  CONSTRAINT practitioners_npi_unique UNIQUE (practice_id, npi)
);
CREATE INDEX practitioners_by_id ON practitioners (practice_id, id);
CALL isolate('practitioners');

CREATE TABLE locations (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  time_zone text NOT NULL,
  address jsonb NOT NULL,
  npi text NOT NULL,
  tax_id text NOT NULL,
  phone text NOT NULL,
  place_of_service text NOT NULL
);
CREATE INDEX locations_by_id ON locations (practice_id, id);
CALL isolate('locations');

CREATE TABLE visit_types (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  minutes int NOT NULL CHECK (minutes BETWEEN 5 AND 480),
  buffer_before_minutes int NOT NULL CHECK (buffer_before_minutes BETWEEN 0 AND 120),
  buffer_after_minutes int NOT NULL CHECK (buffer_after_minutes BETWEEN 0 AND 120),
  patient_can_book boolean NOT NULL,
  minimum_notice_minutes int NOT NULL CHECK (minimum_notice_minutes >= 0),
  cancel_notice_minutes int NOT NULL CHECK (cancel_notice_minutes >= 0),
  telehealth boolean NOT NULL
);
CREATE INDEX visit_types_by_id ON visit_types (practice_id, id);
CALL isolate('visit_types');

-- A practitioner's weekly rules, replaced as a whole; slots are computed from them and never stored.
CREATE TABLE availability (
  practitioner_id uuid PRIMARY KEY REFERENCES practitioners (id),
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  rules jsonb NOT NULL
);
CREATE INDEX availability_by_practice ON availability (practice_id, practitioner_id);
CALL isolate('availability');

CREATE TABLE holds (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  location_id uuid NOT NULL REFERENCES locations (id),
  visit_type_id uuid NOT NULL REFERENCES visit_types (id),
  start timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CALL isolate('holds');

CREATE TABLE appointments (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL REFERENCES patients (id),
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  location_id uuid NOT NULL REFERENCES locations (id),
  visit_type_id uuid NOT NULL REFERENCES visit_types (id),
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  service_date date NOT NULL,
  reason text,
  state jsonb NOT NULL,
  status text GENERATED ALWAYS AS (state ->> 'status') STORED,
  CHECK (start_at < end_at)
);
CREATE INDEX appointments_by_day ON appointments (practice_id, service_date, id);
CREATE INDEX appointments_by_practitioner ON appointments (practice_id, practitioner_id, start_at);
CREATE INDEX appointments_by_patient ON appointments (practice_id, patient_id, start_at);
CREATE INDEX appointments_by_id ON appointments (practice_id, id);
CALL isolate('appointments');

CREATE TABLE appointment_history (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  at timestamptz NOT NULL,
  client text NOT NULL,
  change text NOT NULL,
  before jsonb,
  after jsonb NOT NULL
);
CREATE INDEX appointment_history_by_appointment ON appointment_history (practice_id, appointment_id, id);
CALL isolate('appointment_history');

-- Who is taken when: one row for the practitioner and one for the patient of each live appointment or hold.
-- The constraint has the last word on double booking, whatever the code above it believes.
CREATE TABLE occupancy (
  practice_id uuid NOT NULL DEFAULT practice(),
  resource_id uuid NOT NULL,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  appointment_id uuid REFERENCES appointments (id) DEFERRABLE INITIALLY DEFERRED,
  hold_id uuid REFERENCES holds (id) ON DELETE CASCADE,
  expires_at timestamptz,
  CHECK ((appointment_id IS NULL) <> (hold_id IS NULL)),
  CHECK ((hold_id IS NULL) = (expires_at IS NULL)),
  CONSTRAINT occupancy_no_overlap EXCLUDE USING gist (practice_id WITH =, resource_id WITH =, during WITH &&)
);
CREATE INDEX occupancy_by_appointment ON occupancy (practice_id, appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX occupancy_by_hold ON occupancy (practice_id, hold_id) WHERE hold_id IS NOT NULL;
CALL isolate('occupancy');

-- MRNs are given out by the practice's own counter when registration does not bring one.
CREATE TABLE mrn_counters (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  last bigint NOT NULL
);
CALL isolate('mrn_counters');
