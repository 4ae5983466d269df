-- market_rating_newest: which ratings a market has, newest first; those that wait or are hidden for their authors and moderators only
-- hot
-- :market    uuid
-- :viewer    uuid?
-- :moderator bool
-- :before    uuid?   cursor
-- :limit     bigint
-- row: id uuid, total int
SELECT r.id, coalesce(r.total, 0) AS total
FROM market_rating r
WHERE r.market_id = :market AND r.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND (r.state = 'shown' OR r.account_id = :viewer OR :moderator)
ORDER BY r.id DESC
LIMIT :limit;
