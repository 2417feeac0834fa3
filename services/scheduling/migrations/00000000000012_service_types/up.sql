-- What payers are asked about before a kind of visit (X12 service type codes); with none, only the plan as a whole.
ALTER TABLE visit_types ADD COLUMN service_types text[] NOT NULL DEFAULT '{}';
