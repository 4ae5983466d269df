-- schematic_collection_builds: builds of a collection that the viewer may see, newest first; the columns of schematic_page
-- hot
-- :collection uuid
-- :viewer     uuid?
-- :moderator  bool
-- :before     uuid?   cursor
-- :limit      bigint
-- row: id uuid, slug text, title text, tags text[], visibility text, status text, format text, width bigint,
--      height bigint, length bigint, blocks bigint, size bigint, downloads bigint, author_name text, author_slug text,
--      created_at timestamptz, likes bigint, thumb text? path of its picture
SELECT s.id, s.slug, s.title, s.tags, s.visibility, s.status, s.format, s.width, s.height, s.length, s.blocks, s.size,
       s.downloads, a.name AS author_name, a.slug AS author_slug, s.created_at, s.likes,
       '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) AS thumb
FROM schematic_collection_item i JOIN schematic s ON s.id = i.schematic_id JOIN account a ON a.id = s.account_id
     LEFT JOIN schematic_file f ON f.sha256 = s.sha256
WHERE i.collection_id = :collection
  AND (s.listed OR s.account_id = :viewer OR :moderator)
  AND s.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY s.id DESC
LIMIT :limit;
