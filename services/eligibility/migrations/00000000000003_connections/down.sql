ALTER TABLE exchanges DROP COLUMN file_id;
ALTER TABLE exchanges DROP CONSTRAINT exchanges_practice_id_control_check_id_key;
ALTER TABLE exchanges ADD UNIQUE (practice_id, control);
DROP TABLE inquiry_files;
DROP TABLE x12_inquiries;
DELETE FROM outbound WHERE kind = 'send_inquiry' AND done_at IS NULL AND NOT EXISTS (SELECT FROM checks WHERE checks.id = subject);
DROP TABLE traffic;
ALTER TABLE checks DROP COLUMN give_up_at;
DROP INDEX payers_by_payer_id;
ALTER TABLE payers NO FORCE ROW LEVEL SECURITY;
ALTER TABLE connections NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payers ADD COLUMN connection jsonb;
UPDATE payers SET connection = jsonb_build_object('kind', 'https', 'url', connections.url)
  FROM connections WHERE connections.id = payers.connection_id;
ALTER TABLE payers ALTER COLUMN connection SET NOT NULL, DROP COLUMN connection_id, DROP COLUMN inquiry;
ALTER TABLE payers FORCE ROW LEVEL SECURITY;
DROP TABLE connections;
