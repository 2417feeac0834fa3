DROP TABLE mrn_counters, occupancy, appointment_history, appointments, holds, availability, visit_types, locations, practitioners, patients;
