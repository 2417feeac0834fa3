-- By which ways an offer was told to its patient, and what became of each.
ALTER TABLE waitlist_offers ADD COLUMN told jsonb NOT NULL DEFAULT '[]';

-- Which offer a link was signed for; the link itself is kept nowhere.
CREATE TABLE waitlist_offer_links (
  practice_id uuid NOT NULL DEFAULT practice(),
  key_hash bytea NOT NULL,
  offer_id uuid NOT NULL REFERENCES waitlist_offers (id),
  PRIMARY KEY (practice_id, key_hash)
);
CALL isolate('waitlist_offer_links');
