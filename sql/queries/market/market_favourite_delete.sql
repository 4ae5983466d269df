-- market_favourite_delete: takes the mark away
-- :market  uuid
-- :account uuid
DELETE FROM market_favourite f WHERE f.market_id = :market AND f.account_id = :account;
