-- moderation_subject: what can be reported; none where there is no such thing, or the viewer may not see it
-- hot
-- :room      text
-- :id        uuid
-- :viewer    uuid
-- :moderator bool
-- row: id uuid, owner uuid?, title text, path text, owner_name text?, owner_slug text?
SELECT coalesce(r.id, :id) AS id, r.owner, coalesce(r.title, '') AS title, coalesce(r.path, '') AS path, a.name AS owner_name, a.slug AS owner_slug
FROM reportable r LEFT JOIN account a ON a.id = r.owner
WHERE r.room = :room AND r.id = :id AND (r.shown OR r.owner = :viewer::uuid OR :moderator);
