-- market_rating_waiting: which ratings of a market wait for a moderator, latest first
-- hot
-- :market uuid
-- :limit  bigint
-- row: id uuid, total int
SELECT r.id, coalesce(r.total, 0) AS total FROM market_rating r WHERE r.market_id = :market AND r.state = 'waiting' ORDER BY r.id DESC LIMIT :limit;
