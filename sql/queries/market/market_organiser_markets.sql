-- market_organiser_markets: listed markets of an organiser, those with a date to come first
-- hot
-- :organiser uuid
-- :limit     bigint
-- row: id uuid
SELECT m.id FROM market m WHERE m.organiser_id = :organiser AND m.listed ORDER BY m.next_starts NULLS LAST, m.id LIMIT :limit;
