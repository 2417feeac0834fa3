CREATE TABLE measurements (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('height', 'weight')),
  value text NOT NULL,
  unit text NOT NULL CHECK ((kind = 'height') = (unit IN ('cm', '[in_i]'))),
  measured_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL
);
CREATE INDEX measurements_by_patient ON measurements (practice_id, patient_id, id);
CREATE INDEX measurements_last ON measurements (practice_id, patient_id, kind, measured_on DESC, id DESC);
CALL isolate('measurements');

-- Medicines the practice did not prescribe.
CREATE TABLE reported_medications (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  entry jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL
);
CREATE INDEX reported_medications_by_patient ON reported_medications (practice_id, patient_id, id);
CALL isolate('reported_medications');

-- What was decided about a medicine on the list, prescribed here or reported; the last entry counts.
CREATE TABLE medication_decisions (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  medication_id uuid NOT NULL,
  action text NOT NULL CHECK (action IN ('keep', 'stop', 'change')),
  decision jsonb NOT NULL,
  at timestamptz NOT NULL,
  decided_by text NOT NULL
);
CREATE INDEX medication_decisions_by_medication ON medication_decisions (practice_id, patient_id, medication_id, id);
CREATE INDEX medication_decisions_stops ON medication_decisions (practice_id, id) WHERE action = 'stop';
CALL isolate('medication_decisions');

-- Prescriptions written once and used often. Without a prescriber they are everybody's.
CREATE TABLE prescription_templates (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  kind text NOT NULL CHECK (kind IN ('favorite', 'order_set')),
  prescriber_id uuid,
  name text NOT NULL,
  lines jsonb NOT NULL CHECK (jsonb_array_length(lines) BETWEEN 1 AND 20 AND (kind = 'order_set' OR jsonb_array_length(lines) = 1)),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  CONSTRAINT prescription_templates_name UNIQUE NULLS NOT DISTINCT (practice_id, kind, prescriber_id, name)
);
CREATE INDEX prescription_templates_by_id ON prescription_templates (practice_id, kind, id);
CALL isolate('prescription_templates');
