ALTER TABLE visit_types DROP COLUMN service_types;
