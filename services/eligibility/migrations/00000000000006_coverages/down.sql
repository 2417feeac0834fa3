DROP TABLE coverage_cards, member_id_rules, coverage_history, batch_items, batches, schedules, patient_merges;
ALTER TABLE coverages DROP COLUMN plan_kind, DROP COLUMN coordination, DROP COLUMN identity_since;
DROP INDEX checks_answers;
ALTER TABLE checks DROP COLUMN rank, DROP COLUMN shared_from;
DROP INDEX visits_due, visits_on, visits_of_type, visits_expected;
CREATE INDEX visits_expected ON visits (practice_id, patient_id, service_date) WHERE expected;
DROP POLICY practice_isolation ON visits;
CALL isolate('visits');
ALTER TABLE visits DROP COLUMN visit_type_id, DROP COLUMN location_id, DROP COLUMN looked_at, DROP COLUMN look_at,
  DROP COLUMN must_ask;
