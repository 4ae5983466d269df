-- moderation_report: what people report about one subject, latest first
-- hot
-- :room    text
-- :subject uuid
-- :limit   bigint
-- row: id uuid, kind text, words text, reporter_name text?, reporter_slug text?, resolution text? acted or dismissed or gone,
--      resolved_by text?, resolved_at timestamptz?, created_at timestamptz
SELECT r.id, r.kind, r.words, a.name AS reporter_name, a.slug AS reporter_slug, r.resolution, d.name AS resolved_by, r.resolved_at, r.created_at
FROM report r LEFT JOIN account a ON a.id = r.account_id LEFT JOIN account d ON d.id = r.resolved_by
WHERE r.room = :room AND r.subject_id = :subject
ORDER BY r.resolution IS NULL DESC, r.id DESC
LIMIT :limit;
