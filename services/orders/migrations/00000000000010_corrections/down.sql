DROP TABLE controlled_logs;
DROP FUNCTION refuse_change_of_log();
DROP INDEX patient_numbers_by_survivor;
CREATE OR REPLACE FUNCTION refuse_change_after_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.signature IS NOT NULL
     AND (NEW.content, NEW.signature, NEW.patient_id, NEW.prescriber_id, NEW.pharmacy_id, NEW.location_id, NEW.order_number)
         IS DISTINCT FROM
         (OLD.content, OLD.signature, OLD.patient_id, OLD.prescriber_id, OLD.pharmacy_id, OLD.location_id, OLD.order_number) THEN
    RAISE EXCEPTION 'a signed prescription does not change';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER safety_checks_void ON safety_checks;
DROP FUNCTION refuse_change_of_void_check();
ALTER TABLE safety_checks DROP COLUMN voided_at;
