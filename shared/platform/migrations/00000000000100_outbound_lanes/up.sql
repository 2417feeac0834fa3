-- Intents that share a way to the outside world (a connection with a limit of its own) wait in a lane: one process drives
-- a lane at a time, takes the urgent first, and never more than the way bears.
ALTER TABLE outbound ADD COLUMN lane uuid;
ALTER TABLE outbound ADD COLUMN urgency smallint NOT NULL DEFAULT 0;
-- True while a driver has it in hand; a driver that takes the lane over finds what the one before had.
ALTER TABLE outbound ADD COLUMN taken boolean NOT NULL DEFAULT false;
CREATE INDEX outbound_due_in_lane ON outbound (kind, lane, urgency, next_at) WHERE done_at IS NULL AND lane IS NOT NULL;
CREATE INDEX outbound_of_subject ON outbound (practice_id, kind, subject) WHERE done_at IS NULL AND lane IS NOT NULL;
