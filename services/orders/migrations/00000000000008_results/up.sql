-- Who performs tests: laboratories, and places that take images.
CREATE TABLE laboratories (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  account_number text,
  time_zone text NOT NULL,
  their_application text NOT NULL,
  their_facility text NOT NULL,
  our_application text NOT NULL,
  our_facility text NOT NULL,
  connection jsonb,
  CONSTRAINT laboratories_sender_unique UNIQUE (practice_id, their_facility, their_application)
);
CREATE INDEX laboratories_by_id ON laboratories (practice_id, id);
CALL isolate('laboratories');

-- What a laboratory offers, under its own codes. Loaded whole, and replaced whole.
CREATE TABLE compendium_tests (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  laboratory_id uuid NOT NULL REFERENCES laboratories (id),
  code text NOT NULL,
  name text NOT NULL,
  loinc text,
  specimen text,
  CONSTRAINT compendium_tests_unique UNIQUE (practice_id, laboratory_id, code)
);
CREATE INDEX compendium_tests_by_laboratory ON compendium_tests (practice_id, laboratory_id, id);
CALL isolate('compendium_tests');

-- By what numbers laboratories know patients, and who was found to be whom.
CREATE TABLE patient_numbers (
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  mrn text,
  merged_into uuid,
  PRIMARY KEY (practice_id, patient_id)
);
CREATE INDEX patient_numbers_by_mrn ON patient_numbers (practice_id, mrn);
CALL isolate('patient_numbers');

CREATE TABLE known_coverages (
  coverage_id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  coverage jsonb NOT NULL
);
CREATE INDEX known_coverages_by_patient ON known_coverages (practice_id, patient_id, coverage_id);
CALL isolate('known_coverages');

CREATE TABLE order_counters (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  last bigint NOT NULL
);
CALL isolate('order_counters');

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  order_number text NOT NULL,
  patient_id uuid NOT NULL,
  practitioner_id uuid NOT NULL,
  location_id uuid,
  laboratory_id uuid REFERENCES laboratories (id),
  content jsonb NOT NULL,
  duplicates jsonb NOT NULL,
  signature jsonb,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED,
  CONSTRAINT orders_number_unique UNIQUE (practice_id, order_number),
  CONSTRAINT orders_signed CHECK (signature IS NOT NULL OR state->>'status' IN ('draft', 'cancelled'))
);
CREATE INDEX orders_by_id ON orders (practice_id, id);
CREATE INDEX orders_by_patient ON orders (practice_id, patient_id, id);
CREATE INDEX orders_by_status ON orders (practice_id, status, id);
CALL isolate('orders');

-- What was signed is a record.
CREATE FUNCTION refuse_change_of_signed_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.signature IS NOT NULL
     AND (NEW.content, NEW.duplicates, NEW.signature, NEW.patient_id, NEW.practitioner_id, NEW.location_id, NEW.laboratory_id, NEW.order_number)
         IS DISTINCT FROM
         (OLD.content, OLD.duplicates, OLD.signature, OLD.patient_id, OLD.practitioner_id, OLD.location_id, OLD.laboratory_id, OLD.order_number) THEN
    RAISE EXCEPTION 'a signed order does not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER orders_immutable BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_order();

-- The tests of signed orders, to find the same test again.
CREATE TABLE ordered_tests (
  practice_id uuid NOT NULL DEFAULT practice(),
  order_id uuid NOT NULL REFERENCES orders (id),
  patient_id uuid NOT NULL,
  code text NOT NULL,
  ordered_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, code)
);
CREATE INDEX ordered_tests_by_patient ON ordered_tests (practice_id, patient_id, code, ordered_at);
CALL isolate('ordered_tests');

CREATE TABLE order_history (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  order_id uuid NOT NULL REFERENCES orders (id),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  change text NOT NULL,
  status text NOT NULL,
  note text
);
CREATE INDEX order_history_by_order ON order_history (practice_id, order_id, id);
CALL isolate('order_history');

-- Every HL7 message as it went over the wire. A sender's number names one message, once it was accepted.
CREATE TABLE hl7_messages (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  laboratory_id uuid REFERENCES laboratories (id),
  order_id uuid REFERENCES orders (id),
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  sender text,
  control_id text,
  at timestamptz NOT NULL,
  body bytea NOT NULL,
  answer text,
  accepted boolean NOT NULL,
  CONSTRAINT hl7_messages_once UNIQUE (practice_id, direction, sender, control_id)
);
CREATE INDEX hl7_messages_by_order ON hl7_messages (practice_id, order_id, id);
CALL isolate('hl7_messages');

-- One report of a laboratory: what it says under one number of its own about one test or panel.
CREATE TABLE results (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  order_id uuid REFERENCES orders (id),
  laboratory_id uuid NOT NULL REFERENCES laboratories (id),
  filler_number text NOT NULL,
  code text NOT NULL,
  system text NOT NULL,
  name text NOT NULL,
  report_status text NOT NULL,
  severity text NOT NULL,
  urgency text NOT NULL,
  rank smallint NOT NULL GENERATED ALWAYS AS (CASE urgency WHEN 'critical' THEN 0 WHEN 'abnormal' THEN 1 ELSE 2 END) STORED,
  observed_at timestamptz NOT NULL,
  stated_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  specimen text,
  notes text[] NOT NULL,
  review jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (review->>'status') STORED,
  CONSTRAINT results_once UNIQUE (practice_id, laboratory_id, filler_number, code, system)
);
CREATE INDEX results_by_id ON results (practice_id, id);
CREATE INDEX results_by_patient ON results (practice_id, patient_id, id);
CREATE INDEX results_by_order ON results (practice_id, order_id, id);
CREATE INDEX results_queue ON results (practice_id, status, rank, changed_at, id);
CALL isolate('results');

-- A value is never changed: a correction stands beside it, and one of them is current.
CREATE TABLE observations (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  result_id uuid NOT NULL REFERENCES results (id),
  patient_id uuid NOT NULL,
  message_id uuid NOT NULL REFERENCES hl7_messages (id),
  position integer NOT NULL,
  code text NOT NULL,
  system text NOT NULL,
  name text NOT NULL,
  sub_id text NOT NULL,
  reading jsonb NOT NULL,
  unit text,
  range text,
  flags text[] NOT NULL,
  severity text NOT NULL,
  status text NOT NULL,
  observed_at timestamptz NOT NULL,
  stated_at timestamptz NOT NULL,
  performer text,
  notes text[] NOT NULL,
  superseded_at timestamptz
);
CREATE UNIQUE INDEX observations_current ON observations (practice_id, result_id, code, system, sub_id)
  WHERE superseded_at IS NULL;
CREATE INDEX observations_by_result ON observations (practice_id, result_id, position, id);
CREATE INDEX observations_over_time ON observations (practice_id, patient_id, code, observed_at, id)
  WHERE superseded_at IS NULL;
CALL isolate('observations');

CREATE TABLE result_documents (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  result_id uuid NOT NULL REFERENCES results (id),
  media_type text NOT NULL,
  content bytea NOT NULL
);
CREATE INDEX result_documents_by_result ON result_documents (practice_id, result_id, id);
CALL isolate('result_documents');

CREATE TABLE result_history (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  result_id uuid NOT NULL REFERENCES results (id),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  change text NOT NULL,
  note text
);
CREATE INDEX result_history_by_result ON result_history (practice_id, result_id, id);
CALL isolate('result_history');

-- Reports of whom nobody can say for certain whose they are.
CREATE TABLE unmatched_results (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  laboratory_id uuid NOT NULL REFERENCES laboratories (id),
  message_id uuid NOT NULL REFERENCES hl7_messages (id),
  place jsonb NOT NULL,
  reason text NOT NULL,
  stated jsonb NOT NULL,
  severity text NOT NULL,
  received_at timestamptz NOT NULL,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED
);
CREATE INDEX unmatched_results_by_id ON unmatched_results (practice_id, id);
CREATE INDEX unmatched_results_by_status ON unmatched_results (practice_id, status, id);
CREATE INDEX unmatched_results_by_message ON unmatched_results (practice_id, message_id);
CALL isolate('unmatched_results');
