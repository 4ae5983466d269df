-- market_rating_mine: which dates somebody rated, newest first
-- hot
-- :viewer uuid
-- :before uuid?   cursor
-- :limit  bigint
-- row: id uuid, total int
SELECT r.id, coalesce(r.total, 0) AS total
FROM market_rating r
WHERE r.account_id = :viewer AND r.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY r.id DESC
LIMIT :limit;
