-- One row a practice, none while it was never set.
CREATE TABLE waitlist_settings (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  version bigint NOT NULL,
  enabled boolean NOT NULL,
  offer_minutes int NOT NULL CHECK (offer_minutes BETWEEN 5 AND 10080),
  hours jsonb
);
CALL isolate('waitlist_settings');

CREATE TABLE waitlist_entries (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL REFERENCES patients (id),
  visit_type_id uuid NOT NULL REFERENCES visit_types (id),
  practitioner_ids uuid[] NOT NULL,
  location_ids uuid[] NOT NULL,
  earliest date NOT NULL,
  latest date NOT NULL,
  windows jsonb NOT NULL,
  priority text NOT NULL CHECK (priority IN ('routine', 'soon', 'urgent')),
  minimum_notice_minutes int NOT NULL CHECK (minimum_notice_minutes >= 0),
  note text,
  since timestamptz NOT NULL,
  offers_had int NOT NULL DEFAULT 0,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state ->> 'status') STORED,
  CHECK (earliest <= latest)
);
-- A patient waits once for one kind of visit.
CREATE UNIQUE INDEX waitlist_entries_once ON waitlist_entries (practice_id, patient_id, visit_type_id)
  WHERE status IN ('waiting', 'offered');
CREATE INDEX waitlist_entries_by_id ON waitlist_entries (practice_id, id);
CREATE INDEX waitlist_entries_by_status ON waitlist_entries (practice_id, status, id);
CREATE INDEX waitlist_entries_by_patient ON waitlist_entries (practice_id, patient_id, id);
CREATE INDEX waitlist_entries_live ON waitlist_entries (practice_id, latest) WHERE status IN ('waiting', 'offered');
CREATE INDEX waitlist_entries_over ON waitlist_entries (latest) WHERE status = 'waiting';
CALL isolate_but_system('waitlist_entries');

-- A practitioner's time somebody gave up: written in the statement that gives it up, and looked at until it is over.
CREATE TABLE freed_times (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  practitioner_id uuid NOT NULL,
  location_id uuid NOT NULL,
  -- Whose time it was: whoever gave it up is not asked for it.
  appointment_id uuid NOT NULL,
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  freed_at timestamptz NOT NULL,
  -- When to look for somebody to offer it to; null while nobody waits who could want it.
  due_at timestamptz,
  -- What the last look found: everybody who could have wanted it, and why they were or were not offered it.
  looked_at timestamptz,
  ranking jsonb NOT NULL DEFAULT '[]',
  CHECK (start_at < end_at)
);
CREATE INDEX freed_times_due ON freed_times (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX freed_times_by_id ON freed_times (practice_id, id);
CREATE INDEX freed_times_by_end ON freed_times (practice_id, end_at);
CREATE INDEX freed_times_by_practitioner ON freed_times (practice_id, practitioner_id, id);
CALL isolate_but_system('freed_times');

CREATE TABLE waitlist_offers (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  entry_id uuid NOT NULL REFERENCES waitlist_entries (id),
  freed_time_id uuid NOT NULL REFERENCES freed_times (id),
  patient_id uuid NOT NULL REFERENCES patients (id),
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  location_id uuid NOT NULL REFERENCES locations (id),
  visit_type_id uuid NOT NULL REFERENCES visit_types (id),
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  offered_at timestamptz NOT NULL,
  deadline timestamptz NOT NULL,
  ranking jsonb NOT NULL,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state ->> 'status') STORED,
  CHECK (offered_at < deadline AND deadline <= start_at)
);
CREATE UNIQUE INDEX waitlist_offers_one_a_patient ON waitlist_offers (practice_id, patient_id) WHERE status = 'open';
CREATE UNIQUE INDEX waitlist_offers_one_a_start ON waitlist_offers (practice_id, practitioner_id, start_at)
  WHERE status = 'open';
CREATE INDEX waitlist_offers_due ON waitlist_offers (deadline) WHERE status = 'open';
CREATE INDEX waitlist_offers_by_id ON waitlist_offers (practice_id, id);
CREATE INDEX waitlist_offers_by_status ON waitlist_offers (practice_id, status, id);
CREATE INDEX waitlist_offers_by_entry ON waitlist_offers (practice_id, entry_id, id);
CREATE INDEX waitlist_offers_by_practitioner ON waitlist_offers (practice_id, practitioner_id, id);
CREATE INDEX waitlist_offers_by_start ON waitlist_offers (practice_id, practitioner_id, start_at);
CALL isolate_but_system('waitlist_offers');
