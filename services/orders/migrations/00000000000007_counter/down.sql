DROP TABLE pharmacy_webhooks;
DROP TABLE fills;
DROP FUNCTION refuse_change_of_fill();
DROP FUNCTION count_fills();
DROP INDEX prescriptions_by_pharmacy;
DROP TABLE queue_entries;
DROP TABLE pharmacy_clients;
