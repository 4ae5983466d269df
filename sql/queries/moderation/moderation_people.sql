-- moderation_people: who is suspended, by account
-- hot
-- :before uuid?   cursor
-- :limit  bigint
-- row: id uuid, name text, slug text, suspended_at timestamptz?, suspended_until timestamptz?, suspended_reason text
SELECT a.id, a.name, a.slug, a.suspended_at, a.suspended_until, a.suspended_reason
FROM account a
WHERE a.suspended_at IS NOT NULL AND a.closed_at IS NULL AND a.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY a.id DESC
LIMIT :limit;
