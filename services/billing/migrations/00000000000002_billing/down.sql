DROP INDEX projection_coverage_patient;
DROP TABLE report_exceptions, mailboxes, ledger_entries, ledger_transactions, payments, remittance_payments, remittances,
  claim_acknowledgements, acknowledgements, submissions, submitters, claim_history, claims, encounters, fee_schedules;
DROP FUNCTION ledger_balances, ledger_is_append_only;
