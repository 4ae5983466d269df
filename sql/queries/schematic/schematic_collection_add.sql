-- schematic_collection_add: puts a build that the person may see into a collection; once is enough. No row: there is no such build
-- :collection uuid
-- :build      uuid?
-- :slug       text?  of the build, when there is no id
-- :viewer     uuid
-- :moderator  bool
-- row: build uuid, listed bool, own bool it is the person's own
WITH build AS (
    SELECT s.id, s.listed, s.account_id = :viewer AS own FROM schematic s
    WHERE s.id = coalesce(:build::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug)) AND (s.reachable OR s.account_id = :viewer OR :moderator)
), added AS (
    INSERT INTO schematic_collection_item (collection_id, schematic_id) SELECT :collection, b.id FROM build b
    ON CONFLICT DO NOTHING
), touched AS (
    UPDATE schematic_collection SET updated_at = clock_timestamp() WHERE id = :collection AND EXISTS (SELECT FROM build)
)
SELECT b.id AS build, b.listed, b.own FROM build b;
