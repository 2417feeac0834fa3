-- When the checks ran, as the report says: what alerts come to is counted over a span of days.
ALTER TABLE safety_checks ADD COLUMN checked_at timestamptz;
UPDATE safety_checks SET checked_at = (report ->> 'checked_at')::timestamptz;
ALTER TABLE safety_checks ALTER COLUMN checked_at SET NOT NULL;
CREATE INDEX safety_checks_by_time ON safety_checks (practice_id, checked_at);
