DROP TABLE waitlist_offers, freed_times, waitlist_entries, waitlist_settings;
