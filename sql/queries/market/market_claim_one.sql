-- market_claim_one: a claim that may still be proved, locked
-- :id uuid
-- row: id uuid, market uuid, account uuid, slug text, title text, way text, place text, why text, language text?
SELECT c.id, c.market_id AS market, c.account_id AS account, m.slug, m.title, c.way, c.place, c.why, a.language
FROM market_claim c JOIN market m ON m.id = c.market_id JOIN account a ON a.id = c.account_id
WHERE c.id = :id AND c.state = 'waiting' AND c.expires_at > now() FOR UPDATE OF c;
