-- notice_page: what the site told a person and they want to read in the page, newest first
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, kind text, subject text, link text, actor_name text?, actor_slug text?, people bigint of social.like,
--      created_at timestamptz, unread bool
SELECT n.id, n.kind, n.subject, n.link, a.name AS actor_name, a.slug AS actor_slug, n.people, n.created_at, n.read_at IS NULL AS unread
FROM notice n
LEFT JOIN account a ON a.id = n.actor_id
LEFT JOIN notice_preference p ON p.account_id = n.account_id AND p.kind = n.kind
WHERE n.account_id = :account AND n.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AND coalesce(p.page, true)
  AND a.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM subject s WHERE s.room = n.room AND s.id = n.subject_id AND NOT s.shown AND s.owner IS DISTINCT FROM n.account_id)
ORDER BY n.id DESC
LIMIT :limit;
