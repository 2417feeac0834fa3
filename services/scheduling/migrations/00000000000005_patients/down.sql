DROP TABLE patients_to_prepare, patient_merges, patient_keys;
DROP INDEX patients_by_name;
CREATE INDEX patients_by_name ON patients (practice_id, lower(family_name) text_pattern_ops);
ALTER TABLE patients
  DROP COLUMN survivor_is_merged, DROP COLUMN is_merged, DROP COLUMN merged_into,
  DROP COLUMN plain_given, DROP COLUMN plain_family,
  DROP COLUMN emergency_contacts, DROP COLUMN guarantor, DROP COLUMN identifiers;
ALTER TABLE patients DROP CONSTRAINT patients_by_id;
CREATE INDEX patients_by_id ON patients (practice_id, id);
