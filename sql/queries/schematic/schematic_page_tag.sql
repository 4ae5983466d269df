-- schematic_page_tag: public builds with a tag, newest first; the columns of schematic_page
-- hot
-- :tag     text
-- :author  text?   only this person's: a slug
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, slug text, title text, tags text[], visibility text, status text, format text, width bigint,
--      height bigint, length bigint, blocks bigint, size bigint, downloads bigint, author_name text, author_slug text,
--      created_at timestamptz, likes bigint, thumb text? path of its picture
SELECT s.id, s.slug, s.title, s.tags, s.visibility, s.status, s.format, s.width, s.height, s.length, s.blocks, s.size,
       s.downloads, a.name AS author_name, a.slug AS author_slug, s.created_at, s.likes,
       '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) AS thumb
FROM (
    SELECT * FROM schematic s
    WHERE s.listed
      AND s.tags @> ARRAY[:tag::text]
      AND (:author::text IS NULL OR s.account_id = (SELECT p.id FROM account p WHERE p.slug = :author))
      AND (:before::uuid IS NULL OR s.id < :before)
    ORDER BY s.id DESC
    LIMIT :limit
) s JOIN account a ON a.id = s.account_id LEFT JOIN schematic_file f ON f.sha256 = s.sha256
ORDER BY s.id DESC;
