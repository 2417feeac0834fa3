DROP TABLE prescription_templates;
DROP TABLE medication_decisions;
DROP TABLE reported_medications;
DROP TABLE measurements;
