-- What lets patients book for themselves: of each key only the hash is kept.
CREATE TABLE portal_keys (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL REFERENCES patients (id),
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CHECK (created_at < expires_at)
);
CREATE INDEX portal_keys_by_patient ON portal_keys (practice_id, patient_id, id);
CREATE INDEX portal_keys_by_hash ON portal_keys (practice_id, key_hash);
CALL isolate('portal_keys');
