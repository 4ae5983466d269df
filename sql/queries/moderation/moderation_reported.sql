-- moderation_reported: subjects with open reports, the longest waiting first
-- :after uuid?   cursor
-- :limit bigint
-- row: id uuid of its first open report, room text, subject uuid, title text, path text, owner_name text?, owner_slug text?,
--      reports bigint open ones, kinds text[], created_at timestamptz of the first
SELECT coalesce(o.first, o.subject_id) AS id, o.room, o.subject_id AS subject, coalesce(r.title, '') AS title, coalesce(r.path, '') AS path,
       a.name AS owner_name, a.slug AS owner_slug, o.reports, coalesce(o.kinds, '{}') AS kinds, coalesce(o.created_at, now()) AS created_at
FROM (SELECT p.room, p.subject_id, (array_agg(p.id ORDER BY p.id))[1] AS first, count(*) AS reports,
             array_agg(DISTINCT p.kind) AS kinds, min(p.created_at) AS created_at
      FROM report p WHERE p.resolution IS NULL GROUP BY p.room, p.subject_id) o
LEFT JOIN LATERAL (SELECT r.* FROM reportable r WHERE r.room = o.room AND r.id = o.subject_id LIMIT 1) r ON true
LEFT JOIN account a ON a.id = r.owner
WHERE o.first > coalesce(:after::uuid, '00000000-0000-0000-0000-000000000000')
ORDER BY o.first
LIMIT :limit;
