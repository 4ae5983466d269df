-- social_feed: what those whom a person follows did, and what came under the tags, as far as it may be seen now; newest first
-- hot
-- :viewer uuid
-- :before uuid?   cursor
-- :limit  bigint
-- row: id uuid, verb text, room text, subject uuid, title text, path text, actor_name text, actor_slug text, created_at timestamptz
WITH tags AS MATERIALIZED (
    SELECT array(SELECT f.target FROM social_follow f WHERE f.account_id = :viewer AND f.kind = 'tag') AS followed
), candidate AS (
    SELECT a.* FROM social_follow f
    CROSS JOIN LATERAL (SELECT a.* FROM social_activity a
                        WHERE a.account_id = f.target::uuid AND a.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                        ORDER BY a.id DESC LIMIT 5 * :limit::bigint) a
    WHERE f.account_id = :viewer AND f.kind = 'person' AND f.accepted
    UNION
    SELECT a.* FROM tags t
    CROSS JOIN LATERAL (SELECT s.room, s.id FROM subject s WHERE s.listed AND s.tags && t.followed ORDER BY s.id DESC LIMIT 1000) s
    JOIN social_activity a ON a.room = s.room AND a.subject_id = s.id
    WHERE a.verb IN ('published', 'updated') AND a.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
)
SELECT coalesce(c.id, :viewer) AS id, coalesce(c.verb, '') AS verb, coalesce(c.room, '') AS room, coalesce(c.subject_id, :viewer) AS subject,
       coalesce(s.title, '') AS title, coalesce(s.path, '') AS path, p.name AS actor_name, p.slug AS actor_slug,
       coalesce(c.created_at, now()) AS created_at
FROM candidate c
JOIN subject s ON s.room = c.room AND s.id = c.subject_id
JOIN account p ON p.id = c.account_id
WHERE s.listed AND p.suspended_at IS NULL AND c.account_id <> :viewer
  AND NOT blocks(:viewer, c.account_id) AND NOT blocks(:viewer, s.owner)
  AND CASE c.verb
      WHEN 'liked' THEN profile_open(c.account_id, :viewer)
           AND EXISTS (SELECT FROM social_like l WHERE l.room = c.room AND l.subject_id = c.subject_id AND l.account_id = c.account_id)
      WHEN 'commented' THEN profile_open(c.account_id, :viewer)
           AND EXISTS (SELECT FROM social_comment m WHERE m.room = c.room AND m.subject_id = c.subject_id AND m.account_id = c.account_id
                       AND m.deleted_at IS NULL AND m.hidden_at IS NULL)
      WHEN 'collected' THEN profile_open(c.account_id, :viewer)
           AND EXISTS (SELECT FROM schematic_collection_item i JOIN schematic_collection k ON k.id = i.collection_id
                       WHERE c.room = 'schematic' AND i.schematic_id = c.subject_id AND k.account_id = c.account_id AND k.visibility = 'public')
      ELSE true END
ORDER BY 1 DESC
LIMIT :limit;
