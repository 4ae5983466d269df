-- report_one: a report as its author gets it back
-- :id uuid
-- row: id uuid, room text, subject uuid, kind text, words text, created_at timestamptz
SELECT r.id, r.room, r.subject_id AS subject, r.kind, r.words, r.created_at FROM report r WHERE r.id = :id;
