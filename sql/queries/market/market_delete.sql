-- market_delete: a market with all that hangs on it
-- :id uuid
DELETE FROM market m WHERE m.id = :id;
