ALTER TABLE occupancy NO FORCE ROW LEVEL SECURITY;
DELETE FROM occupancy WHERE overbooked OR seat > 0;
ALTER TABLE occupancy
  DROP CONSTRAINT occupancy_no_overlap,
  DROP CONSTRAINT occupancy_no_bilocation,
  DROP COLUMN during, DROP COLUMN reach, DROP COLUMN reach_start, DROP COLUMN reach_end, DROP COLUMN location_id,
  DROP COLUMN seat, DROP COLUMN overbooked, DROP COLUMN session_id;
ALTER TABLE occupancy ADD COLUMN during tstzrange;
UPDATE occupancy SET during = tstzrange(start_at, end_at);
ALTER TABLE occupancy FORCE ROW LEVEL SECURITY;
ALTER TABLE occupancy
  DROP COLUMN start_at, DROP COLUMN end_at,
  ALTER COLUMN during SET NOT NULL,
  ADD CHECK (NOT isempty(during)),
  ADD CONSTRAINT occupancy_no_overlap EXCLUDE USING gist (practice_id WITH =, resource_id WITH =, during WITH &&);
ALTER TABLE appointments DROP COLUMN room_id, DROP COLUMN device_id, DROP COLUMN overbook_reason;
ALTER TABLE holds DROP COLUMN room_id, DROP COLUMN device_id;
DROP TABLE closures;
DROP TABLE absences;
ALTER TABLE availability DROP COLUMN exceptions;
ALTER TABLE visit_types DROP COLUMN capacity, DROP COLUMN start_every_minutes, DROP COLUMN practitioner_ids,
  DROP COLUMN location_ids, DROP COLUMN room_ids, DROP COLUMN device_ids;
ALTER TABLE locations DROP COLUMN travel_minutes;
DROP TABLE rooms;
