-- schematic_collection_author: one person's public collections, newest first; the columns of schematic_collection_page
-- hot
-- :author  text    the person's slug
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, slug text, title text, description text, visibility text, builds bigint those that everyone may see,
--      covers text[] paths of up to four builds' pictures, author_name text, author_slug text, created_at timestamptz,
--      updated_at timestamptz
SELECT c.id, c.slug, c.title, c.description, c.visibility,
       (SELECT count(*) FROM schematic_collection_item i JOIN schematic s ON s.id = i.schematic_id
        WHERE i.collection_id = c.id AND s.listed) AS builds,
       ARRAY(SELECT '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) FROM schematic_collection_item i JOIN schematic s ON s.id = i.schematic_id
             JOIN schematic_file f ON f.sha256 = s.sha256
             WHERE i.collection_id = c.id AND s.listed AND f.thumb IS NOT NULL ORDER BY s.id DESC LIMIT 4) AS covers,
       a.name AS author_name, a.slug AS author_slug, c.created_at, c.updated_at
FROM schematic_collection c JOIN account a ON a.id = c.account_id
WHERE c.visibility = 'public' AND c.account_id = (SELECT p.id FROM account p WHERE p.slug = :author)
  AND c.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY c.id DESC
LIMIT :limit;
