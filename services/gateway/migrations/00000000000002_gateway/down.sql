DROP TABLE audit_events, events, feed, clients;
DROP FUNCTION refuse_change;
