-- market_favourite_state: whether a person marked a market, and how many did
-- hot
-- :market  uuid
-- :account uuid?
-- row: favourite bool, favourites bigint
SELECT EXISTS (SELECT FROM market_favourite f WHERE f.market_id = m.id AND f.account_id = :account::uuid) AS favourite, m.favourites
FROM market m WHERE m.id = :market;
