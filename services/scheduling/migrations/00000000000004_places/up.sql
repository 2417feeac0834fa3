-- Rooms and devices: one table, because a visit takes both the same way.
CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  kind text NOT NULL CHECK (kind IN ('room', 'device')),
  name text NOT NULL,
  location_id uuid NOT NULL REFERENCES locations (id)
);
CREATE INDEX rooms_by_kind ON rooms (practice_id, kind, id);
CREATE INDEX rooms_by_location ON rooms (practice_id, location_id);
CALL isolate('rooms');

-- How long it takes to get into or out of a location: going from one to another takes both.
ALTER TABLE locations ADD COLUMN travel_minutes int NOT NULL DEFAULT 0 CHECK (travel_minutes BETWEEN 0 AND 240);

ALTER TABLE visit_types
  ADD COLUMN capacity int NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 100),
  ADD COLUMN start_every_minutes int CHECK (start_every_minutes BETWEEN 5 AND 480 AND 1440 % start_every_minutes = 0),
  ADD COLUMN practitioner_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN location_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN room_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN device_ids uuid[] NOT NULL DEFAULT '{}';

ALTER TABLE availability ADD COLUMN exceptions jsonb NOT NULL DEFAULT '[]';

CREATE TABLE absences (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  practitioner_id uuid NOT NULL REFERENCES practitioners (id),
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  reason text,
  CHECK (start_at < end_at)
);
CREATE INDEX absences_by_practitioner ON absences (practice_id, practitioner_id, end_at);
CREATE INDEX absences_by_end ON absences (practice_id, end_at);
CALL isolate('absences');

-- Days on which a location, or where none is named the whole practice, sees nobody.
CREATE TABLE closures (
  id uuid PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  version bigint NOT NULL DEFAULT 1,
  name text NOT NULL,
  location_id uuid REFERENCES locations (id),
  first_day date NOT NULL,
  last_day date NOT NULL,
  CHECK (first_day <= last_day)
);
CREATE INDEX closures_by_day ON closures (practice_id, last_day);
CREATE UNIQUE INDEX closures_once ON closures
  (practice_id, first_day, last_day, name, coalesce(location_id, '00000000-0000-0000-0000-000000000000'));
CALL isolate('closures');

ALTER TABLE holds
  ADD COLUMN room_id uuid REFERENCES rooms (id),
  ADD COLUMN device_id uuid REFERENCES rooms (id);

ALTER TABLE appointments
  ADD COLUMN room_id uuid REFERENCES rooms (id),
  ADD COLUMN device_id uuid REFERENCES rooms (id),
  ADD COLUMN overbook_reason text;

-- Whose time is taken: a row each for the practitioner, the patient, the room and the device.
--
-- start_at and end_at are columns of their own because comparing times is leakproof and comparing ranges is not: under
-- row-level security only the former may use an index.
ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap;
ALTER TABLE occupancy ADD COLUMN start_at timestamptz, ADD COLUMN end_at timestamptz, ADD COLUMN session_id uuid;
-- The owner sees the rows of every practice for this one statement.
ALTER TABLE occupancy NO FORCE ROW LEVEL SECURITY;
UPDATE occupancy SET start_at = lower(during), end_at = upper(during), session_id = coalesce(appointment_id, hold_id);
ALTER TABLE occupancy FORCE ROW LEVEL SECURITY;
ALTER TABLE occupancy DROP COLUMN during;
ALTER TABLE occupancy
  ALTER COLUMN start_at SET NOT NULL,
  ALTER COLUMN end_at SET NOT NULL,
  ALTER COLUMN session_id SET NOT NULL,
  ADD CHECK (start_at < end_at AND end_at - start_at <= interval '1 day'),
  ADD COLUMN during tstzrange NOT NULL GENERATED ALWAYS AS (tstzrange(start_at, end_at)) STORED,
  -- A practitioner's alone: where, and from leaving the last place to being free for the next.
  ADD COLUMN location_id uuid,
  ADD COLUMN reach_start timestamptz,
  ADD COLUMN reach_end timestamptz,
  ADD COLUMN reach tstzrange GENERATED ALWAYS AS (tstzrange(reach_start, reach_end)) STORED,
  -- One of so many of a group's session; those of one session share the time, and nobody else does.
  ADD COLUMN seat smallint,
  -- Taken on purpose beside others: no constraint holds it, and whoever comes after finds the time taken all the same.
  ADD COLUMN overbooked boolean NOT NULL DEFAULT false,
  ADD CHECK ((location_id IS NULL) = (reach_start IS NULL) AND (location_id IS NULL) = (reach_end IS NULL)),
  ADD CONSTRAINT occupancy_no_overlap EXCLUDE USING gist
    (practice_id WITH =, resource_id WITH =, during WITH &&, session_id WITH <>) WHERE (NOT overbooked),
  ADD CONSTRAINT occupancy_no_bilocation EXCLUDE USING gist
    (practice_id WITH =, resource_id WITH =, reach WITH &&, location_id WITH <>)
    WHERE (NOT overbooked AND location_id IS NOT NULL);
ALTER TABLE occupancy NO FORCE ROW LEVEL SECURITY;
ALTER TABLE appointments NO FORCE ROW LEVEL SECURITY;
UPDATE occupancy o SET location_id = a.location_id, reach_start = o.start_at, reach_end = o.end_at
  FROM appointments a WHERE a.id = o.appointment_id AND a.practitioner_id = o.resource_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE occupancy FORCE ROW LEVEL SECURITY;
ALTER TABLE appointments FORCE ROW LEVEL SECURITY;
CREATE UNIQUE INDEX occupancy_seat ON occupancy (practice_id, resource_id, session_id, seat)
  WHERE seat IS NOT NULL AND NOT overbooked;
CREATE INDEX occupancy_by_time ON occupancy (practice_id, resource_id, start_at);
