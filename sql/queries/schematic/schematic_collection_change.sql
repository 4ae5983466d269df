-- schematic_collection_change: the collection that is about to be changed, locked, for whom may see it; only its owner may change it
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid
-- :moderator bool
-- row: id uuid, slug text, visibility text, mine bool, may_delete bool, builds bigint
SELECT c.id, c.slug, c.visibility, c.account_id = :viewer AS mine, c.account_id = :viewer OR :moderator AS may_delete,
       (SELECT count(*) FROM schematic_collection_item i WHERE i.collection_id = c.id) AS builds
FROM schematic_collection c
WHERE c.id = coalesce(:id::uuid, (SELECT d.id FROM schematic_collection d WHERE d.slug = :slug))
  AND (c.visibility <> 'private' OR c.account_id = :viewer OR :moderator)
FOR UPDATE;
