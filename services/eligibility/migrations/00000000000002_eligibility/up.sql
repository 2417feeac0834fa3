-- Who pays, what patients are covered by, and what payers answered.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE payers (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  payer_id text NOT NULL,
  transactions jsonb NOT NULL,
  connection jsonb NOT NULL,
  UNIQUE (practice_id, id)
);
CALL isolate('payers');

CREATE TABLE coverages (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  payer_id uuid NOT NULL,
  member_id text NOT NULL,
  group_number text,
  rank text NOT NULL CHECK (rank IN ('primary', 'secondary', 'tertiary')),
  holder jsonb NOT NULL,
  effective date NOT NULL,
  terminates date,
  UNIQUE (practice_id, id),
  FOREIGN KEY (practice_id, payer_id) REFERENCES payers (practice_id, id),
  CONSTRAINT coverages_in_order CHECK (terminates >= effective),
  CONSTRAINT coverages_one_per_rank EXCLUDE USING gist (
    practice_id WITH =, patient_id WITH =, rank WITH =, daterange(effective, terminates, '[]') WITH &&)
);
CREATE INDEX coverages_of_patient ON coverages (practice_id, patient_id, id);
CALL isolate('coverages');

-- What is known of appointments: enough to find those that still need an answer when a coverage becomes known.
CREATE TABLE visits (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  service_date date NOT NULL,
  expected boolean NOT NULL
);
CREATE INDEX visits_expected ON visits (practice_id, patient_id, service_date) WHERE expected;
CALL isolate('visits');

CREATE TABLE checks (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  coverage_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  appointment_id uuid,
  service_date date NOT NULL,
  service_types jsonb NOT NULL,
  asked_at timestamptz NOT NULL,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'state') STORED,
  attempts jsonb NOT NULL,
  UNIQUE (practice_id, id),
  FOREIGN KEY (practice_id, coverage_id) REFERENCES coverages (practice_id, id)
);
-- Equal questions share one inquiry while it is open.
CREATE UNIQUE INDEX checks_one_open ON checks (practice_id, coverage_id, service_date, service_types)
  WHERE status IN ('queued', 'sending');
CREATE INDEX checks_of_patient ON checks (practice_id, patient_id, id);
CREATE INDEX checks_of_coverage ON checks (practice_id, coverage_id, id);
CREATE INDEX checks_of_appointment ON checks (practice_id, appointment_id, service_date);
CALL isolate('checks');

-- Every interchange that went out and what came back, byte by byte. One without an answer is sent again as it is.
CREATE TABLE exchanges (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  check_id uuid NOT NULL,
  control bigint NOT NULL,
  request bytea NOT NULL,
  response bytea,
  UNIQUE (practice_id, control),
  FOREIGN KEY (practice_id, check_id) REFERENCES checks (practice_id, id)
);
CREATE UNIQUE INDEX exchanges_one_open ON exchanges (practice_id, check_id) WHERE response IS NULL;
CREATE INDEX exchanges_of_check ON exchanges (practice_id, check_id, id);
CALL isolate('exchanges');

-- The last interchange control number (ISA13) of the practice; taken in the transaction that keeps the interchange.
CREATE TABLE control_numbers (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  last bigint NOT NULL
);
CALL isolate('control_numbers');
