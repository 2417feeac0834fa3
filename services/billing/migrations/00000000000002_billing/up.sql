-- Billing's own nouns: prices, encounters, claims and what was sent and heard of them, remittances, payments, the ledger.

CREATE TABLE fee_schedules (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  effective date NOT NULL,
  items jsonb NOT NULL
);
CREATE INDEX fee_schedules_effective ON fee_schedules (practice_id, effective DESC);
CALL isolate('fee_schedules');

CREATE TABLE encounters (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  appointment_id uuid,
  patient_id uuid NOT NULL,
  practitioner_id uuid NOT NULL,
  location_id uuid NOT NULL,
  service_date date NOT NULL,
  diagnoses jsonb NOT NULL,
  lines jsonb NOT NULL,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED,
  CONSTRAINT encounters_one_per_appointment UNIQUE (practice_id, appointment_id)
);
CREATE INDEX encounters_patient ON encounters (practice_id, patient_id);
CALL isolate('encounters');

CREATE TABLE claims (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  encounter_id uuid NOT NULL REFERENCES encounters (id),
  patient_id uuid NOT NULL,
  appointment_id uuid,
  submission smallint NOT NULL,
  number text NOT NULL,
  charge bigint NOT NULL,
  paid bigint NOT NULL DEFAULT 0,
  adjusted bigint NOT NULL DEFAULT 0,
  patient_responsibility bigint NOT NULL DEFAULT 0,
  payer_control_number text,
  bill jsonb NOT NULL,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED,
  CONSTRAINT claims_one_per_encounter UNIQUE (practice_id, encounter_id),
  CONSTRAINT claims_number UNIQUE (practice_id, number)
);
CREATE INDEX claims_patient ON claims (practice_id, patient_id);
CREATE INDEX claims_payer_control_number ON claims (practice_id, payer_control_number) WHERE payer_control_number IS NOT NULL;
CALL isolate('claims');

CREATE TABLE claim_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  claim_id uuid NOT NULL REFERENCES claims (id),
  at timestamptz NOT NULL,
  status text NOT NULL,
  what text NOT NULL
);
CREATE INDEX claim_history_claim ON claim_history (practice_id, claim_id, id);
CALL isolate('claim_history');

-- Who a practice is to the clearinghouse (ISA06, GS02), and the last control number it used; the row lock makes the
-- numbers gapless, because a number is taken in the transaction that keeps the interchange.
CREATE TABLE submitters (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  submitter_id text NOT NULL CONSTRAINT submitters_submitter_id UNIQUE,
  last_control int NOT NULL DEFAULT 0
);
CALL isolate_but_system('submitters');

-- Each 837 as it was sent; the bytes are written once.
CREATE TABLE submissions (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  claim_id uuid NOT NULL REFERENCES claims (id),
  number text NOT NULL,
  control int NOT NULL,
  content text NOT NULL,
  made_at timestamptz NOT NULL,
  CONSTRAINT submissions_number UNIQUE (practice_id, number),
  CONSTRAINT submissions_control UNIQUE (practice_id, control)
);
CREATE INDEX submissions_claim ON submissions (practice_id, claim_id);
CALL isolate('submissions');

-- Acknowledgements as they came; the same text is kept once.
CREATE TABLE acknowledgements (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  content text NOT NULL,
  digest text NOT NULL GENERATED ALWAYS AS (md5(content)) STORED,
  received_at timestamptz NOT NULL,
  CONSTRAINT acknowledgements_digest UNIQUE (practice_id, digest)
);
CALL isolate('acknowledgements');

CREATE TABLE claim_acknowledgements (
  practice_id uuid NOT NULL DEFAULT practice(),
  claim_id uuid NOT NULL REFERENCES claims (id),
  acknowledgement_id uuid NOT NULL REFERENCES acknowledgements (id),
  PRIMARY KEY (practice_id, claim_id, acknowledgement_id)
);
CALL isolate('claim_acknowledgements');

CREATE TABLE remittances (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  posted_at timestamptz NOT NULL,
  payments jsonb NOT NULL,
  claims jsonb NOT NULL,
  adjustments jsonb NOT NULL,
  content text NOT NULL
);
CREATE INDEX remittances_practice ON remittances (practice_id, id);
CALL isolate('remittances');

-- Which payment was posted by which file: sender, payer, check or transfer number, amount and date name it.
CREATE TABLE remittance_payments (
  practice_id uuid NOT NULL DEFAULT practice(),
  key text NOT NULL,
  remittance_id uuid NOT NULL REFERENCES remittances (id),
  CONSTRAINT remittance_payments_once PRIMARY KEY (practice_id, key)
);
CALL isolate('remittance_payments');

CREATE TABLE payments (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  method text NOT NULL,
  reference text,
  posted_at timestamptz NOT NULL
);
CREATE INDEX payments_patient ON payments (practice_id, patient_id);
CALL isolate('payments');

-- The ledger: only ever added to; every transaction's entries sum to zero. Debits are positive.
CREATE TABLE ledger_transactions (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  kind text NOT NULL,
  source_key text NOT NULL,
  posted_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
  CONSTRAINT ledger_transactions_source UNIQUE (practice_id, source_key),
  UNIQUE (practice_id, id)
);
CALL isolate('ledger_transactions');

CREATE TABLE ledger_entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  transaction_id uuid NOT NULL,
  account text NOT NULL,
  patient_id uuid,
  claim_id uuid,
  amount_cents bigint NOT NULL CHECK (amount_cents <> 0),
  FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
);
CREATE INDEX ledger_entries_transaction ON ledger_entries (practice_id, transaction_id);
CREATE INDEX ledger_entries_patient ON ledger_entries (practice_id, patient_id, account);
CREATE INDEX ledger_entries_claim ON ledger_entries (practice_id, claim_id) WHERE claim_id IS NOT NULL;
CALL isolate('ledger_entries');

-- Checked at commit, once all entries are there. Entries join a transaction only while it is being recorded.
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  target uuid := CASE TG_TABLE_NAME WHEN 'ledger_entries' THEN to_jsonb(NEW)->>'transaction_id' ELSE to_jsonb(NEW)->>'id' END;
  found record;
BEGIN
  SELECT count(e.id) AS entries, coalesce(sum(e.amount_cents), 0) AS total, min(t.recorded_at) AS recorded_at INTO found
    FROM ledger_transactions t LEFT JOIN ledger_entries e ON e.practice_id = t.practice_id AND e.transaction_id = t.id
   WHERE t.practice_id = NEW.practice_id AND t.id = target;
  IF found.entries < 2 OR found.total <> 0 THEN
    RAISE EXCEPTION 'ledger transaction % does not balance', target USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances';
  END IF;
  IF found.recorded_at <> transaction_timestamp() THEN
    RAISE EXCEPTION 'ledger transaction % is closed', target USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_closed';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
CREATE CONSTRAINT TRIGGER ledger_transactions_balance AFTER INSERT ON ledger_transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is only added to: post a reversal' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_append_only';
END $$;

CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

DO $$
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON ledger_transactions, ledger_entries FROM %I',
                 replace(current_user, '_owner', '_app'));
END $$;

-- How far the clearinghouse's mailbox was read; one mailbox serves all practices.
CREATE TABLE mailboxes (
  name text PRIMARY KEY,
  cursor text NOT NULL
);
INSERT INTO mailboxes (name, cursor) VALUES ('clearinghouse', '');

-- Reports that could not be processed, with the cause; they may belong to no practice we know. Never reachable from a request.
CREATE TABLE report_exceptions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report_id text NOT NULL UNIQUE,
  practice_id uuid,
  kind text NOT NULL,
  cause text NOT NULL,
  content text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CALL isolate_but_system('report_exceptions');

CREATE INDEX projection_coverage_patient ON projection (practice_id, (data->>'patient_id')) WHERE starts_with(subject, 'coverage/');
