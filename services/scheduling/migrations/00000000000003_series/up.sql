-- The same visit again and again. Its occurrences are appointments like any other; the rule is kept to be read.
CREATE TABLE series (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL REFERENCES patients (id),
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  location_id uuid NOT NULL REFERENCES locations (id),
  visit_type_id uuid NOT NULL REFERENCES visit_types (id),
  rrule text NOT NULL,
  first_start timestamptz NOT NULL
);
CREATE INDEX series_by_id ON series (practice_id, id);
CALL isolate('series');

ALTER TABLE appointments ADD COLUMN series_id uuid REFERENCES series (id);
CREATE INDEX appointments_by_series ON appointments (practice_id, series_id, start_at) WHERE series_id IS NOT NULL;
