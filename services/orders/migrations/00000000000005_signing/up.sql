-- Who prepared it, where that is not the one who signs; not known of those drafted before this was kept.
ALTER TABLE prescriptions ADD COLUMN prepared_by text;

-- Which client of the API is which prescriber's own.
CREATE TABLE prescriber_credentials (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  practitioner_id uuid NOT NULL,
  client_id text NOT NULL,
  bound_at timestamptz NOT NULL,
  bound_by text NOT NULL,
  revoked jsonb
);
CREATE UNIQUE INDEX prescriber_credentials_one_prescriber ON prescriber_credentials (practice_id, client_id) WHERE revoked IS NULL;
CREATE INDEX prescriber_credentials_by_practitioner ON prescriber_credentials (practice_id, practitioner_id, id);
CALL isolate('prescriber_credentials');

-- The private half is sealed; the public half is derived from it whenever a signature is verified.
CREATE TABLE signing_keys (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  sealed_seed bytea NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  retired_at timestamptz
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (practice_id) WHERE retired_at IS NULL;
CREATE INDEX signing_keys_by_id ON signing_keys (practice_id, id);
CALL isolate('signing_keys');

CREATE TABLE second_factors (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  practitioner_id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  standing jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (standing->>'status') STORED,
  watch jsonb NOT NULL,
  sealed_secret bytea NOT NULL
);
CREATE INDEX second_factors_by_practitioner ON second_factors (practice_id, practitioner_id, id);
CREATE INDEX second_factors_active ON second_factors (practice_id, practitioner_id, kind, id) WHERE status = 'active';
CALL isolate('second_factors');

-- What a security key is to answer, once and soon.
CREATE TABLE second_factor_challenges (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  practitioner_id uuid NOT NULL,
  sealed_state bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX second_factor_challenges_by_practitioner ON second_factor_challenges (practice_id, practitioner_id, expires_at);
CALL isolate('second_factor_challenges');

CREATE TABLE signing_policies (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  version bigint NOT NULL,
  second_factor text NOT NULL,
  controlled_substances boolean NOT NULL,
  web_application jsonb
);
CALL isolate('signing_policies');

-- Nothing unsigned is written down to be sent.
CREATE FUNCTION refuse_unsigned_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- An answer to a request authorises, too; one that is about no prescription denies.
  IF NEW.direction = 'out'
     AND (NEW.transaction = 'NewRx'
          OR (NEW.transaction IN ('RxRenewalResponse', 'RxChangeResponse') AND NEW.prescription_id IS NOT NULL))
     AND NOT EXISTS (SELECT FROM prescriptions WHERE id = NEW.prescription_id AND signature ? 'seal') THEN
    RAISE EXCEPTION 'a prescription is written for the pharmacy when it is signed only' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER script_messages_signed BEFORE INSERT OR UPDATE ON script_messages
  FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_message();

-- An original on paper takes the place of the message: from then on nothing is sent (21 CFR 1311.170(d)).
ALTER TABLE prescriptions
  ADD COLUMN original_printed_at timestamptz,
  ADD CONSTRAINT prescriptions_printed_or_sent
    CHECK (original_printed_at IS NULL OR state->>'status' NOT IN ('draft', 'ready', 'signed', 'sending', 'unknown'));
CREATE INDEX prescriptions_controlled ON prescriptions (practice_id, prescriber_id, (signature->>'written_on'), id)
  WHERE signature IS NOT NULL AND content->'medication'->>'schedule' <> 'none';

-- The right to sign controlled substances: one enters it, another, a DEA registrant, executes it (21 CFR 1311.125).
CREATE TABLE controlled_access (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  practitioner_id uuid NOT NULL,
  dea_number text NOT NULL,
  expires_on date NOT NULL,
  standing jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (standing->>'status') STORED
);
CREATE UNIQUE INDEX controlled_access_one_granted ON controlled_access (practice_id, practitioner_id) WHERE status = 'granted';
CREATE INDEX controlled_access_by_id ON controlled_access (practice_id, id);
CREATE INDEX controlled_access_by_practitioner ON controlled_access (practice_id, practitioner_id, id);
CALL isolate('controlled_access');

-- What happened to controlled substances and to the rights over them (21 CFR 1311.120(b)(23)), each hashed with the one before.
CREATE TABLE controlled_audit (
  practice_id uuid NOT NULL DEFAULT practice(),
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  actor text NOT NULL,
  subject text NOT NULL,
  outcome text NOT NULL,
  note text,
  hash bytea NOT NULL,
  PRIMARY KEY (practice_id, seq)
);
CREATE INDEX controlled_audit_by_time ON controlled_audit (practice_id, at);
CREATE INDEX controlled_audit_first ON controlled_audit (practice_id, at) WHERE seq = 1;
CALL isolate_but_system('controlled_audit');

CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit of controlled substances is only ever added to' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER controlled_audit_append_only BEFORE UPDATE OR DELETE ON controlled_audit
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit();
CREATE TRIGGER controlled_audit_never_emptied BEFORE TRUNCATE ON controlled_audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

CREATE FUNCTION controlled_audit_hash(before bytea, entry controlled_audit) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(coalesce(before, ''::bytea) || convert_to(jsonb_build_array(
    entry.practice_id, entry.seq, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.kind, entry.actor,
    entry.subject, entry.outcome, entry.note)::text, 'UTF8'))
$$;

CREATE FUNCTION audit_controlled(kind text, actor text, subject text, outcome text, note text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  last controlled_audit;
  entry controlled_audit;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('controlled_audit' || practice()::text, 0));
  SELECT * INTO last FROM controlled_audit WHERE practice_id = practice() ORDER BY seq DESC LIMIT 1;
  entry.practice_id := practice();
  entry.seq := coalesce(last.seq, 0) + 1;
  entry.at := clock_timestamp();
  entry.kind := kind;
  entry.actor := actor;
  entry.subject := subject;
  entry.outcome := outcome;
  entry.note := note;
  entry.hash := controlled_audit_hash(last.hash, entry);
  INSERT INTO controlled_audit SELECT entry.*;
END $$;

-- Whatever writes the history of a controlled substance writes the audit with it.
CREATE FUNCTION audit_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM prescriptions p WHERE p.id = NEW.prescription_id AND p.content->'medication'->>'schedule' <> 'none') THEN
    PERFORM audit_controlled(
      CASE
        WHEN NEW.change = 'drafted' THEN 'created'
        WHEN NEW.change = 'signed' THEN 'signed'
        WHEN NEW.change = 'withheld' THEN 'unauthorized_change'
        WHEN NEW.change LIKE 'original printed%' THEN 'printed'
        WHEN NEW.status = 'ready' THEN 'ready'
        WHEN NEW.status = 'failed' THEN 'transmission_failed'
        WHEN NEW.status = 'cancelled' THEN 'deleted'
        WHEN NEW.change IN ('checked', 'alert overridden') THEN 'checked'
        WHEN NEW.status = 'draft' THEN 'altered'
        ELSE 'transmitted'
      END,
      NEW.actor, 'prescription/' || NEW.prescription_id, NEW.status, NEW.change);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER prescription_history_audited AFTER INSERT ON prescription_history
  FOR EACH ROW EXECUTE FUNCTION audit_history();

-- One a calendar day (21 CFR 1311.150(b)).
CREATE TABLE controlled_audit_reports (
  practice_id uuid NOT NULL DEFAULT practice(),
  day date NOT NULL,
  report jsonb NOT NULL,
  PRIMARY KEY (practice_id, day)
);
CALL isolate_but_system('controlled_audit_reports');
