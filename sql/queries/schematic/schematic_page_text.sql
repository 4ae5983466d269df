-- schematic_page_text: public builds that speak of something, newest first; the columns of schematic_page
-- hot
-- :text    text    words to find, as people type them: "quotes", -without, or
-- :pattern text?   LIKE pattern that a title may match instead, so that a part of a word finds it
-- :tag     text?   only with this tag
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
      AND (s.search @@ websearch_to_tsquery('simple', :text) OR s.title ILIKE :pattern)
      AND (:tag::text IS NULL OR s.tags @> ARRAY[:tag])
      AND (:author::text IS NULL OR s.account_id = (SELECT p.id FROM account p WHERE p.slug = :author))
      AND (:before::uuid IS NULL OR s.id < :before)
    ORDER BY s.id DESC
    LIMIT :limit
) s JOIN account a ON a.id = s.account_id LEFT JOIN schematic_file f ON f.sha256 = s.sha256
ORDER BY s.id DESC;
