-- schematic_mine: everything that a person has uploaded, newest first; the columns of schematic_page
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, slug text, title text, tags text[], visibility text, status text, format text, width bigint,
--      height bigint, length bigint, blocks bigint, size bigint, downloads bigint, author_name text, author_slug text,
--      created_at timestamptz, likes bigint, thumb text? path of its picture,
--      review text, review_place bigint? in the moderators' queue: 1 is next, review_waiting bigint how many wait
SELECT s.id, s.slug, s.title, s.tags, s.visibility, s.status, s.format, s.width, s.height, s.length, s.blocks, s.size,
       s.downloads, a.name AS author_name, a.slug AS author_slug, s.created_at, s.likes,
       '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) AS thumb, s.review,
       (SELECT (SELECT count(*) FROM review_case q WHERE q.decision IS NULL AND q.id <= c.id)
        FROM review_case c WHERE c.room = 'schematic' AND c.subject_id = s.id AND c.decision IS NULL) AS review_place,
       CASE WHEN s.review = 'waiting' THEN (SELECT count(*) FROM review_case q WHERE q.decision IS NULL) ELSE 0 END AS review_waiting
FROM schematic s JOIN account a ON a.id = s.account_id LEFT JOIN schematic_file f ON f.sha256 = s.sha256
WHERE s.account_id = :account
  AND s.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY s.id DESC
LIMIT :limit;
