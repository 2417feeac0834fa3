-- Which client of this API speaks for which pharmacy; a client speaks for one only.
CREATE TABLE pharmacy_clients (
  practice_id uuid NOT NULL DEFAULT practice(),
  client text NOT NULL CHECK (length(client) BETWEEN 1 AND 200),
  pharmacy_id uuid NOT NULL REFERENCES pharmacies (id),
  CONSTRAINT pharmacy_clients_one_pharmacy PRIMARY KEY (practice_id, client)
);
CREATE INDEX pharmacy_clients_by_pharmacy ON pharmacy_clients (practice_id, pharmacy_id, client);
CALL isolate('pharmacy_clients');

-- Prescriptions a pharmacy fetches by itself. Amounts are thousandths of the drug's unit.
CREATE TABLE queue_entries (
  prescription_id uuid PRIMARY KEY REFERENCES prescriptions (id),
  practice_id uuid NOT NULL DEFAULT practice(),
  pharmacy_id uuid NOT NULL REFERENCES pharmacies (id),
  parties jsonb NOT NULL,
  put_at timestamptz NOT NULL,
  due_at timestamptz,
  hold jsonb,
  held_until timestamptz,
  allowed bigint NOT NULL CHECK (allowed > 0),
  dispensed bigint NOT NULL DEFAULT 0,
  CONSTRAINT queue_entries_hold_ends CHECK ((hold IS NULL) = (held_until IS NULL)),
  CONSTRAINT queue_entries_never_more_than_allowed CHECK (dispensed BETWEEN 0 AND allowed)
);
CREATE INDEX queue_entries_by_pharmacy ON queue_entries (practice_id, pharmacy_id, prescription_id);
CREATE INDEX queue_entries_overdue ON queue_entries (practice_id, pharmacy_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX queue_entries_held ON queue_entries (practice_id, pharmacy_id, held_until) WHERE held_until IS NOT NULL;
CREATE INDEX prescriptions_by_pharmacy ON prescriptions (practice_id, pharmacy_id, status, id);
CALL isolate('queue_entries');

-- What was handed out. A number is given once and never again, also when its fill is withdrawn.
CREATE TABLE fills (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  prescription_id uuid NOT NULL REFERENCES queue_entries (prescription_id),
  number int NOT NULL CHECK (number > 0),
  kind text NOT NULL CHECK (kind IN ('partial', 'complete')),
  quantity bigint NOT NULL CHECK (quantity > 0),
  handout jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  withdrawal jsonb,
  CONSTRAINT fills_number_unique UNIQUE (practice_id, prescription_id, number)
);
CALL isolate('fills');

-- The sum is kept by the database itself, so that no way of writing a fill gets round the limit.
CREATE FUNCTION count_fills() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE queue_entries SET dispensed = (
    SELECT coalesce(sum(quantity), 0) FROM fills
    WHERE fills.prescription_id = NEW.prescription_id AND withdrawal IS NULL)
  WHERE queue_entries.prescription_id = NEW.prescription_id;
  RETURN NULL;
END $$;
CREATE TRIGGER fills_counted AFTER INSERT OR UPDATE ON fills FOR EACH ROW EXECUTE FUNCTION count_fills();

-- A fill is a record: it can be withdrawn once, and nothing else about it changes.
CREATE FUNCTION refuse_change_of_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawal IS NOT NULL
     OR (NEW.prescription_id, NEW.number, NEW.kind, NEW.quantity, NEW.handout, NEW.recorded_at, NEW.recorded_by)
        IS DISTINCT FROM
        (OLD.prescription_id, OLD.number, OLD.kind, OLD.quantity, OLD.handout, OLD.recorded_at, OLD.recorded_by) THEN
    RAISE EXCEPTION 'a recorded fill does not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fills_immutable BEFORE UPDATE ON fills FOR EACH ROW EXECUTE FUNCTION refuse_change_of_fill();

-- Where a pharmacy is told that something waits; the secret is sealed.
CREATE TABLE pharmacy_webhooks (
  pharmacy_id uuid PRIMARY KEY REFERENCES pharmacies (id),
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL,
  url text NOT NULL,
  secret bytea NOT NULL
);
CREATE INDEX pharmacy_webhooks_by_pharmacy ON pharmacy_webhooks (practice_id, pharmacy_id);
CALL isolate('pharmacy_webhooks');
