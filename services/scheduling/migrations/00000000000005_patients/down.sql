DROP TABLE patient_merges, patient_keys;
ALTER TABLE patients
  DROP COLUMN survivor_is_merged, DROP COLUMN is_merged, DROP COLUMN merged_into,
  DROP COLUMN emergency_contacts, DROP COLUMN guarantor, DROP COLUMN identifiers;
ALTER TABLE patients DROP CONSTRAINT patients_by_id;
CREATE INDEX patients_by_id ON patients (practice_id, id);
