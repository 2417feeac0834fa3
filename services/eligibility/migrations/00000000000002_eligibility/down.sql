DROP TABLE control_numbers;
DROP TABLE exchanges;
DROP TABLE checks;
DROP TABLE visits;
DROP TABLE coverages;
DROP TABLE payers;
