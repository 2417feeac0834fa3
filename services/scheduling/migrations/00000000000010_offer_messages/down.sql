DROP TABLE waitlist_offer_links;
ALTER TABLE waitlist_offers DROP COLUMN told;
