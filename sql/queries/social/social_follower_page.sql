-- social_follower_page: who follows a person, or waits to be let follow, latest first
-- hot
-- :account  uuid
-- :accepted bool
-- :before   uuid?   cursor
-- :limit    bigint
-- row: id uuid of the follow, name text, slug text, accepted bool, created_at timestamptz
SELECT f.id, a.name, a.slug, f.accepted, f.created_at
FROM social_follow f JOIN account a ON a.id = f.account_id
WHERE f.kind = 'person' AND f.target = :account::uuid::text AND f.accepted = :accepted AND a.suspended_at IS NULL
  AND f.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY f.id DESC
LIMIT :limit;
