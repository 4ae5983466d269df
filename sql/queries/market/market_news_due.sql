-- market_news_due: a market whose dates became others and have stayed so since BEFORE
-- hot
-- :before timestamptz
-- row: market uuid, slug text, title text
SELECT m.id AS market, m.slug, m.title
FROM market_news n JOIN market m ON m.id = n.market_id
WHERE n.changed_at < :before ORDER BY n.changed_at LIMIT 1 FOR UPDATE OF n SKIP LOCKED;
