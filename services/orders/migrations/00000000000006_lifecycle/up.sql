-- A network carries SCRIPT messages to many pharmacies; its secret lies here sealed.
CREATE TABLE networks (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  door jsonb NOT NULL,
  account text,
  authority text,
  credentials text,
  secret bytea,
  CONSTRAINT networks_secret CHECK ((credentials IS NULL) = (secret IS NULL))
);
CREATE INDEX networks_by_id ON networks (practice_id, id);
CALL isolate('networks');
ALTER TABLE pharmacies ADD CONSTRAINT pharmacies_network FOREIGN KEY (network_id) REFERENCES networks (id);

-- What was sent is looked after until somebody confirms it.
CREATE TABLE prescription_watches (
  prescription_id uuid NOT NULL REFERENCES prescriptions (id),
  practice_id uuid NOT NULL DEFAULT practice(),
  about text NOT NULL CHECK (about IN ('prescription', 'recall')),
  since timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (prescription_id, about)
);
CREATE INDEX prescription_watches_due ON prescription_watches (due_at);
CALL isolate_but_system('prescription_watches');

-- Which prescription came in the place of which.
CREATE TABLE successions (
  successor_id uuid PRIMARY KEY REFERENCES prescriptions (id),
  practice_id uuid NOT NULL DEFAULT practice(),
  predecessor_id uuid NOT NULL REFERENCES prescriptions (id),
  reason text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT successions_of_another CHECK (successor_id <> predecessor_id)
);
CREATE INDEX successions_by_predecessor ON successions (practice_id, predecessor_id, successor_id);
CALL isolate('successions');

-- What pharmacies ask for: a renewal or a change. While it waits, the same reference is the same request.
CREATE TABLE pharmacy_requests (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  kind text NOT NULL CHECK (kind IN ('renewal', 'change')),
  pharmacy text NOT NULL,
  reference text,
  times integer NOT NULL DEFAULT 1,
  prescription_id uuid REFERENCES prescriptions (id),
  patient_id uuid,
  ask jsonb NOT NULL,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED,
  message uuid REFERENCES script_messages (id),
  received_at timestamptz NOT NULL,
  CONSTRAINT pharmacy_requests_matched CHECK (state->>'status' <> 'open' OR prescription_id IS NOT NULL)
);
CREATE UNIQUE INDEX pharmacy_requests_waiting_once ON pharmacy_requests (practice_id, kind, pharmacy, reference)
  WHERE status <> 'answered';
CREATE INDEX pharmacy_requests_by_kind ON pharmacy_requests (practice_id, kind, id);
CREATE INDEX pharmacy_requests_by_status ON pharmacy_requests (practice_id, kind, status, id);
CREATE INDEX pharmacy_requests_by_patient ON pharmacy_requests (practice_id, patient_id, id);
CALL isolate('pharmacy_requests');

CREATE INDEX tasks_by_subject ON tasks (practice_id, subject, id);
