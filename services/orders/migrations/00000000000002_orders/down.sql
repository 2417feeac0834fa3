DROP TABLE script_messages;
DROP TABLE prescription_history;
DROP TABLE safety_checks;
DROP TABLE prescriptions;
DROP FUNCTION refuse_change_after_signing();
DROP TABLE allergies;
DROP TABLE pharmacies;
