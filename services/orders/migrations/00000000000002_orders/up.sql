CREATE TABLE pharmacies (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  ncpdp_id text NOT NULL,
  npi text,
  name text NOT NULL,
  address jsonb NOT NULL,
  phone text NOT NULL,
  script jsonb,
  CONSTRAINT pharmacies_ncpdp_unique UNIQUE (practice_id, ncpdp_id)
);
CREATE INDEX pharmacies_by_id ON pharmacies (practice_id, id);
CALL isolate('pharmacies');

-- A record is never deleted: the statement that there are no allergies ends when one is recorded.
CREATE TABLE allergies (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  entry jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  superseded_by uuid REFERENCES allergies (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX allergies_by_patient ON allergies (practice_id, patient_id, id);
CALL isolate('allergies');

CREATE TABLE prescriptions (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  order_number text NOT NULL,
  patient_id uuid NOT NULL,
  prescriber_id uuid NOT NULL,
  pharmacy_id uuid NOT NULL REFERENCES pharmacies (id),
  location_id uuid,
  content jsonb NOT NULL,
  signature jsonb,
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED,
  CONSTRAINT prescriptions_order_number_unique UNIQUE (practice_id, order_number),
  CONSTRAINT prescriptions_signed CHECK (signature IS NOT NULL OR state->>'status' IN ('draft', 'ready', 'cancelled'))
);
CREATE INDEX prescriptions_by_id ON prescriptions (practice_id, id);
CREATE INDEX prescriptions_by_patient ON prescriptions (practice_id, patient_id, id);
CREATE INDEX prescriptions_by_status ON prescriptions (practice_id, status, id);
CALL isolate('prescriptions');

-- What was signed is a record: neither its words nor its signature change afterwards.
CREATE FUNCTION refuse_change_after_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.signature IS NOT NULL
     AND (NEW.content, NEW.signature, NEW.patient_id, NEW.prescriber_id, NEW.pharmacy_id, NEW.location_id, NEW.order_number)
         IS DISTINCT FROM
         (OLD.content, OLD.signature, OLD.patient_id, OLD.prescriber_id, OLD.pharmacy_id, OLD.location_id, OLD.order_number) THEN
    RAISE EXCEPTION 'a signed prescription does not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER prescriptions_immutable BEFORE UPDATE ON prescriptions
  FOR EACH ROW EXECUTE FUNCTION refuse_change_after_signing();

CREATE TABLE safety_checks (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  prescription_id uuid NOT NULL REFERENCES prescriptions (id),
  report jsonb NOT NULL
);
CREATE INDEX safety_checks_by_prescription ON safety_checks (practice_id, prescription_id, id);
CALL isolate('safety_checks');

CREATE TABLE prescription_history (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  prescription_id uuid NOT NULL REFERENCES prescriptions (id),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  change text NOT NULL,
  status text NOT NULL,
  note text
);
CREATE INDEX prescription_history_by_prescription ON prescription_history (practice_id, prescription_id, id);
CALL isolate('prescription_history');

-- Every SCRIPT message as it went over the wire. A sender's MessageID names one message for ever.
CREATE TABLE script_messages (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  prescription_id uuid REFERENCES prescriptions (id),
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  transaction text NOT NULL,
  sender text,
  message_id text,
  relates_to text,
  at timestamptz NOT NULL,
  body text NOT NULL,
  answer text,
  CONSTRAINT script_messages_once UNIQUE (practice_id, direction, sender, message_id)
);
CREATE INDEX script_messages_by_prescription ON script_messages (practice_id, prescription_id, id);
CREATE INDEX script_messages_by_message ON script_messages (practice_id, message_id);
CALL isolate('script_messages');
