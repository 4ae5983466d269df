-- schematic_collection_mine: all of a person's own collections, the last changed first, and whether a build is in each
-- hot
-- :account uuid
-- :build   uuid?
-- :slug    text?   of the build, when there is no id
-- row: id uuid, slug text, title text, visibility text, builds bigint all that are in it, has bool the build is in it,
--      updated_at timestamptz
SELECT c.id, c.slug, c.title, c.visibility,
       (SELECT count(*) FROM schematic_collection_item i WHERE i.collection_id = c.id) AS builds,
       EXISTS (SELECT FROM schematic_collection_item i
               WHERE i.collection_id = c.id
                 AND i.schematic_id = coalesce(:build::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))) AS has,
       c.updated_at
FROM schematic_collection c
WHERE c.account_id = :account
ORDER BY c.updated_at DESC, c.id DESC
LIMIT 200;
