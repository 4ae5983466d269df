-- social_follow_page: whom and what a person follows, latest first
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid of the follow, kind text, target text the person's slug or the tag, name text, path text, created_at timestamptz,
--      following bool, requested bool
SELECT f.id, f.kind, coalesce(a.slug, f.target) AS target, coalesce(a.name, f.target) AS name,
       CASE f.kind WHEN 'person' THEN '/people/' || a.slug ELSE '/schematics?tag=' || f.target END AS path, f.created_at,
       f.accepted AS following, NOT f.accepted AS requested
FROM social_follow f
LEFT JOIN account a ON f.kind = 'person' AND a.id = CASE f.kind WHEN 'person' THEN f.target::uuid END AND a.suspended_at IS NULL
WHERE f.account_id = :account AND (f.kind = 'tag' OR a.id IS NOT NULL)
  AND f.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY f.id DESC
LIMIT :limit;
