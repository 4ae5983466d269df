-- schematic_collection_one: one collection, by id or slug, for whom may see it
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?
-- :moderator bool
-- row: id uuid, slug text, title text, description text, visibility text, builds bigint those that everyone may see,
--      covers text[] paths of up to four builds' pictures, author_name text, author_slug text, created_at timestamptz,
--      updated_at timestamptz, mine bool
SELECT c.id, c.slug, c.title, c.description, c.visibility,
       (SELECT count(*) FROM schematic_collection_item i JOIN schematic s ON s.id = i.schematic_id
        WHERE i.collection_id = c.id AND s.listed) AS builds,
       ARRAY(SELECT '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) FROM schematic_collection_item i JOIN schematic s ON s.id = i.schematic_id
             JOIN schematic_file f ON f.sha256 = s.sha256
             WHERE i.collection_id = c.id AND s.listed AND f.thumb IS NOT NULL ORDER BY s.id DESC LIMIT 4) AS covers,
       a.name AS author_name, a.slug AS author_slug, c.created_at, c.updated_at,
       c.account_id IS NOT DISTINCT FROM :viewer::uuid AS mine
FROM schematic_collection c JOIN account a ON a.id = c.account_id
WHERE c.id = coalesce(:id::uuid, (SELECT d.id FROM schematic_collection d WHERE d.slug = :slug))
  AND (c.visibility <> 'private' OR c.account_id = :viewer OR :moderator);
