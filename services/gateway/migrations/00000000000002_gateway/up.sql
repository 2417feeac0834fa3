-- Who may ask for tokens. Of the secret only its SHA-256 is kept: it is random and 256 bits long, so a slow hash adds nothing.
CREATE TABLE clients (
  client_id text PRIMARY KEY,
  practice_id uuid NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CALL isolate_but_system('clients');

-- The last position of each practice's feed. Its row stays locked to the end of the transaction that takes the next one,
-- so positions become visible in their order and a reader never passes by one that is still to come.
CREATE TABLE feed (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  position bigint NOT NULL
);
CALL isolate('feed');

CREATE TABLE events (
  event_id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  position bigint NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  subject text NOT NULL,
  occurred_at timestamptz NOT NULL,
  cause uuid,
  patient_id uuid,
  envelope jsonb NOT NULL,
  UNIQUE (practice_id, position)
);
CREATE INDEX events_of_patient ON events (practice_id, patient_id, occurred_at, event_id) WHERE patient_id IS NOT NULL;
CALL isolate('events');

-- What was asked of us, by whom, and how it ended. Rows are added and read, never changed.
CREATE TABLE audit_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  practice_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  client_id text NOT NULL,
  operation text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  status smallint NOT NULL,
  trace_id text NOT NULL
);
CREATE INDEX audit_events_of_practice ON audit_events (practice_id, id);
CALL isolate_but_system('audit_events');

DO $$
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM %I', replace(current_user, '_owner', '_app'));
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
