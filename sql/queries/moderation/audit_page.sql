-- audit_page: who did what, latest first
-- hot
-- :actor   text?   slug of who did it
-- :subject text?   a subject's id, or words of what it was called
-- :id      uuid?   the same where it is an id
-- :action  text?   its beginning: "review", "report.acted"
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, account_name text as it was then, account_slug text?, action text, room text, subject_id uuid?, subject text as it was called then,
--      reason text, detail jsonb, created_at timestamptz
SELECT t.id, t.account_name, p.slug AS account_slug, t.action, t.room, t.subject_id, t.subject, coalesce(t.detail ->> 'reason', '') AS reason,
       t.detail, t.created_at
FROM audit t LEFT JOIN account p ON p.id = t.account_id
WHERE t.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND (:actor::text IS NULL OR t.account_id = (SELECT a.id FROM account a WHERE a.slug = :actor))
  AND (:subject::text IS NULL OR t.subject_id = :id::uuid OR strpos(lower(t.subject), lower(:subject)) > 0)
  AND (:action::text IS NULL OR starts_with(t.action, :action))
ORDER BY t.id DESC
LIMIT :limit;
