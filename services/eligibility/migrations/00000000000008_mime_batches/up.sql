-- CAQH CORE batches travel in both of its envelopes.

ALTER TABLE connections
  DROP CONSTRAINT connections_batch_url_is_core,
  ADD CONSTRAINT connections_batch_url_is_core CHECK (batch_url IS NULL OR kind IN ('core_soap', 'core_mime'));
