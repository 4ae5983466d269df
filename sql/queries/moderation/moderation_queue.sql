-- moderation_queue: what waits for a decision, oldest first
-- hot
-- :after uuid?   cursor
-- :limit bigint
-- row: id uuid of the case, room text, subject uuid, title text, path text, thumb text? path of its picture, owner_name text?,
--      owner_slug text?, note text of whom hands it in again, hints jsonb what the program noticed, hint_kinds text[] the same in short,
--      created_at timestamptz
SELECT c.id, c.room, c.subject_id AS subject, coalesce(r.title, '') AS title, coalesce(r.path, '') AS path,
       (SELECT '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16)
        FROM schematic s JOIN schematic_file f ON f.sha256 = s.sha256 WHERE c.room = 'schematic' AND s.id = c.subject_id) AS thumb,
       a.name AS owner_name, a.slug AS owner_slug, c.note, c.hints,
       array(SELECT coalesce(h ->> 'kind', '') FROM jsonb_array_elements(c.hints) h) AS hint_kinds, c.created_at
FROM review_case c
LEFT JOIN LATERAL (SELECT r.* FROM reportable r WHERE r.room = c.room AND r.id = c.subject_id LIMIT 1) r ON true
LEFT JOIN account a ON a.id = c.account_id
WHERE c.decision IS NULL AND c.id > coalesce(:after::uuid, '00000000-0000-0000-0000-000000000000')
ORDER BY c.id
LIMIT :limit;
