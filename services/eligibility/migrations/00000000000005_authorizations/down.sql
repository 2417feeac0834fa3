DROP TABLE estimate_outcomes, estimates, allowed_amounts, contract_prices, prices;
DROP TABLE authorization_settings, authorization_uses, authorization_bookings, authorization_visits, authorizations;
