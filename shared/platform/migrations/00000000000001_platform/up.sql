-- What every service's database holds beside its own nouns: practice isolation, outbox, inbox, idempotency keys,
-- and the list of things the outside world must still be told.

-- The service's own role never owns a table: it may only do what it is granted, and row-level security binds it.
DO $$
BEGIN
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I',
                 replace(current_user, '_owner', '_app'));
END $$;

-- The practice of this transaction (SET LOCAL app.practice); NULL outside one, and NULL equals no row.
CREATE FUNCTION practice() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.practice', true), '')::uuid;

-- True in the platform's own work across practices (relay, senders); never in a request.
CREATE FUNCTION in_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('app.system', true), '') = 'on';

CREATE PROCEDURE isolate(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY practice_isolation ON %s USING (practice_id = practice()) WITH CHECK (practice_id = practice())', target);
END $$;

CREATE PROCEDURE isolate_but_system(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY practice_isolation ON %s USING (practice_id = practice() OR in_system()) WITH CHECK (practice_id = practice() OR in_system())', target);
END $$;

-- One row a stream: taking the next number locks it until commit, so commit order is sequence order without gaps.
CREATE TABLE stream (
  practice_id uuid NOT NULL DEFAULT practice(),
  name text NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (practice_id, name)
);
CALL isolate('stream');

CREATE TABLE outbox (
  event_id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  stream text NOT NULL,
  seq bigint NOT NULL,
  part smallint NOT NULL,
  kind text NOT NULL,
  data jsonb NOT NULL,
  trace text NOT NULL,
  cause uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  parked boolean NOT NULL DEFAULT false,
  UNIQUE (practice_id, stream, seq)
);
CREATE INDEX outbox_unpublished ON outbox (event_id) WHERE published_at IS NULL;
CREATE INDEX outbox_unpublished_stream ON outbox (practice_id, stream, seq) WHERE published_at IS NULL;
CREATE INDEX outbox_created ON outbox (created_at);
CALL isolate_but_system('outbox');

CREATE TABLE inbox (
  event_id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  stream text NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL,
  state text NOT NULL CHECK (state IN ('applied', 'deferred', 'parked')),
  body jsonb,
  cause text,
  received_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((state = 'applied') = (body IS NULL))
);
CREATE INDEX inbox_waiting ON inbox (practice_id, stream, seq) WHERE state <> 'applied';
CALL isolate_but_system('inbox');

CREATE TABLE stream_cursor (
  practice_id uuid NOT NULL DEFAULT practice(),
  stream text NOT NULL,
  last_seq bigint NOT NULL,
  PRIMARY KEY (practice_id, stream)
);
CALL isolate_but_system('stream_cursor');

-- Bodies that are no envelope at all; they belong to no practice, so no practice sees them.
CREATE TABLE unreadable (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body bytea NOT NULL,
  cause text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE unreadable ENABLE ROW LEVEL SECURITY;
ALTER TABLE unreadable FORCE ROW LEVEL SECURITY;
CREATE POLICY system_only ON unreadable USING (in_system()) WITH CHECK (in_system());

CREATE TABLE idempotency (
  practice_id uuid NOT NULL DEFAULT practice(),
  client text NOT NULL,
  operation text NOT NULL,
  key text NOT NULL,
  digest bytea NOT NULL,
  status smallint NOT NULL,
  headers jsonb NOT NULL,
  body jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (practice_id, client, operation, key)
);
CALL isolate('idempotency');

-- What the outside world must be told: committed with the decision, sent afterwards, under one key for life.
CREATE TABLE outbound (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  kind text NOT NULL,
  subject uuid NOT NULL,
  key text NOT NULL,
  trace text NOT NULL,
  cause uuid,
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (practice_id, kind, key)
);
CREATE INDEX outbound_due ON outbound (kind, next_at) WHERE done_at IS NULL;
CALL isolate_but_system('outbound');

-- The last snapshot of each noun another service owns, learnt from its events.
CREATE TABLE projection (
  practice_id uuid NOT NULL DEFAULT practice(),
  subject text COLLATE "C" NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (practice_id, subject)
);
CALL isolate('projection');
