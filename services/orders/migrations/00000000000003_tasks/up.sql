-- What a person must do. One is open for a subject and kind, however often the cause comes again.
CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  kind text NOT NULL,
  subject text NOT NULL,
  patient_id uuid,
  what text NOT NULL,
  owner text,
  opened_at timestamptz NOT NULL,
  due_at timestamptz,
  escalated_at timestamptz,
  solution jsonb,
  is_open boolean NOT NULL GENERATED ALWAYS AS (solution IS NULL) STORED
);
CREATE UNIQUE INDEX tasks_open_once ON tasks (practice_id, kind, subject) WHERE is_open;
CREATE INDEX tasks_open ON tasks (practice_id, id) WHERE is_open;
CREATE INDEX tasks_done ON tasks (practice_id, id) WHERE NOT is_open;
CREATE INDEX tasks_by_patient ON tasks (practice_id, patient_id, id);
CREATE INDEX tasks_by_owner ON tasks (practice_id, owner, id) WHERE is_open;
CREATE INDEX tasks_to_escalate ON tasks (due_at) WHERE is_open AND escalated_at IS NULL;
CALL isolate_but_system('tasks');

-- A pharmacy is reached in one way, and takes what its service levels say.
ALTER TABLE pharmacies
  ADD COLUMN queue boolean NOT NULL DEFAULT false,
  ADD COLUMN network_id uuid,
  ADD COLUMN service_levels text[] NOT NULL DEFAULT ARRAY['new_rx', 'cancel', 'renewal', 'change', 'fill'],
  ADD CONSTRAINT pharmacies_one_way CHECK (num_nonnulls(script, network_id, nullif(queue, false)) <= 1);
