-- schematic_collection_remove: takes a build out of a collection
-- :collection uuid
-- :build      uuid?
-- :slug       text?  of the build, when there is no id
DELETE FROM schematic_collection_item i USING schematic s
WHERE i.collection_id = :collection AND s.id = i.schematic_id AND s.id = coalesce(:build::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug));
