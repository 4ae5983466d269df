-- market_rating_best: which ratings of a market are shown, the best first
-- hot
-- :market uuid
-- :total  int?    cursor: of the last one
-- :before uuid?   cursor: its id
-- :limit  bigint
-- row: id uuid, total int
SELECT r.id, coalesce(r.total, 0) AS total
FROM market_rating r
WHERE r.market_id = :market AND r.state = 'shown'
  AND (r.total, r.id) < (coalesce(:total::int, 21), coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
ORDER BY r.total DESC, r.id DESC
LIMIT :limit;
