DROP TABLE authorization_settings, authorization_uses, authorization_bookings, authorization_visits, authorizations;
