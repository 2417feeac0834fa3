-- When payers are asked, many questions at once, and what the order of coverages rests on.

-- What is known of the records of one person: who was merged into whom; the survivor stands for all of them.
CREATE TABLE patient_merges (
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  into_id uuid NOT NULL,
  PRIMARY KEY (practice_id, patient_id),
  CHECK (patient_id <> into_id)
);
CREATE INDEX patient_merges_into ON patient_merges (practice_id, into_id, patient_id);
CALL isolate('patient_merges');

CREATE TABLE schedules (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  version bigint NOT NULL,
  on_booking boolean NOT NULL,
  booking_horizon_days int NOT NULL CHECK (booking_horizon_days BETWEEN 0 AND 366),
  days_before int[] NOT NULL,
  nightly_days int NOT NULL CHECK (nightly_days BETWEEN 0 AND 31),
  hour int NOT NULL CHECK (hour BETWEEN 0 AND 23),
  on_coverage_change boolean NOT NULL,
  other_coverages boolean NOT NULL,
  max_age_hours int NOT NULL CHECK (max_age_hours BETWEEN 0 AND 744)
);
CALL isolate('schedules');

-- A visit is looked at again at `look_at`; what the schedule names after `looked_at` is due then.
ALTER TABLE visits
  ADD COLUMN visit_type_id uuid,
  ADD COLUMN location_id uuid,
  ADD COLUMN looked_at timestamptz,
  ADD COLUMN look_at timestamptz,
  ADD COLUMN must_ask boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT visits_over_are_not_looked_at CHECK (expected OR look_at IS NULL);
DROP POLICY practice_isolation ON visits;
CALL isolate_but_system('visits');
ALTER TABLE visits NO FORCE ROW LEVEL SECURITY;
ALTER TABLE projection NO FORCE ROW LEVEL SECURITY;
UPDATE visits v SET visit_type_id = (p.data ->> 'visit_type_id')::uuid, location_id = (p.data ->> 'location_id')::uuid
  FROM projection p WHERE p.practice_id = v.practice_id AND p.subject = 'appointment/' || v.id::text;
UPDATE visits SET looked_at = now(), look_at = now() WHERE expected AND service_date >= current_date - 1;
ALTER TABLE projection FORCE ROW LEVEL SECURITY;
ALTER TABLE visits FORCE ROW LEVEL SECURITY;
-- A policy that lets the planner see every practice is no condition an index serves: what is looked up by an id begins with it.
DROP INDEX visits_expected;
CREATE INDEX visits_expected ON visits (patient_id, service_date) WHERE expected;
CREATE INDEX visits_of_type ON visits (visit_type_id) WHERE expected;
CREATE INDEX visits_on ON visits (practice_id, service_date, id) WHERE expected;
CREATE INDEX visits_due ON visits (look_at) WHERE look_at IS NOT NULL;

ALTER TABLE checks
  ADD COLUMN rank text NOT NULL DEFAULT 'primary' CHECK (rank IN ('primary', 'secondary', 'tertiary')),
  ADD COLUMN shared_from uuid,
  ADD FOREIGN KEY (practice_id, shared_from) REFERENCES checks (practice_id, id);
ALTER TABLE checks ALTER COLUMN rank DROP DEFAULT;
CREATE INDEX checks_answers ON checks (practice_id, coverage_id, service_date) WHERE status = 'answered';

CREATE TABLE batches (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  asked jsonb NOT NULL,
  service_types jsonb,
  max_age_hours int NOT NULL,
  asked_at timestamptz NOT NULL,
  state jsonb NOT NULL,
  UNIQUE (practice_id, id)
);
CALL isolate('batches');

-- One question each; `check_id` once the question stands in the queue or an answer serves.
CREATE TABLE batch_items (
  practice_id uuid NOT NULL DEFAULT practice(),
  batch_id uuid NOT NULL,
  n int NOT NULL,
  coverage_id uuid NOT NULL,
  payer_id uuid NOT NULL,
  service_date date NOT NULL,
  about jsonb NOT NULL,
  appointment_id uuid,
  state text NOT NULL CHECK (state IN ('waiting', 'asked', 'shared', 'not_asked', 'withdrawn')),
  check_id uuid,
  PRIMARY KEY (practice_id, batch_id, n),
  FOREIGN KEY (practice_id, batch_id) REFERENCES batches (practice_id, id),
  FOREIGN KEY (practice_id, check_id) REFERENCES checks (practice_id, id),
  CONSTRAINT batch_items_asked_have_a_check CHECK ((state IN ('asked', 'shared')) = (check_id IS NOT NULL))
);
CREATE INDEX batch_items_waiting ON batch_items (practice_id, batch_id, n) WHERE state = 'waiting';
CREATE INDEX batch_items_of_check ON batch_items (practice_id, check_id) WHERE check_id IS NOT NULL;
CALL isolate('batch_items');

-- Answers given about another identity of the member than `identity_since` do not serve any more.
ALTER TABLE coverages
  ADD COLUMN plan_kind text CHECK (plan_kind IN ('commercial_group', 'individual', 'medicare', 'medicare_advantage',
    'medicaid', 'tricare', 'va', 'workers_compensation', 'auto', 'liability')),
  ADD COLUMN coordination jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN identity_since timestamptz NOT NULL DEFAULT '1970-01-01T00:00:00Z';

CREATE TABLE coverage_history (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  coverage_id uuid NOT NULL,
  at timestamptz NOT NULL,
  client text NOT NULL,
  change text NOT NULL,
  before jsonb,
  after jsonb NOT NULL,
  FOREIGN KEY (practice_id, coverage_id) REFERENCES coverages (practice_id, id)
);
CREATE INDEX coverage_history_of_coverage ON coverage_history (practice_id, coverage_id, id);
CALL isolate('coverage_history');

-- What the member ids of a payer look like.
CREATE TABLE member_id_rules (
  practice_id uuid NOT NULL DEFAULT practice(),
  payer_id uuid NOT NULL,
  version bigint NOT NULL,
  pattern text NOT NULL,
  enforced boolean NOT NULL,
  PRIMARY KEY (practice_id, payer_id),
  FOREIGN KEY (practice_id, payer_id) REFERENCES payers (practice_id, id)
);
CALL isolate('member_id_rules');

CREATE TABLE coverage_cards (
  practice_id uuid NOT NULL DEFAULT practice(),
  coverage_id uuid NOT NULL,
  side text NOT NULL CHECK (side IN ('front', 'back')),
  version bigint NOT NULL,
  media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
  image bytea NOT NULL CHECK (length(image) <= 2097152),
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (practice_id, coverage_id, side),
  FOREIGN KEY (practice_id, coverage_id) REFERENCES coverages (practice_id, id)
);
CALL isolate('coverage_cards');
