-- Who may read a practitioner's calendar without a token. Of a key only its SHA-256 is kept.
CREATE TABLE calendar_links (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  show_patients boolean NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32)
);
CREATE UNIQUE INDEX calendar_links_by_key ON calendar_links (practice_id, key_hash);
CREATE INDEX calendar_links_by_practitioner ON calendar_links (practice_id, practitioner_id, id);
CALL isolate('calendar_links');
