-- market_favourite_put: marks a market that the person may see
-- :id      uuid
-- :market  uuid
-- :account uuid
INSERT INTO market_favourite (id, market_id, account_id) VALUES (:id, :market, :account) ON CONFLICT (account_id, market_id) DO NOTHING;
