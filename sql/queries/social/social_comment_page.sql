-- social_comment_page: what is said of a subject, answers left out, newest first; the columns of social_comment
-- hot
-- :room      text
-- :subject   uuid
-- :viewer    uuid?   who asks, when signed in: without those whom they block
-- :moderator bool    sees what is hidden
-- :before    uuid?   cursor
-- :limit     bigint
-- row: id uuid, parent uuid?, author uuid?, author_name text?, author_slug text?, body text Markdown,
--      state text shown deleted or hidden, reason text why it was hidden, answers bigint, mine bool, created_at timestamptz,
--      edited_at timestamptz?
SELECT c.id, c.parent_id AS parent, c.account_id AS author, a.name AS author_name, a.slug AS author_slug,
       CASE WHEN c.hidden_at IS NULL OR :moderator THEN c.body ELSE '' END AS body,
       CASE WHEN c.deleted_at IS NOT NULL THEN 'deleted' WHEN c.hidden_at IS NOT NULL THEN 'hidden' ELSE 'shown' END AS state,
       c.hidden_reason AS reason, (SELECT count(*) FROM social_comment r WHERE r.parent_id = c.id) AS answers,
       c.account_id IS NOT DISTINCT FROM :viewer::uuid AND c.account_id IS NOT NULL AS mine, c.created_at, c.edited_at
FROM social_comment c LEFT JOIN account a ON a.id = c.account_id
WHERE c.room = :room AND c.subject_id = :subject AND c.parent_id IS NULL
  AND c.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND (:viewer::uuid IS NULL OR c.account_id IS NULL OR NOT blocks(:viewer, c.account_id))
ORDER BY c.id DESC
LIMIT :limit;
