-- social_like_page: what a person likes and may see, latest first
-- hot
-- :account   uuid
-- :before    uuid?   cursor
-- :limit     bigint
-- row: id uuid of the like, room text, subject uuid, title text, path text, author_name text, author_slug text, likes bigint,
--      created_at timestamptz
SELECT l.id, l.room, l.subject_id AS subject, coalesce(s.title, '') AS title, coalesce(s.path, '') AS path,
       a.name AS author_name, a.slug AS author_slug, coalesce(s.likes, 0) AS likes, l.created_at
FROM social_like l
JOIN subject s ON s.room = l.room AND s.id = l.subject_id
JOIN account a ON a.id = s.owner
WHERE l.account_id = :account AND (s.shown OR s.owner = :account)
  AND l.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY l.id DESC
LIMIT :limit;
