-- Who a patient is beyond a name: numbers others know them by, who pays what they owe, whom to call.
ALTER TABLE patients
  ADD COLUMN identifiers jsonb NOT NULL DEFAULT '[]'
    CHECK (jsonb_typeof(identifiers) = 'array' AND jsonb_array_length(identifiers) <= 20),
  ADD COLUMN guarantor jsonb,
  ADD COLUMN emergency_contacts jsonb NOT NULL DEFAULT '[]'
    CHECK (jsonb_typeof(emergency_contacts) = 'array' AND jsonb_array_length(emergency_contacts) <= 20),
  -- The patient found to be the same person; always one that is not merged itself, and never of another practice.
  ADD COLUMN merged_into uuid,
  ADD COLUMN is_merged boolean NOT NULL GENERATED ALWAYS AS (merged_into IS NOT NULL) STORED,
  ADD COLUMN survivor_is_merged boolean
    GENERATED ALWAYS AS (CASE WHEN merged_into IS NOT NULL THEN false END) STORED,
  ADD CONSTRAINT patients_as_survivor UNIQUE (practice_id, id, is_merged),
  ADD CONSTRAINT patients_merged_into_survivor FOREIGN KEY (practice_id, merged_into, survivor_is_merged)
    REFERENCES patients (practice_id, id, is_merged) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT patients_not_into_itself CHECK (merged_into <> id);
-- Names as they are searched: lower case, without accents and punctuation, in the order of bytes. Row-level security lets
-- neither lower() nor LIKE reach an index, but comparisons of text it does.
ALTER TABLE patients
  ADD COLUMN plain_family text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN plain_given text COLLATE "C" NOT NULL DEFAULT '';
DROP INDEX patients_by_name;
CREATE INDEX patients_by_name ON patients (practice_id, plain_family, plain_given);

DROP INDEX patients_by_id;
ALTER TABLE patients ADD CONSTRAINT patients_by_id UNIQUE (practice_id, id);
CREATE INDEX patients_by_survivor ON patients (practice_id, merged_into) WHERE merged_into IS NOT NULL;

-- What likely duplicates share: a number for each trait a patient can be found by. A table and not an array with a GIN
-- index, because row-level security lets only leakproof operators reach an index, and && is none.
CREATE TABLE patient_keys (
  practice_id uuid NOT NULL DEFAULT practice(),
  key bigint NOT NULL,
  patient_id uuid NOT NULL REFERENCES patients (id),
  PRIMARY KEY (practice_id, key, patient_id)
);
CREATE INDEX patient_keys_by_patient ON patient_keys (practice_id, patient_id);
CALL isolate('patient_keys');

-- Who merged whom, and who took it apart again. Those in force are the edges of trees whose roots are the survivors.
CREATE TABLE patient_merges (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  from_id uuid NOT NULL,
  into_id uuid NOT NULL CHECK (into_id <> from_id),
  at timestamptz NOT NULL,
  client text NOT NULL,
  undone_at timestamptz,
  undone_by text,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL)),
  FOREIGN KEY (practice_id, from_id) REFERENCES patients (practice_id, id),
  FOREIGN KEY (practice_id, into_id) REFERENCES patients (practice_id, id)
);
CREATE UNIQUE INDEX patient_merges_once ON patient_merges (practice_id, from_id) WHERE undone_at IS NULL;
CREATE INDEX patient_merges_by_into ON patient_merges (practice_id, into_id) WHERE undone_at IS NULL;
CALL isolate('patient_merges');

-- Patients registered before this wait here for what only the service can work out: plain names and keys.
CREATE TABLE patients_to_prepare (
  patient_id uuid PRIMARY KEY REFERENCES patients (id),
  practice_id uuid NOT NULL DEFAULT practice()
);
ALTER TABLE patients NO FORCE ROW LEVEL SECURITY;
INSERT INTO patients_to_prepare (patient_id, practice_id) SELECT id, practice_id FROM patients;
ALTER TABLE patients FORCE ROW LEVEL SECURITY;
CREATE INDEX patients_to_prepare_by_practice ON patients_to_prepare (practice_id, patient_id);
CALL isolate_but_system('patients_to_prepare');
