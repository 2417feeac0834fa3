-- Ways to payers stand apart from payers: one clearinghouse serves hundreds of them within one limit.

CREATE TABLE connections (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('https', 'core_soap', 'core_mime', 'batch_folder')),
  url text NOT NULL,
  identity jsonb NOT NULL DEFAULT '{}',
  limits jsonb NOT NULL DEFAULT '{}',
  credentials text CHECK (credentials IN ('basic', 'bearer', 'header')),
  -- Sealed.
  secret bytea,
  -- The circuit breaker as last known.
  breaker jsonb NOT NULL DEFAULT '{"state": "closed", "failures": 0}',
  UNIQUE (practice_id, id),
  CHECK ((credentials IS NULL) = (secret IS NULL))
);

ALTER TABLE payers NO FORCE ROW LEVEL SECURITY;
INSERT INTO connections (id, practice_id, name, kind, url)
  SELECT id, practice_id, name, connection->>'kind', connection->>'url' FROM payers;
ALTER TABLE payers ADD COLUMN connection_id uuid;
UPDATE payers SET connection_id = id;
ALTER TABLE payers ALTER COLUMN connection_id SET NOT NULL;
ALTER TABLE payers DROP COLUMN connection;
ALTER TABLE payers ADD COLUMN inquiry jsonb NOT NULL DEFAULT '{}';
ALTER TABLE payers FORCE ROW LEVEL SECURITY;
CALL isolate('connections');
ALTER TABLE payers ADD FOREIGN KEY (practice_id, connection_id) REFERENCES connections (practice_id, id);
CREATE INDEX payers_of_connection ON payers (practice_id, connection_id);
CREATE INDEX payers_by_payer_id ON payers (practice_id, payer_id);

-- When nobody asks for it any more, whatever has become of it.
ALTER TABLE checks ADD COLUMN give_up_at timestamptz;
ALTER TABLE checks NO FORCE ROW LEVEL SECURITY;
UPDATE checks SET give_up_at = asked_at + interval '2 minutes';
ALTER TABLE checks FORCE ROW LEVEL SECURITY;
ALTER TABLE checks ALTER COLUMN give_up_at SET NOT NULL;
CREATE INDEX checks_giving_up ON checks (practice_id, give_up_at) WHERE status IN ('queued', 'sending');

-- Open intents of before wait in the lane of their payer's connection.
ALTER TABLE outbound NO FORCE ROW LEVEL SECURITY;
ALTER TABLE checks NO FORCE ROW LEVEL SECURITY;
ALTER TABLE coverages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payers NO FORCE ROW LEVEL SECURITY;
UPDATE outbound SET lane = payers.connection_id
  FROM checks JOIN coverages ON coverages.id = checks.coverage_id JOIN payers ON payers.id = coverages.payer_id
  WHERE outbound.kind = 'send_inquiry' AND outbound.done_at IS NULL AND checks.id = outbound.subject;
ALTER TABLE outbound FORCE ROW LEVEL SECURITY;
ALTER TABLE checks FORCE ROW LEVEL SECURITY;
ALTER TABLE coverages FORCE ROW LEVEL SECURITY;
ALTER TABLE payers FORCE ROW LEVEL SECURITY;

-- Our own traffic, by the minute: what became of attempts, and how long answers took.
CREATE TABLE traffic (
  practice_id uuid NOT NULL DEFAULT practice(),
  payer_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  minute timestamptz NOT NULL,
  outcome text NOT NULL,
  -- The answer took at most so many milliseconds.
  within int NOT NULL,
  attempts bigint NOT NULL,
  PRIMARY KEY (practice_id, payer_id, minute, outcome, within)
);
CREATE INDEX traffic_of_connection ON traffic (practice_id, connection_id, minute);
CALL isolate('traffic');

-- Inquiries integrators wrote themselves: passed on as they are, within the limits of the payer's connection.
CREATE TABLE x12_inquiries (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  payer_id uuid NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  give_up_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('under_way', 'answered', 'timed_out', 'unreachable', 'throttled', 'refused',
    'too_large', 'unreadable', 'not_sent')),
  -- Sealed.
  request bytea NOT NULL,
  response bytea,
  FOREIGN KEY (practice_id, payer_id) REFERENCES payers (practice_id, id),
  CHECK ((outcome = 'answered') = (response IS NOT NULL))
);
CALL isolate('x12_inquiries');

-- Interchanges of many inquiries, for partners that exchange files: committed first, then written to the folder.
CREATE TABLE inquiry_files (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  connection_id uuid NOT NULL,
  control bigint NOT NULL,
  inquiries int NOT NULL,
  made_at timestamptz NOT NULL,
  -- Sealed; until the file is written.
  content bytea,
  written_at timestamptz,
  FOREIGN KEY (practice_id, connection_id) REFERENCES connections (practice_id, id),
  CHECK ((content IS NULL) = (written_at IS NOT NULL))
);
CALL isolate('inquiry_files');
-- One interchange may hold the inquiries of many checks.
ALTER TABLE exchanges DROP CONSTRAINT exchanges_practice_id_control_key;
ALTER TABLE exchanges ADD COLUMN file_id uuid REFERENCES inquiry_files;
ALTER TABLE exchanges ADD UNIQUE (practice_id, control, check_id);
CREATE INDEX exchanges_of_file ON exchanges (practice_id, file_id) WHERE response IS NULL AND file_id IS NOT NULL;
