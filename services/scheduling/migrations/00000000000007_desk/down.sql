DROP INDEX appointments_to_be_completed, appointments_to_be_missed;
DROP TABLE marking_policies;
DROP INDEX appointments_by_day_and_start;
DROP INDEX projection_by_patient;
ALTER TABLE projection DROP COLUMN patient_id;
DROP TABLE completed_forms, forms, calendar_links;
