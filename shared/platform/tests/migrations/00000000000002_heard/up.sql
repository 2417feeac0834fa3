-- What the test's listener has done: one row an effect, so that a second effect would show.
CREATE TABLE heard (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  practice_id uuid NOT NULL DEFAULT practice(),
  stream int NOT NULL,
  number int NOT NULL
);
CALL isolate('heard');
