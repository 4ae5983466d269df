-- notice_page: what the site told a person, newest first
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, kind text, subject text, link text, created_at timestamptz, unread bool
SELECT n.id, n.kind, n.subject, n.link, n.created_at, n.read_at IS NULL AS unread
FROM notice n
WHERE n.account_id = :account AND (:before::uuid IS NULL OR n.id < :before)
ORDER BY n.id DESC
LIMIT :limit;
