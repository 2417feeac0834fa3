-- What payers and referring physicians allowed beforehand, and how far it is used up.

-- The tick that warns of last days goes through all practices.
CREATE TABLE authorizations (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  coverage_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('authorization', 'referral')),
  state jsonb NOT NULL,
  status text NOT NULL GENERATED ALWAYS AS (state->>'status') STORED,
  number text GENERATED ALWAYS AS (state->>'number') STORED,
  covers jsonb NOT NULL,
  unit text NOT NULL CHECK (unit IN ('visit', 'unit')),
  units_per_visit int NOT NULL CHECK (units_per_visit BETWEEN 1 AND 9999),
  granted int CHECK (granted BETWEEN 1 AND 9999),
  used int NOT NULL,
  reserved int NOT NULL,
  effective date NOT NULL,
  expires date NOT NULL,
  warn_units_left int NOT NULL CHECK (warn_units_left BETWEEN 0 AND 9999),
  warn_days_before int NOT NULL CHECK (warn_days_before BETWEEN 0 AND 365),
  warn_on date NOT NULL GENERATED ALWAYS AS (expires - warn_days_before) STORED,
  warned text NOT NULL CHECK (warned IN ('no', 'running_low', 'exhausted')),
  UNIQUE (practice_id, id),
  UNIQUE (practice_id, id, coverage_id, kind),
  FOREIGN KEY (practice_id, coverage_id) REFERENCES coverages (practice_id, id),
  CONSTRAINT authorizations_in_order CHECK (expires >= effective),
  CONSTRAINT authorizations_not_overdrawn CHECK (used >= 0 AND reserved >= 0 AND used + reserved <= granted)
);
CREATE INDEX authorizations_of_patient ON authorizations (practice_id, patient_id, id);
CREATE INDEX authorizations_of_coverage ON authorizations (practice_id, coverage_id, id);
CREATE INDEX authorizations_by_last_day ON authorizations (practice_id, expires);
CREATE INDEX authorizations_to_warn_of ON authorizations (warn_on) WHERE status = 'approved' AND warned = 'no';
CREATE UNIQUE INDEX authorizations_one_per_number ON authorizations (practice_id, coverage_id, kind, number)
  WHERE status = 'approved';
CALL isolate_but_system('authorizations');

-- What is known of appointments: enough to find the authorization each will use or has used.
CREATE TABLE authorization_visits (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  patient_id uuid NOT NULL,
  practitioner_id uuid NOT NULL,
  location_id uuid NOT NULL,
  visit_type_id uuid NOT NULL,
  service_date date NOT NULL,
  stage text NOT NULL CHECK (stage IN ('completed', 'expected', 'off'))
);
CREATE INDEX authorization_visits_of_patient ON authorization_visits (practice_id, patient_id) WHERE stage <> 'off';
CALL isolate('authorization_visits');

-- Which visit uses which authorization, of each coverage and kind at most one.
CREATE TABLE authorization_bookings (
  practice_id uuid NOT NULL DEFAULT practice(),
  authorization_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  coverage_id uuid NOT NULL,
  kind text NOT NULL,
  units int NOT NULL CHECK (units > 0),
  used boolean NOT NULL,
  PRIMARY KEY (practice_id, authorization_id, appointment_id),
  CONSTRAINT authorization_bookings_one_a_visit UNIQUE (practice_id, appointment_id, coverage_id, kind),
  FOREIGN KEY (practice_id, authorization_id, coverage_id, kind)
    REFERENCES authorizations (practice_id, id, coverage_id, kind)
);
CALL isolate('authorization_bookings');

-- How `used` came about, line by line; its sum is `used`. Only ever added to.
CREATE TABLE authorization_uses (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  authorization_id uuid NOT NULL,
  cause jsonb NOT NULL,
  units int NOT NULL CHECK (units <> 0),
  used_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  FOREIGN KEY (practice_id, authorization_id) REFERENCES authorizations (practice_id, id)
);
CREATE INDEX authorization_uses_of_authorization ON authorization_uses (practice_id, authorization_id, id);
CALL isolate('authorization_uses');

DO $$
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON authorization_uses FROM %I', replace(current_user, '_owner', '_app'));
END $$;

-- When a practice wants to be warned, unless an authorization says otherwise.
CREATE TABLE authorization_settings (
  practice_id uuid PRIMARY KEY DEFAULT practice(),
  version bigint NOT NULL,
  warn_units_left int NOT NULL CHECK (warn_units_left BETWEEN 0 AND 9999),
  warn_days_before int NOT NULL CHECK (warn_days_before BETWEEN 0 AND 365)
);
CALL isolate('authorization_settings');

-- What the practice charges, as billing announced it: of several the latest that lists the procedure decides.
CREATE TABLE prices (
  practice_id uuid NOT NULL DEFAULT practice(),
  fee_schedule_id uuid NOT NULL,
  procedure_code text NOT NULL,
  effective date NOT NULL,
  charge bigint NOT NULL CHECK (charge >= 0),
  PRIMARY KEY (practice_id, procedure_code, effective, fee_schedule_id)
);
CREATE INDEX prices_of_fee_schedule ON prices (practice_id, fee_schedule_id);
CALL isolate('prices');

-- What a payer's contract allows, as the practice loaded it.
CREATE TABLE contract_prices (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  payer_id uuid NOT NULL,
  name text NOT NULL,
  effective date NOT NULL,
  items jsonb NOT NULL,
  UNIQUE (practice_id, id),
  FOREIGN KEY (practice_id, payer_id) REFERENCES payers (practice_id, id)
);
CREATE INDEX contract_prices_of_payer ON contract_prices (practice_id, payer_id, id);
CALL isolate('contract_prices');

CREATE TABLE allowed_amounts (
  practice_id uuid NOT NULL DEFAULT practice(),
  contract_prices_id uuid NOT NULL,
  payer_id uuid NOT NULL,
  procedure_code text NOT NULL,
  effective date NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (practice_id, payer_id, procedure_code, effective, contract_prices_id),
  FOREIGN KEY (practice_id, contract_prices_id) REFERENCES contract_prices (practice_id, id)
);
CALL isolate('allowed_amounts');

-- What a patient was told a visit would cost; never changed but for the bill that followed.
CREATE TABLE estimates (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  patient_id uuid NOT NULL,
  coverage_id uuid,
  payer_id uuid,
  appointment_id uuid,
  visit_type_id uuid,
  service_date date NOT NULL,
  made_at timestamptz NOT NULL,
  lines jsonb NOT NULL,
  charge bigint,
  allowed bigint,
  result jsonb NOT NULL,
  explanation jsonb NOT NULL,
  good_faith jsonb,
  bill jsonb,
  supersedes uuid,
  UNIQUE (practice_id, id),
  -- One follows another: of two made at the same moment for one visit the second sees the first.
  CONSTRAINT estimates_one_after_another UNIQUE (practice_id, supersedes),
  FOREIGN KEY (practice_id, coverage_id) REFERENCES coverages (practice_id, id),
  FOREIGN KEY (practice_id, supersedes) REFERENCES estimates (practice_id, id)
);
CREATE INDEX estimates_of_patient ON estimates (practice_id, patient_id, id);
CREATE INDEX estimates_of_appointment ON estimates (practice_id, appointment_id, id) WHERE appointment_id IS NOT NULL;
CALL isolate('estimates');

-- What came of an estimate, once the payer decided.
CREATE TABLE estimate_outcomes (
  estimate_id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  claim_id uuid NOT NULL,
  payer_id uuid NOT NULL,
  visit_type_id uuid NOT NULL,
  service_date date NOT NULL,
  -- Absent where nothing could be determined.
  expected bigint,
  actual bigint NOT NULL,
  decision text NOT NULL CHECK (decision IN ('paid', 'denied')),
  recorded_at timestamptz NOT NULL,
  FOREIGN KEY (practice_id, estimate_id) REFERENCES estimates (practice_id, id)
);
CREATE INDEX estimate_outcomes_by_day ON estimate_outcomes (practice_id, service_date);
CALL isolate('estimate_outcomes');
