ALTER TABLE pharmacies DROP CONSTRAINT pharmacies_one_way, DROP COLUMN service_levels, DROP COLUMN network_id, DROP COLUMN queue;
DROP TABLE tasks;
