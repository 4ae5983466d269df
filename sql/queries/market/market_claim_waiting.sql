-- market_claim_waiting: a person's claim of a market by its web site that waits for its proof
-- hot
-- :market  uuid
-- :account uuid
-- row: id uuid, place text, why text, looked_at timestamptz?
SELECT c.id, c.place, c.why, c.looked_at FROM market_claim c
WHERE c.market_id = :market AND c.account_id = :account AND c.way = 'domain' AND c.state = 'waiting' AND c.expires_at > now();
