-- Batches over CAQH CORE: where they go, how far each has come, and which file an acknowledgment is about.

ALTER TABLE connections ADD COLUMN batch_url text, ADD CONSTRAINT connections_batch_url_is_core
  CHECK (batch_url IS NULL OR kind = 'core_soap');

-- `begun_at` without `written_at`: it was being handed over, and whether it arrived is not known.
ALTER TABLE inquiry_files
  ADD COLUMN begun_at timestamptz,
  ADD COLUMN acknowledged_at timestamptz,
  ADD CONSTRAINT inquiry_files_acknowledged_were_written CHECK (acknowledged_at IS NULL OR written_at IS NOT NULL);
CREATE INDEX inquiry_files_of_control ON inquiry_files (practice_id, connection_id, control);

-- The place of an inquiry in its file is told by all of them, answered or not.
DROP INDEX exchanges_of_file;
CREATE INDEX exchanges_of_file ON exchanges (practice_id, file_id, check_id) WHERE file_id IS NOT NULL;
