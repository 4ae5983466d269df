-- digest_notice: what a digest tells: what is unread, unmailed, wanted and may be seen; newest first
-- hot
-- :account uuid
-- :limit   bigint
-- row: id uuid, kind text, subject text, link text, people bigint, actor_name text?
SELECT n.id, n.kind, n.subject, n.link, n.people, a.name AS actor_name
FROM notice n
LEFT JOIN account a ON a.id = n.actor_id
LEFT JOIN notice_preference p ON p.account_id = n.account_id AND p.kind = n.kind
WHERE n.account_id = :account AND n.mailed_at IS NULL AND n.read_at IS NULL AND coalesce(p.mail, true)
  AND a.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM subject s WHERE s.room = n.room AND s.id = n.subject_id AND NOT s.shown AND s.owner <> n.account_id)
ORDER BY n.id DESC
LIMIT :limit;
