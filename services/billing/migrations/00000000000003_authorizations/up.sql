CREATE INDEX projection_authorization_patient ON projection (practice_id, (data->>'patient_id'))
  WHERE starts_with(subject, 'authorization/');
