DROP INDEX safety_checks_by_time;
ALTER TABLE safety_checks DROP COLUMN checked_at;
