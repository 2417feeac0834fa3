-- What the checks of a draft said counts no more once its words change.
ALTER TABLE safety_checks ADD COLUMN voided_at timestamptz;
CREATE FUNCTION refuse_change_of_void_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.voided_at IS NOT NULL THEN
    RAISE EXCEPTION 'checks of words that have changed are neither answered nor revived' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER safety_checks_void BEFORE UPDATE ON safety_checks
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_void_check();

-- What was signed is a record. Before that its words may change, and then it is a draft again; for whom and by whom it
-- is stays, and what was discarded stays discarded. The schedule is no word of the prescriber's: the law changes it.
CREATE OR REPLACE FUNCTION refuse_change_after_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.signature IS NOT NULL
     AND (NEW.content, NEW.signature, NEW.patient_id, NEW.prescriber_id, NEW.pharmacy_id, NEW.location_id, NEW.order_number)
         IS DISTINCT FROM
         (OLD.content, OLD.signature, OLD.patient_id, OLD.prescriber_id, OLD.pharmacy_id, OLD.location_id, OLD.order_number) THEN
    RAISE EXCEPTION 'a signed prescription does not change';
  END IF;
  IF (NEW.patient_id, NEW.prescriber_id, NEW.order_number)
     IS DISTINCT FROM (OLD.patient_id, OLD.prescriber_id, OLD.order_number) THEN
    RAISE EXCEPTION 'a prescription stays that of its patient and its prescriber' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.signature IS NULL AND OLD.state->>'status' = 'cancelled'
     AND (NEW.content, NEW.signature, NEW.state) IS DISTINCT FROM (OLD.content, OLD.signature, OLD.state) THEN
    RAISE EXCEPTION 'what was discarded stays discarded' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.content #- '{medication,schedule}', NEW.pharmacy_id)
     IS DISTINCT FROM (OLD.content #- '{medication,schedule}', OLD.pharmacy_id)
     AND NEW.state->>'status' <> 'draft' THEN
    RAISE EXCEPTION 'a prescription whose words change is a draft again' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- All records of one person are found by the one that survives.
CREATE INDEX patient_numbers_by_survivor ON patient_numbers (practice_id, merged_into) WHERE merged_into IS NOT NULL;

-- The log of each month of each prescriber, as it was given to them (21 CFR 1311.120(b)(27)).
CREATE TABLE controlled_logs (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  practitioner_id uuid NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  made_at timestamptz NOT NULL,
  lines jsonb NOT NULL,
  CONSTRAINT controlled_logs_once UNIQUE (practice_id, practitioner_id, month)
);
CREATE INDEX controlled_logs_by_practitioner ON controlled_logs (practice_id, practitioner_id, id);
CALL isolate('controlled_logs');

CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a log that was given is kept as it was made' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER controlled_logs_append_only BEFORE UPDATE OR DELETE ON controlled_logs
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER controlled_logs_never_emptied BEFORE TRUNCATE ON controlled_logs
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
