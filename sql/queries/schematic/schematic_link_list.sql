-- schematic_link_list: links to a build that are open, the last made first
-- hot
-- :build uuid
-- :link  uuid?  only this one
-- row: id uuid, url text? what to hand on: filled in by the program, person_name text? whom it is for, person_slug text?,
--      created_at timestamptz, expires_at timestamptz, time_left text? in words
SELECT l.id, NULL::text AS url, a.name AS person_name, a.slug AS person_slug, l.created_at, l.expires_at, NULL::text AS time_left
FROM schematic_link l LEFT JOIN account a ON a.id = l.account_id
WHERE l.schematic_id = :build AND l.expires_at > now() AND l.revoked_at IS NULL AND (:link::uuid IS NULL OR l.id = :link)
ORDER BY l.id DESC;
