-- market_rating_worst: which ratings of a market are shown, the worst first
-- hot
-- :market uuid
-- :total  int?    cursor: of the last one
-- :before uuid?   cursor: its id
-- :limit  bigint
-- row: id uuid, total int
SELECT r.id, coalesce(r.total, 0) AS total
FROM market_rating r
WHERE r.market_id = :market AND r.state = 'shown'
  AND (r.total, r.id) > (coalesce(:total::int, 0), coalesce(:before::uuid, '00000000-0000-0000-0000-000000000000'))
ORDER BY r.total ASC, r.id ASC
LIMIT :limit;
