-- moderation_entry: one case, open or decided
-- hot
-- :id uuid
-- row: id uuid, room text, subject uuid, title text empty once it is deleted, path text, owner uuid?, owner_name text?,
--      owner_slug text?, note text of whom hands it in again, hints jsonb what the program noticed,
--      decision text? approved or rejected or taken_down or withdrawn, reason text Markdown, decided_by text?,
--      decided_at timestamptz?, created_at timestamptz
SELECT c.id, c.room, c.subject_id AS subject, coalesce(r.title, '') AS title, coalesce(r.path, '') AS path, c.account_id AS owner,
       a.name AS owner_name, a.slug AS owner_slug, c.note, c.hints, c.decision, c.reason, d.name AS decided_by, c.decided_at, c.created_at
FROM review_case c
LEFT JOIN LATERAL (SELECT r.* FROM reportable r WHERE r.room = c.room AND r.id = c.subject_id LIMIT 1) r ON true
LEFT JOIN account a ON a.id = c.account_id
LEFT JOIN account d ON d.id = c.decided_by
WHERE c.id = :id;
