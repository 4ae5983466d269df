-- social_listed: a subject that everyone may find
-- :room    text
-- :subject uuid
-- row: title text, path text
SELECT coalesce(s.title, '') AS title, coalesce(s.path, '') AS path
FROM subject s WHERE s.room = :room AND s.id = :subject AND s.listed;
