-- schematic_page_tag: public builds with a tag, newest first; the columns of schematic_page
-- hot
-- :tag     text
-- :author  text?   only this person's: a slug
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, slug text, title text, tags text[], visibility text, status text, format text, width bigint,
--      height bigint, length bigint, blocks bigint, size bigint, downloads bigint, author_name text, author_slug text,
--      created_at timestamptz
SELECT s.id, s.slug, s.title, s.tags, s.visibility, s.status, s.format, s.width, s.height, s.length, s.blocks, s.size,
       s.downloads, a.name AS author_name, a.slug AS author_slug, s.created_at
FROM (
    SELECT * FROM schematic s
    WHERE s.listed
      AND s.tags @> ARRAY[:tag::text]
      AND (:author::text IS NULL OR s.account_id = (SELECT p.id FROM account p WHERE p.slug = :author))
      AND (:before::uuid IS NULL OR s.id < :before)
    ORDER BY s.id DESC
    LIMIT :limit
) s JOIN account a ON a.id = s.account_id
ORDER BY s.id DESC;
