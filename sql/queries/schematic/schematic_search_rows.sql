-- schematic_search_rows: listed builds by id, in that order; the columns of schematic_page
-- hot
-- :ids     uuid[]
-- row: id uuid, slug text, title text, tags text[], visibility text, status text, format text, width bigint,
--      height bigint, length bigint, blocks bigint, size bigint, downloads bigint, author_name text, author_slug text,
--      created_at timestamptz, likes bigint, thumb text? path of its picture
SELECT s.id, s.slug, s.title, s.tags, s.visibility, s.status, s.format, s.width, s.height, s.length, s.blocks, s.size,
       s.downloads, a.name AS author_name, a.slug AS author_slug, s.created_at, s.likes,
       '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) AS thumb
FROM unnest(:ids::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN schematic s ON s.id = wanted.id JOIN account a ON a.id = s.account_id
     LEFT JOIN schematic_file f ON f.sha256 = s.sha256
WHERE s.listed
ORDER BY wanted.place;
