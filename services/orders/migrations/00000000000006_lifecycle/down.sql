DROP INDEX tasks_by_subject;
DROP TABLE pharmacy_requests;
DROP TABLE successions;
DROP TABLE prescription_watches;
ALTER TABLE pharmacies DROP CONSTRAINT pharmacies_network;
DROP TABLE networks;
