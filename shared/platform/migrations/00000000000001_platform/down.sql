DROP TABLE projection, outbound, idempotency, unreadable, stream_cursor, inbox, outbox, stream;
DROP PROCEDURE isolate_but_system, isolate;
DROP FUNCTION in_system, practice;
