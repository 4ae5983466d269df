-- market_rating_own: the viewer's own rating of a date
-- hot
-- :market  uuid
-- :date    text
-- :account uuid
-- row: id uuid
SELECT id FROM market_rating WHERE market_id = :market AND key = :date::text::timestamp AND account_id = :account;
