DROP INDEX exchanges_of_file;
CREATE INDEX exchanges_of_file ON exchanges (practice_id, file_id) WHERE response IS NULL AND file_id IS NOT NULL;
DROP INDEX inquiry_files_of_control;
ALTER TABLE inquiry_files DROP COLUMN begun_at, DROP COLUMN acknowledged_at;
ALTER TABLE connections DROP COLUMN batch_url;
