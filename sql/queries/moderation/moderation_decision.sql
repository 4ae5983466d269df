-- moderation_decision: what was decided about a subject before, latest first
-- hot
-- :room    text
-- :subject uuid
-- :limit   bigint
-- row: id uuid of the case, decision text, reason text Markdown, note text, decided_by text?, decided_at timestamptz?, created_at timestamptz
SELECT c.id, coalesce(c.decision, '') AS decision, c.reason, c.note, d.name AS decided_by, c.decided_at, c.created_at
FROM review_case c LEFT JOIN account d ON d.id = c.decided_by
WHERE c.room = :room AND c.subject_id = :subject AND c.decision IS NOT NULL
ORDER BY c.id DESC
LIMIT :limit;
